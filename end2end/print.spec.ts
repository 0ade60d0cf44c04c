import { expect, test } from "./fixtures";

for (const colorScheme of ["light", "dark"] as const) {
  test(`a result is printed on one sheet, black on white, from ${colorScheme} colours`, async ({ people }) => {
    const ada = await people.join("Ada", { colorScheme });
    const bots = await people.bots();
    await bots.sit(["Bob", "Cleo"]);
    await bots.play({ Bob: "5", Cleo: "?" });
    await ada.chooseTheme(colorScheme === "dark" ? "Dark" : "Light");
    await ada.editTopic.click();
    await ada.topicField.fill("Log in with a passkey");
    await ada.saveTopic.click();
    await ada.play("13");
    await expect(ada.table).toContainText("Everybody has played");
    await ada.turnOver();
    await ada.page.emulateMedia({ media: "print" });
    await ada.isStill();

    await expect(ada.roomName).toBeVisible();
    await expect(ada.topicTitle).toBeVisible();
    await expect(ada.topic).toContainText("Round 1");
    await expect(ada.figure("Median")).toBeVisible();
    for (const [name, card] of [["Ada", "13"], ["Bob", "5"], ["Cleo", "?"]] as const) {
      const row = ada.results.getByRole("row").filter({ hasText: name });
      await expect(row).toBeVisible();
      await expect(row).toContainText(card);
    }
    for (const part of [ada.table, ada.menu, ada.invite, ada.hand, ada.nextTopic, ada.editTopic]) await expect(part).toBeHidden();

    for (const text of [ada.roomName, ada.topicTitle, ada.figure("Median"), ada.results.getByRole("cell").first()]) {
      await expect(text).toHaveCSS("color", "rgb(0, 0, 0)");
    }
    const grounds = await ada.page.evaluate(() =>
      [...document.querySelectorAll("html, body, main, .topic, .summary")].map((part) => {
        const { backgroundColor, backgroundImage } = getComputedStyle(part);
        return `${backgroundColor} ${backgroundImage}`;
      }),
    );
    expect(new Set(grounds)).toEqual(new Set(["rgba(0, 0, 0, 0) none"]));
    const printed = (await ada.page.pdf({ format: "A4" })).toString("latin1");
    expect(printed.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });
}

test("before the reveal no card is printed", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.play("13");
  await expect(ada.table).toContainText("Everybody has played");
  await ada.page.emulateMedia({ media: "print" });
  await expect(ada.roomName).toBeVisible();
  await expect(ada.table.getByText("Everybody has played")).toBeVisible();
  await expect(ada.hand).toBeHidden();
});

import { expect, test } from "./fixtures";
import { LOST_CONNECTION } from "./support/complaints";

test.describe("with a server that waits a second for a moderator", () => {
  test.use({ setup: { moderatorGraceSeconds: 1 } });

  test("M3 when no moderator is here a voter takes the chair, and whoever made the room is moderator again when they come", async ({
    people,
    ownServer,
  }) => {
    const at = { baseURL: ownServer.url };
    const ada = await people.join("Ada", at);
    const bob = await people.join("Bob", at);
    const eve = await people.join("Eve", at);
    const olga = await people.join("Olga", { ...at, part: "Observer" });
    await bob.play("8");
    await expect(bob.page.getByText("Ada reveals the cards.")).toBeVisible();
    await expect(bob.takeChair).toHaveCount(0);
    const storageState = await ada.page.context().storageState();
    await ada.page.context().close();

    for (const person of [bob, eve]) {
      await expect(person.page.getByText("No moderator is here.", { exact: true })).toBeVisible();
      await expect(person.takeChair).toBeVisible();
    }
    await expect(olga.page.getByText("No moderator is here. A voter can take the chair.")).toBeVisible();
    await expect(olga.takeChair).toHaveCount(0);
    await bob.takeChair.click();
    // Everybody is told: they see it, and they hear it.
    for (const person of [eve, olga]) {
      await expect(person.page.getByText("Bob is moderator now.").first()).toBeVisible();
      await expect(person.seat("Bob")).toContainText("moderator");
      await expect(person.spoken).toContainText("Bob is moderator now.");
      await expect(person.takeChair).toHaveCount(0);
    }
    await bob.turnOver();
    await expect(eve.seat("Bob")).toContainText("played 8");

    const again = await people.come({ ...at, storageState });
    await again.hasSeat();
    await again.voteAgain.click();
    for (const person of [bob, eve, again]) await expect(person.topic).toContainText("Round 2");
    for (const name of ["Ada", "Bob"]) await expect(eve.seat(name)).toContainText("moderator");
    await expect(bob.reveal).toBeVisible();
  });
});

test("M4 a moderator makes others moderators, and takes it back", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const eve = await people.join("Eve");
  await expect(ada.optionsOf("Ada")).toHaveCount(0);
  const removes = bob.options.getByRole("button", { name: /moderator|Remove/ });
  await bob.optionsOf("Eve").click();
  await expect(bob.options.getByRole("heading", { name: "Eve" })).toBeVisible();
  await expect(removes).toHaveCount(0);
  await bob.page.keyboard.press("Escape");
  await ada.choose("Bob", "Make moderator");
  await expect(bob.reveal).toBeVisible();
  await expect(bob.page.getByText("You are moderator now.").first()).toBeVisible();
  await expect(eve.page.getByText("Bob is moderator now.").first()).toBeVisible();
  await expect(eve.seat("Bob")).toContainText("moderator");
  await expect(eve.page.getByText("Ada or Bob reveals the cards.")).toBeVisible();

  // Whoever made the room stays its moderator.
  await bob.optionsOf("Ada").click();
  await expect(bob.options.getByRole("heading", { name: "Ada" })).toBeVisible();
  await expect(bob.options.getByRole("button", { name: "No longer moderator" })).toHaveCount(0);
  await bob.options.getByRole("button", { name: "Close" }).click();
  await expect(bob.options).toBeHidden();

  await bob.choose("Eve", "Make moderator");
  await expect(eve.reveal).toBeVisible();
  await ada.choose("Bob", "No longer moderator");
  await expect(bob.reveal).toHaveCount(0);
  await bob.optionsOf("Eve").click();
  await expect(bob.options.getByRole("heading", { name: "Eve" })).toBeVisible();
  await expect(removes).toHaveCount(0);
  await bob.page.keyboard.press("Escape");
  await expect(eve.seat("Bob")).not.toContainText("moderator");
});

test("M5 a moderator removes somebody, who is told, and the table goes on without them", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const eve = await people.join("Eve");
  await bob.play("8");
  await expect(eve.table).toContainText("1 of 3 have played");
  await ada.remove("Bob");
  for (const person of [ada, eve]) {
    await expect(person.names()).toHaveText(["Ada", "Eve"]);
    await expect(person.table).toContainText("0 of 2 have played");
    await expect(person.page.getByText("Bob was removed from the table.").first()).toBeVisible();
  }
  await expect(bob.outside).toBeVisible();
  await expect(bob.names()).toHaveText(["Ada", "Eve"]);
  await eve.play("5");
  await expect(bob.table).toContainText("1 of 2 have played");
});

test("M5 a double click on Remove removes nobody, and the sheet closes without a word", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const sheet = ada.options;
  await ada.optionsOf("Bob").click();
  await sheet.getByRole("button", { name: "Remove from the table" }).dblclick();
  await expect(sheet.getByRole("button", { name: "Really remove Bob?" })).toBeVisible();
  // A press beside the sheet closes it, and so does Escape.
  await ada.page.mouse.click(5, 5);
  await expect(sheet).toBeHidden();
  await ada.optionsOf("Bob").click();
  // The question is not half answered.
  await expect(sheet.getByRole("button", { name: "Remove from the table" })).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(ada.optionsOf("Bob")).toBeFocused();
  await bob.play("5");
  await expect(ada.names()).toHaveText(["Ada", "Bob"]);
  await expect(ada.seat("Bob")).toContainText("has played");

  // Whoever gets up meanwhile takes the sheet with them.
  await ada.optionsOf("Bob").click();
  await bob.menu.click();
  await bob.leave.click();
  await expect(sheet).toBeHidden();
});

test.describe("with a line that can be cut", () => {
  test.use({ tolerated: LOST_CONNECTION });

  test("M5 who is removed while they are gone is told when they come back", async ({ people, line }) => {
    const ada = await people.join("Ada");
    const bob = await people.join("Bob", { baseURL: line.url });
    line.cut();
    await expect(ada.seat("Bob")).toContainText("gone");
    await ada.remove("Bob");
    await expect(ada.names()).toHaveText(["Ada"]);
    line.resume();
    await expect(bob.outside).toBeVisible();
    await expect(bob.names()).toHaveText(["Ada"]);
  });
});

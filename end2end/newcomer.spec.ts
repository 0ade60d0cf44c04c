import { expect, test } from "./fixtures";
import { NOT_FOUND } from "./support/complaints";

test("P8 a newcomer sees who is there and who has played, before sitting down and after", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await people.join("Olga", { part: "Observer" });
  await ada.editTopic.click();
  await ada.topicField.fill("Log in with a passkey");
  await ada.saveTopic.click();
  await bob.play("8");
  await expect(ada.seat("Bob")).toContainText("has played");

  const eve = await people.come();
  const sees = async () => {
    await expect(eve.topicTitle).toHaveText("Log in with a passkey");
    await expect(eve.seat("Ada")).toContainText("moderator");
    await expect(eve.seat("Ada")).toContainText("has not played yet");
    await expect(eve.seat("Bob")).toContainText("has played");
    await expect(eve.seat("Olga")).toContainText("observes");
    await expect(eve.table.getByText("gone")).toHaveCount(0);
  };
  await sees();
  await expect(eve.names()).toHaveText(["Ada", "Bob", "Olga"]);
  await expect(eve.table).toContainText("1 of 2 have played");
  await expect(eve.joinTitle).toBeVisible();
  await expect(eve.hand).toHaveCount(0);

  await ada.play("5");
  await expect(eve.seat("Ada")).toContainText("has played");
  await ada.card("5").click();
  await expect(eve.seat("Ada")).toContainText("has not played yet");

  await eve.sitDown("Eve");
  await sees();
  await expect(eve.names()).toHaveText(["Ada", "Bob", "Eve", "Olga"]);
  await expect(eve.table).toContainText("1 of 3 have played");
});

test("P8 the page holds the table before any script has run", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.play("8");
  await expect(ada.seat("Bob")).toContainText("has played");
  const context = await people.browserOf({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(people.room);
  const seat = (name: string) => page.getByRole("listitem").filter({ hasText: name });
  await expect(seat("Ada")).toContainText("has not played yet");
  await expect(seat("Bob")).toContainText("has played");
  await expect(seat("Bob")).not.toContainText("gone");
});

test.describe("with a link that leads nowhere", () => {
  test.use({ tolerated: NOT_FOUND });

  test("I2 a room that does not exist is said not to exist, and there is a way on", async ({ page }) => {
    const response = await page.goto("/r/2222-2222-2222");
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is no table here" })).toBeVisible();
    await page.getByRole("link", { name: "Open a table" }).click();
    await expect(page).toHaveURL("/");
  });
});

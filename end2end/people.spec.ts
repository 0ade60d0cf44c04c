import { expect, test } from "./fixtures";
import { LOST_CONNECTION } from "./support/complaints";

test("P1 everyone sees at once that somebody joined", async ({ people }) => {
  const ada = await people.join("Ada");
  await expect(ada.seats).toHaveCount(1);
  const bob = await people.join("Bob");
  const olga = await people.join("Olga", { part: "Observer" });
  for (const person of [ada, bob, olga]) {
    await expect(person.names()).toHaveText(["Ada", "Bob", "Olga"]);
    await expect(person.seat("Olga")).toContainText("observer");
  }
});

test("P5 everyone sees at once that somebody left, and the card goes with them", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.play("8");
  await expect(ada.table).toContainText("1 of 2 have played");
  await bob.menu.click();
  await bob.leave.click();
  await expect(ada.names()).toHaveText(["Ada"]);
  await expect(ada.table).toContainText("0 of 1 have played");
  await expect(bob.joinTitle).toBeVisible();
  await expect(bob.names()).toHaveText(["Ada"]);

  await bob.sitDown("Bob");
  await expect(ada.names()).toHaveText(["Ada", "Bob"]);
  await expect(ada.seat("Bob")).toContainText("has not played yet");
});

test("V8 everyone sees at once that somebody closed the page, and the card stays", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.play("8");
  await expect(ada.seat("Bob")).toContainText("has played");
  await bob.page.context().close();
  await expect(ada.seat("Bob")).toContainText("gone");
  await expect(ada.seat("Bob")).toContainText("has played");
  await expect(ada.seat("Ada")).not.toContainText("gone");
});

test.describe("with a line that can be cut", () => {
  test.use({ tolerated: LOST_CONNECTION });

  test("P9 everyone sees at once that somebody lost the connection, and that they are back", async ({ people, line }) => {
    const ada = await people.join("Ada");
    const bob = await people.join("Bob", { baseURL: line.url });
    await expect(ada.seat("Bob")).not.toContainText("gone");
    line.cut();
    await expect(ada.seat("Bob")).toContainText("gone");
    line.resume();
    await expect(ada.seat("Bob")).not.toContainText("gone");
    await bob.isConnected();
    await expect(ada.names()).toHaveText(["Ada", "Bob"]);
  });
});

test("P7 everyone sees at once that somebody now observes, or votes again", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.play("8");
  await bob.menu.click();
  await bob.part("Observer").check();
  await expect(ada.seat("Bob")).toContainText("observes");
  await expect(ada.table).toContainText("0 of 1 have played");
  await expect(bob.hand).toHaveCount(0);
  await bob.part("Voter").check();
  await expect(ada.seat("Bob")).toContainText("has not played yet");
  await expect(bob.hand).toBeVisible();
  await expect(bob.hand.getByRole("radio", { checked: true })).toHaveCount(0);
});

test("P6 everyone sees at once that somebody has another name", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.menu.click();
  await expect(bob.newName).toHaveValue("Bob");
  await bob.newName.fill("ada");
  await bob.saveName.click();
  await expect(bob.newName).toHaveAccessibleDescription("Somebody at this table already has that name.");
  await expect(ada.names()).toHaveText(["Ada", "Bob"]);
  await bob.newName.fill("Robert");
  await bob.saveName.click();
  for (const person of [ada, bob]) await expect(person.names()).toHaveText(["Ada", "Robert"]);
  await expect(bob.newName).toBeHidden();
  await expect(bob.menu).toContainText("Robert");
});

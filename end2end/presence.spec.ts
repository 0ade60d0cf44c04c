import { expect, test } from "./fixtures";
import { setHidden } from "./support/visibility";

test("P10 who has not looked at the page for minutes is away, and here again when they look", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.page.clock.install();
  await setHidden(bob.page, true);
  await bob.page.clock.fastForward("01:30");
  await bob.play("8");
  await expect(ada.seat("Bob")).toContainText("has played");
  await expect(ada.seat("Bob")).toHaveAttribute("data-presence", "here");

  await bob.page.clock.fastForward("00:40");
  await expect(ada.seat("Bob")).toContainText("away");
  await expect(ada.seat("Bob")).toContainText("has played");
  await expect(ada.seat("Ada")).not.toContainText("away");

  await setHidden(bob.page, false);
  await expect(ada.seat("Bob")).toHaveAttribute("data-presence", "here");
  await expect(ada.seat("Bob")).not.toContainText("away");
  for (const person of [ada, bob]) await expect(person.names()).toHaveText(["Ada", "Bob"]);
  await expect(bob.card("8")).toBeChecked();
  // Nobody is told that somebody looked elsewhere.
  await expect(ada.spoken).not.toContainText("Bob is connected");
});

test("P10 who closed the page is gone, not away", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.page.context().close();
  await expect(ada.seat("Bob")).toContainText("gone");
  await expect(ada.seat("Bob")).toHaveAttribute("data-presence", "gone");
  await expect(ada.seat("Bob")).not.toContainText("away");
  await expect(ada.spoken).toContainText("Bob lost the connection.");
});

test("P11 who is gone without a card holds nobody up, and is waited for again when they are back", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const eve = await people.join("Eve");
  await ada.play("5");
  await bob.play("8");
  await expect(ada.table).toContainText("2 of 3 have played");
  const storageState = await eve.page.context().storageState();
  await eve.page.context().close();
  for (const person of [ada, bob]) await expect(person.table).toContainText("Everybody has played");

  const again = await people.come({ storageState });
  await again.hasSeat();
  for (const person of [ada, bob]) await expect(person.table).toContainText("2 of 3 have played");
  await again.play("5");
  await expect(ada.table).toContainText("Everybody has played");
  // A card counts without its owner.
  await again.page.context().close();
  await expect(ada.seat("Eve")).toContainText("gone");
  await expect(ada.table).toContainText("Everybody has played");
  await ada.turnOver();
  await expect(ada.seat("Eve")).toContainText("played 5");
});

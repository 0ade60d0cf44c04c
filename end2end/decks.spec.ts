import { expect, test } from "./fixtures";
import { REFUSED_FORM } from "./support/complaints";

test("D4 a deck of one's own is written, seen before it counts, played with, and copied as a line", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.openRules();
  await expect(ada.deckLine).toHaveValue("0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, ?, ☕");
  await ada.deckLine.fill("0, 1/2, XL=8, Later=-, ?");
  const preview = ada.rules.getByRole("img", { name: "How the hand will look" });
  await expect(preview).toContainText("XL");
  await expect(preview).toContainText("Later");
  // Not before it is chosen.
  await expect(bob.card("13")).toBeVisible();
  await ada.playWithDeck.click();
  await expect(ada.playWithDeck).toBeDisabled();
  await ada.closeRules();
  for (const person of [ada, bob]) {
    await expect(person.hand.getByRole("radio")).toHaveCount(5);
    await expect(person.page.getByText(/changed the deck\./).first()).toBeVisible();
  }
  await ada.play("XL");
  await bob.play("1/2");
  await ada.turnOver();
  // Exactly half-way between 8 and a half.
  await expect(bob.figure("Median")).toHaveText("4.25");
  await expect(bob.figure("Mean")).toHaveText("4.25");
  await expect(bob.seat("Ada")).toContainText("played XL");

  await ada.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await ada.openRules();
  await ada.rules.getByRole("button", { name: "Copy the deck" }).click();
  await expect(ada.rules.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe("0, 1/2, XL=8, Later=-, ?");
});

test("D4 a line that is no deck says why beside it, and changes nothing", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.openRules();
  for (const [line, why] of [
    ["1", "A deck has at least 2 cards."],
    ["1, 2, 1", "1: Two cards have the same label."],
    ["0.5, 1, ½", "½: Two cards have the same value."],
    ["1, XL=big", "XL=big: A card's value is a number up to a million, such as 3, ½, 1/3 or 0.25."],
  ] as const) {
    await ada.deckLine.fill(line);
    await expect(ada.rules.getByText(why)).toBeVisible();
    await expect(ada.deckLine).toHaveAccessibleDescription(new RegExp(why.slice(0, 20)));
    await expect(ada.playWithDeck).toBeDisabled();
  }
  // What only the server can count it tells.
  await ada.deckLine.fill("1, ninechars");
  await ada.playWithDeck.click();
  await expect(ada.rules.getByRole("alert")).toHaveText("A card's label has at most 8 characters.");
  await expect(ada.deckLine).toHaveValue("1, ninechars");
  await ada.closeRules();
  await expect(ada.hand.getByRole("radio")).toHaveCount(13);
});

test("D5 cards that lie face down go back to their hands when the deck changes, and their owners are told", async ({
  people,
}) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const eve = await people.join("Eve");
  await bob.play("8");
  await ada.changeDeck("S, M, L");
  await expect(bob.notice).toHaveText("The deck has changed. Your card is back in your hand.");
  await expect(eve.notice).toBeEmpty();
  for (const person of [ada, bob, eve]) await expect(person.table).toContainText("0 of 3 have played");
  await bob.play("M");
  await ada.turnOver();
  // A revealed round stays as it was, with its deck.
  await ada.changeDeck("0, 1, 2");
  await expect(eve.seat("Bob")).toContainText("played M");
  await expect(eve.figure("Median")).toHaveText("M");
  await ada.voteAgain.click();
  await expect(bob.card("2")).toBeVisible();
});

test.describe("with a form that comes back", () => {
  test.use({ tolerated: REFUSED_FORM });

  test("D1 the landing page takes a deck of one's own, from its form and from a link", async ({ page }) => {
    await page.goto("/?name=Design&deck=" + encodeURIComponent("No, Maybe, Yes, ?"));
    await expect(page.getByLabel("Name of the room")).toHaveValue("Design");
    const own = page.getByRole("radio", { name: "Your own" });
    const cards = page.getByRole("textbox", { name: "Cards of your own deck, as one line" });
    await page.getByRole("radio", { name: "T-shirt" }).check();
    await expect(cards).toBeHidden();
    await own.check();
    await expect(own).toBeChecked();
    await expect(cards).toHaveValue("No, Maybe, Yes, ?");
    await cards.fill("1");
    await page.getByRole("button", { name: "Open the table" }).click();
    await expect(cards).toHaveAccessibleDescription("A deck has at least 2 cards.");
    await expect(page.getByLabel("Name of the room")).toHaveValue("Design");
    await cards.fill("No, Maybe, Yes, ?");
    await page.getByRole("button", { name: "Open the table" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Design");
    await page.getByRole("textbox", { name: "Your name" }).fill("Ada");
    await page.getByRole("button", { name: /^Join/ }).click();
    const hand = page.getByRole("radiogroup", { name: "Your hand" }).getByRole("radio");
    await expect(hand).toHaveCount(4);

    await page.goto("/?deck=fist-of-five");
    await expect(page.getByRole("radio", { name: "Fist of five" })).toBeChecked();
  });
});

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures";

test("one joins, votes, reveals and goes on by keyboard alone", async ({ people }) => {
  const ada = await people.come();
  const keyboard = new Keyboard(ada.page);

  await keyboard.tabTo("Your name");
  await keyboard.type("Ada");
  await keyboard.press("Enter");
  await ada.hasSeat();
  await keyboard.isAt("0");

  // Arrows move and play nothing.
  for (const [key, card] of [
    ["ArrowRight", "1"],
    ["ArrowDown", "2"],
    ["ArrowLeft", "1"],
    ["ArrowUp", "0"],
    ["ArrowUp", "Coffee (I need a break)"],
    ["ArrowRight", "0"],
    ["End", "Coffee (I need a break)"],
    ["Home", "0"],
  ] as const) {
    await keyboard.press(key);
    await keyboard.isAt(card);
  }
  for (let step = 0; step < 5; step++) await keyboard.press("ArrowRight");
  await keyboard.isAt("8");
  await expect(ada.hand.getByRole("radio", { checked: true })).toHaveCount(0);
  await expect(ada.table).toContainText("0 of 1 have played");

  await keyboard.press("Space");
  await expect(ada.card("8")).toBeChecked();
  await expect(ada.seat("Ada")).toContainText("has played");
  await keyboard.press("Space");
  await expect(ada.seat("Ada")).toContainText("has not played yet");
  await keyboard.press("Enter");
  await expect(ada.seat("Ada")).toContainText("has played");

  await keyboard.tabTo("Reveal");
  await keyboard.press("Enter");
  await expect(ada.summary).toBeVisible();
  await keyboard.isAt("Next topic");

  await keyboard.tabTo("Title of the next topic", "Shift+Tab");
  await keyboard.type("Export as CSV");
  await expect(ada.nextTopic).toBeEnabled();
  await keyboard.press("Enter");
  await expect(ada.topicTitle).toHaveText("Export as CSV");
  await keyboard.isAt("8");

  await keyboard.press("Space");
  await keyboard.tabTo("Reveal");
  await expect(ada.reveal).toBeEnabled();
  await keyboard.press("Space");
  await expect(ada.summary).toBeVisible();
  await keyboard.tabTo("Vote again", "Shift+Tab");
  await expect(ada.voteAgain).toBeEnabled();
  await keyboard.press("Space");
  await expect(ada.topic).toContainText("Round 3");
  await keyboard.isAt("8");
});

test("a moderator who observes does not lose the focus when a round begins", async ({ people }) => {
  const ada = await people.join("Ada", { part: "Observer" });
  const bots = await people.bots();
  await bots.sit(["Bob"]);
  await bots.play({ Bob: "5" });
  const keyboard = new Keyboard(ada.page);
  await expect(ada.reveal).toBeEnabled();
  await keyboard.tabTo("Reveal");
  await keyboard.press("Enter");
  await keyboard.isAt("Next topic");
  await expect(ada.nextTopic).toBeEnabled();
  await keyboard.press("Enter");
  await expect(ada.topic).toContainText("Round 2");
  await keyboard.isAt("Reveal");
});

test("Escape and saving close the menu and the topic, and the focus stays at hand", async ({ people }) => {
  const ada = await people.join("Ada");
  const keyboard = new Keyboard(ada.page);

  await keyboard.tabTo("You: Ada");
  await keyboard.press("Enter");
  await expect(ada.newName).toBeVisible();
  await keyboard.tabTo("Your name");
  await keyboard.press("Escape");
  await expect(ada.newName).toBeHidden();
  await keyboard.isAt("You: Ada");
  await keyboard.press("Space");
  await keyboard.tabTo("Your name");
  await ada.page.keyboard.press("ControlOrMeta+A");
  await keyboard.type("Ada L.");
  await keyboard.press("Enter");
  await expect(ada.seat("Ada L.")).toBeVisible();
  await expect(ada.newName).toBeHidden();
  await keyboard.isAt("You: Ada L.");

  await keyboard.tabTo("Edit the topic");
  await keyboard.press("Enter");
  await keyboard.isAt("Topic");
  await keyboard.press("Escape");
  await expect(ada.topicField).toBeHidden();
  await keyboard.isAt("Edit the topic");
  await keyboard.press("Enter");
  await keyboard.isAt("Topic");
  await keyboard.type("Log in with a passkey");
  await keyboard.press("Enter");
  await expect(ada.topicTitle).toHaveText("Log in with a passkey");
  await expect(ada.topicField).toBeHidden();
  await keyboard.isAt("Edit the topic");
});

test("M3 who takes the chair has something to press next", async ({ people }) => {
  // Whoever opened the room has not come yet.
  people.room = await people.openRoom(await people.browserOf());
  const bob = await people.join("Bob");
  const keyboard = new Keyboard(bob.page);
  await keyboard.tabTo("Take the chair");
  await keyboard.press("Enter");
  await expect(bob.reveal).toBeVisible();
  await keyboard.isAt("0");
});

test("M4 M5 a moderator goes from name to name, and does something about somebody, by keyboard alone", async ({ people }) => {
  const ada = await people.join("Ada");
  const bots = await people.bots();
  await bots.sit(["Bob", "Cleo", "Dan"]);
  await expect(ada.seats).toHaveCount(4);
  const keyboard = new Keyboard(ada.page);
  await keyboard.tabTo("Bob: options");
  for (const [key, name] of [
    ["ArrowRight", "Cleo"],
    ["ArrowDown", "Dan"],
    ["ArrowRight", "Bob"],
    ["ArrowLeft", "Dan"],
    ["Home", "Bob"],
    ["End", "Dan"],
    ["ArrowUp", "Cleo"],
  ] as const) {
    await keyboard.press(key);
    await keyboard.isAt(`${name}: options`);
  }
  // The others are one stop on the way to one's hand.
  await ada.page.keyboard.press("Tab");
  await keyboard.isAt("0");
  await ada.page.keyboard.press("Shift+Tab");
  await keyboard.isAt("Cleo: options");

  await keyboard.press("Enter");
  await keyboard.isAt("Throw confetti");
  await keyboard.press("Escape");
  await keyboard.isAt("Cleo: options");
  await keyboard.press("Space");
  await keyboard.isAt("Throw confetti");
  await keyboard.tabTo("Make moderator");
  await keyboard.press("Enter");
  await expect(ada.seat("Cleo")).toContainText("moderator");
  await keyboard.isAt("Cleo: options");

  await keyboard.press("Enter");
  await keyboard.tabTo("Remove from the table");
  await keyboard.press("Enter");
  await keyboard.isAt("Really remove Cleo?");
  await keyboard.press("Enter");
  await expect(ada.names()).toHaveText(["Ada", "Bob", "Dan"]);
  await keyboard.isAt("0");
});

test("P12 who asks for a code by keyboard is led to the link", async ({ people }) => {
  const ada = await people.join("Ada");
  const keyboard = new Keyboard(ada.page);
  await keyboard.tabTo("You: Ada");
  await keyboard.press("Enter");
  await keyboard.tabTo("Continue on another device");
  await ada.page.keyboard.press("Enter");
  await keyboard.isAt("Or open this link there");
  await keyboard.press("Escape");
  await keyboard.isAt("You: Ada");
});

test("P5 who leaves the table finds the form under their fingers", async ({ people }) => {
  const ada = await people.join("Ada");
  const keyboard = new Keyboard(ada.page);
  await keyboard.tabTo("You: Ada");
  await keyboard.press("Enter");
  await keyboard.tabTo("Leave the table");
  await keyboard.press("Enter");
  await expect(ada.joinTitle).toBeVisible();
  await keyboard.isAt("Join as voter");
});

test("P2 who is refused is led back to the field", async ({ people }) => {
  const ada = await people.come();
  const keyboard = new Keyboard(ada.page);
  await keyboard.tabTo("Join as voter");
  await keyboard.press("Enter");
  await expect(ada.nickname).toHaveAccessibleDescription("Please enter a nickname.");
  await keyboard.isAt("Your name");
});

test("a page that was just loaded takes the focus from nobody", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.page.reload();
  await ada.hasSeat();
  await expect(ada.page.locator(":focus")).toHaveCount(0);
});

/** Somebody who has no pointer. After every key the focus must be somewhere, and be seen. */
class Keyboard {
  constructor(private readonly page: Page) {}

  async press(key: string) {
    await this.page.keyboard.press(key);
    await this.isSomewhere();
  }

  async type(text: string) {
    await this.page.keyboard.type(text);
    await this.isSomewhere();
  }

  /** Presses Tab until the focus is there, as far as one can be asked to go. */
  async tabTo(name: string, key: "Tab" | "Shift+Tab" = "Tab") {
    const way = [];
    for (let step = 0; step < 25; step++) {
      await this.page.keyboard.press(key);
      const at = await this.name();
      if (at === name) return this.isSomewhere();
      way.push(at);
    }
    throw new Error(`${name} is not on the way: ${way.join(", ")}`);
  }

  async isAt(name: string) {
    await expect.poll(() => this.name()).toBe(name);
    await this.isSomewhere();
  }

  private async isSomewhere() {
    const focused = this.page.locator(":focus");
    await expect(focused).toBeVisible();
    await expect(focused, "a ring shows where the focus is").toHaveCSS("outline-style", "solid");
    await expect(focused).toHaveCSS("outline-width", /^[23]px$/);
    await expect(focused).toBeInViewport();
  }

  /** What has the focus is called. */
  private name(): Promise<string> {
    return this.page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return "";
      const labels = focused instanceof HTMLInputElement ? [...(focused.labels ?? [])] : [];
      const text = focused instanceof HTMLElement ? focused.innerText : focused.textContent;
      const said = focused.getAttribute("aria-label") ?? labels[0]?.textContent ?? text ?? "";
      return said.replace(/\s+/g, " ").trim();
    });
  }
}

import { expect, type Locator, type Page } from "@playwright/test";

import { isStill } from "../support/stillness";

export type Part = "Voter" | "Observer";

/** What the cards without a figure are called. */
const SPOKEN: Record<string, string> = { "?": "? (I cannot say)", "☕": "Coffee (I need a break)" };

/** A room, as one person has it before them. */
export class RoomPage {
  readonly roomName: Locator;
  readonly connection: Locator;
  readonly notice: Locator;
  readonly spoken: Locator;

  readonly topic: Locator;
  readonly topicTitle: Locator;
  readonly editTopic: Locator;
  readonly topicField: Locator;
  readonly saveTopic: Locator;

  readonly table: Locator;
  readonly seats: Locator;
  readonly summary: Locator;
  readonly results: Locator;

  readonly joinTitle: Locator;
  readonly nickname: Locator;
  readonly join: Locator;

  readonly outside: Locator;

  readonly hand: Locator;
  readonly reveal: Locator;
  readonly revealAnyway: Locator;
  readonly voteAgain: Locator;
  readonly nextTopic: Locator;
  readonly nextTitle: Locator;
  readonly takeChair: Locator;

  readonly menu: Locator;
  readonly newName: Locator;
  readonly saveName: Locator;
  readonly leave: Locator;

  readonly handOver: Locator;
  readonly handOverCode: Locator;
  readonly handOverLink: Locator;

  /** What a moderator can do about somebody, once it is open. */
  readonly options: Locator;

  readonly rules: Locator;
  readonly deckLine: Locator;
  readonly playWithDeck: Locator;
  readonly why: Locator;
  readonly stop: Locator;
  readonly nudge: Locator;
  readonly timeLeft: Locator;
  readonly knocking: Locator;
  readonly invite: Locator;
  readonly inviteSheet: Locator;
  readonly inviteCode: Locator;
  readonly preferences: Locator;
  readonly keys: Locator;

  constructor(readonly page: Page) {
    this.roomName = page.getByRole("heading", { level: 1 });
    this.connection = page.getByRole("status");
    this.notice = page.getByRole("alert");
    this.spoken = page.locator("[aria-live='polite']#speech");

    this.topic = page.getByRole("region", { name: "Topic" });
    this.topicTitle = this.topic.getByRole("heading");
    this.editTopic = this.topic.locator("summary", { hasText: "Edit the topic" });
    this.topicField = this.topic.getByRole("textbox", { name: "Topic" });
    this.saveTopic = this.topic.getByRole("button", { name: "Save" });

    this.table = page.getByRole("region", { name: "Table" });
    this.seats = this.table.getByRole("listitem");
    this.summary = page.getByRole("region", { name: "Result of the round" });
    this.results = this.summary.getByRole("table", { name: "Who played what" });

    this.joinTitle = page.getByRole("heading", { name: "Take a seat" });
    this.nickname = page.getByRole("region", { name: "Take a seat" }).getByRole("textbox", { name: "Your name" });
    this.join = page.getByRole("button", { name: "Join" });

    this.outside = page.getByRole("heading", { name: "You are outside" });

    this.hand = page.getByRole("radiogroup", { name: "Your hand" });
    this.reveal = page.getByRole("button", { name: "Reveal" });
    this.revealAnyway = page.getByRole("button", { name: "Reveal anyway" });
    this.voteAgain = page.getByRole("button", { name: "Vote again" });
    this.nextTopic = page.getByRole("button", { name: "Next topic" });
    this.nextTitle = page.getByRole("textbox", { name: "Title of the next topic" });
    this.takeChair = page.getByRole("button", { name: "Take the chair" });

    const banner = page.getByRole("banner");
    this.menu = banner.locator("summary");
    this.newName = banner.getByRole("textbox", { name: "Your name" });
    this.saveName = banner.getByRole("button", { name: "Save" });
    this.leave = banner.getByRole("button", { name: "Leave the table" });

    this.handOver = banner.getByRole("button", { name: "Continue on another device" });
    this.handOverCode = banner.getByRole("img", { name: "QR code of a link to this table with your seat" });
    this.handOverLink = banner.getByRole("textbox", { name: "Or open this link there" });

    this.options = page.getByRole("dialog");

    this.rules = page.getByRole("dialog", { name: "House rules" });
    this.deckLine = this.rules.getByRole("textbox", { name: "Cards, as one line" });
    this.playWithDeck = this.rules.getByRole("button", { name: "Play with this deck" });
    this.why = page.getByRole("textbox", { name: "Why this card? It is shown with it." });
    this.stop = page.getByRole("button", { name: "Stop", exact: true });
    this.nudge = page.getByRole("button", { name: "Nudge" });
    this.timeLeft = page.getByRole("timer", { name: "Time left" });
    this.knocking = page.getByRole("list", { name: "Who knocks" });
    this.invite = banner.getByRole("button", { name: "Invite" });
    this.inviteSheet = page.getByRole("dialog", { name: "Invite your team" });
    this.inviteCode = this.inviteSheet.getByRole("img", { name: "QR code of the link to this table" });
    this.preferences = page.getByRole("dialog", { name: "Preferences" });
    this.keys = page.getByRole("dialog", { name: "Keyboard" });
  }

  async openRules() {
    await this.page.getByRole("button", { name: "House rules" }).click();
    await expect(this.rules).toBeVisible();
  }

  async closeRules() {
    await this.page.keyboard.press("Escape");
    await expect(this.rules).toBeHidden();
  }

  /** A house rule as it can be, on its sheet. */
  rule(rule: string, choice: string): Locator {
    return this.rules.getByRole("group", { name: rule, exact: true }).getByRole("radio", { name: choice, exact: true });
  }

  /** Makes house rules what they are to be, and waits until the server says so. */
  async setRules(rules: Record<string, string>) {
    await this.openRules();
    for (const [rule, choice] of Object.entries(rules)) {
      await this.rule(rule, choice).click();
      await expect(this.rule(rule, choice)).toBeChecked();
    }
    await this.closeRules();
  }

  async changeDeck(line: string) {
    await this.openRules();
    await this.deckLine.fill(line);
    await this.playWithDeck.click();
    await expect(this.playWithDeck).toBeDisabled();
    await this.closeRules();
  }

  /** Opens what can be done about the countdown, and does it. */
  async orderTimer(order: string) {
    await this.topic.locator("summary", { hasText: "Countdown" }).click();
    await this.topic.getByRole("button", { name: order, exact: true }).click();
  }

  /** Throws something at somebody. */
  async throwAt(name: string, thing: string) {
    await this.optionsOf(name).click();
    await this.options.getByRole("button", { name: `Throw ${thing}` }).click();
    await expect(this.options).toBeHidden();
  }

  /** Sits down at a locked door. */
  async knock(name: string) {
    await this.nickname.fill(name);
    await this.join.click();
    await expect(this.page.getByRole("heading", { name: "You knock" })).toBeVisible();
  }

  /** Comes to the room, and waits until the page is alive. */
  async open(url: string) {
    await this.page.goto(url);
    await this.isConnected();
  }

  async isConnected() {
    await expect(this.connection).toHaveAttribute("data-state", "open");
  }

  part(part: Part): Locator {
    return this.page.getByRole("radio", { name: part, exact: true });
  }

  async sitDown(name: string, part: Part = "Voter") {
    await this.nickname.fill(name);
    await this.part(part).check();
    await this.join.click();
    await this.hasSeat();
  }

  async hasSeat() {
    await expect(this.page.getByRole("region", { name: "Your cards" })).toBeVisible();
  }

  /** Opens one of the sheets in the menu. */
  async openSheet(name: "Preferences" | "Keyboard") {
    await this.menu.click();
    await this.page.getByRole("banner").getByRole("button", { name }).click();
    await expect(this.page.getByRole("dialog", { name })).toBeVisible();
  }

  /** Switches something on or off in the preferences. */
  async prefer(name: string, on: boolean) {
    await this.openSheet("Preferences");
    await this.preferences.getByRole("switch", { name }).setChecked(on);
    await this.page.keyboard.press("Escape");
    await expect(this.preferences).toBeHidden();
  }

  async chooseTheme(name: "System" | "Light" | "Dark") {
    await this.openSheet("Preferences");
    await this.preferences.getByRole("radio", { name }).check();
    await this.page.keyboard.press("Escape");
    await expect(this.preferences).toBeHidden();
  }

  seat(name: string): Locator {
    return this.seats.filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** The names at the table, in the order of their seats. */
  names(): Locator {
    return this.seats.locator(".seat-name");
  }

  /** What a moderator presses to see what can be done about somebody. */
  optionsOf(name: string): Locator {
    return this.table.getByRole("button", { name: `${name}: options` });
  }

  /** Opens what can be done about somebody, and does it. */
  async choose(name: string, option: "Make moderator" | "No longer moderator") {
    await this.optionsOf(name).click();
    await this.options.getByRole("button", { name: option }).click();
    await expect(this.options).toBeHidden();
  }

  async remove(name: string) {
    await this.optionsOf(name).click();
    await this.options.getByRole("button", { name: "Remove from the table" }).click();
    await this.options.getByRole("button", { name: `Really remove ${name}?` }).click();
    await expect(this.options).toBeHidden();
  }

  card(label: string): Locator {
    return this.hand.getByRole("radio", { name: SPOKEN[label] ?? label, exact: true });
  }

  async play(label: string) {
    await this.card(label).click();
    await expect(this.card(label)).toBeChecked();
  }

  /** Turns the cards over, and answers the question whether that is meant, if it is asked. */
  async turnOver() {
    await this.reveal.click();
    await expect(this.revealAnyway.or(this.summary)).toBeVisible();
    if (await this.revealAnyway.isVisible()) await this.revealAnyway.click();
    await expect(this.summary).toBeVisible();
  }

  figure(name: string): Locator {
    const term = this.page.getByRole("term").getByText(name, { exact: true });
    return this.summary.locator(".summary-figure").filter({ has: term }).getByRole("definition");
  }

  async openResults() {
    await this.summary.getByText("Who played what").first().click();
    await expect(this.results).toBeVisible();
  }

  /** Waits until nothing moves any more. */
  async isStill() {
    await isStill(this.page);
  }
}

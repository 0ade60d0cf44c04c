import type { BrowserContext, Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import type { RoomPage } from "./pages/room_page";
import { setHidden } from "./support/visibility";

const EVERYBODY_HAS_PLAYED = [659, 880];
const CARDS_ARE_OPEN = [587, 698, 880];

test("whoever switched sounds on hears one, when everybody has played and when the cards are open", async ({ people }) => {
  const ada = await people.join("Ada", { prepare: listen });
  const bob = await people.join("Bob", { prepare: listen });
  await ada.prefer("Sounds", true);
  // So that one knows what it is like.
  await expect.poll(() => heard(ada.page)).toEqual(EVERYBODY_HAS_PLAYED);
  await isSettled(ada);

  await bob.play("5");
  await expect(ada.table).toContainText("1 of 2 have played");
  await ada.play("8");
  await expect.poll(() => heard(ada.page)).toEqual(EVERYBODY_HAS_PLAYED);
  await ada.turnOver();
  await expect.poll(() => heard(ada.page)).toEqual(CARDS_ARE_OPEN);
  await expect(bob.summary).toBeVisible();
  expect(await heard(bob.page), "sounds are off unless one wants them").toEqual([]);

  // What is so when the page comes is not heard.
  await ada.page.reload();
  await ada.hasSeat();
  await ada.page.clock.fastForward(2_000);
  await ada.voteAgain.click();
  await bob.play("5");
  await ada.play("5");
  await expect.poll(() => heard(ada.page)).toEqual(EVERYBODY_HAS_PLAYED);

  await ada.prefer("Sounds", false);
  await ada.turnOver();
  expect(await heard(ada.page)).toEqual([]);
});

test("whoever allowed notices gets one while they look elsewhere, and none while they look here", async ({ people }) => {
  const ada = await people.join("Ada", { prepare: (context) => watch(context, "granted") });
  const bob = await people.join("Bob", { prepare: (context) => watch(context, "granted") });
  await ada.prefer("Browser notices", true);
  await expect.poll(() => shown(ada.page)).toEqual(["Team Poker: This is what a notice looks like."]);
  await isSettled(ada);

  await ada.editTopic.click();
  await ada.topicField.fill("Log in with a passkey");
  await ada.saveTopic.click();
  await ada.play("8");
  await setHidden(ada.page, true);
  await bob.play("8");
  await expect.poll(() => shown(ada.page)).toEqual(["Everybody has played: Log in with a passkey"]);
  await setHidden(ada.page, false);
  await ada.turnOver();
  expect(await shown(ada.page)).toEqual([]);

  await ada.voteAgain.click();
  await bob.play("8");
  await setHidden(ada.page, true);
  await ada.reveal.click();
  // She has not played herself, and is asked whether she means it.
  await ada.revealAnyway.click();
  await expect.poll(() => shown(ada.page)).toEqual([expect.stringMatching(/^The cards are open: Log in with a passkey\n/)]);
  expect(await shown(bob.page), "notices are off unless one wants them").toEqual([]);
});

for (const [answer, problem] of [
  ["denied", "This browser refuses notices of this site. You can allow them in its settings for the site."],
  ["default", "The browser was not allowed to show notices, so they stay off."],
  ["none", "This browser cannot show notices."],
] as const) {
  test(`notices stay off, and it is said why, where the answer is ${answer}`, async ({ people }) => {
    const ada = await people.join("Ada", { prepare: (context) => watch(context, answer) });
    await ada.openSheet("Preferences");
    const notices = ada.preferences.getByRole("switch", { name: "Browser notices" });
    await notices.click();
    await expect(notices).toHaveAccessibleDescription(new RegExp(problem));
    await expect(notices).not.toBeChecked();
    await expect(ada.preferences.getByText(problem)).toBeVisible();
    await ada.page.reload();
    await ada.hasSeat();
    await ada.openSheet("Preferences");
    await expect(notices).not.toBeChecked();
    await expect(ada.preferences.getByText(problem)).toHaveCount(0);
  });
}

/** Lets some time pass, after which what happens is news. */
async function isSettled(person: RoomPage) {
  await person.page.clock.install();
  await person.page.clock.fastForward(2_000);
}

/** Writes down which tones the page plays. */
async function listen(context: BrowserContext) {
  await context.addInitScript(() => {
    window.tones = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      window.tones.push(Math.round(this.frequency.value));
      start.call(this, when);
    };
  });
}

/** The tones since one asked last, if there are any. */
function heard(page: Page): Promise<number[]> {
  return page.evaluate(() => window.tones.splice(0));
}

/** Puts a browser's notices in the place of the real ones: whoever is asked gives that answer, and what is shown is kept. */
async function watch(context: BrowserContext, answer: NotificationPermission | "none") {
  await context.addInitScript((answer) => {
    window.notices = [];
    if (answer === "none") return void Reflect.deleteProperty(window, "Notification");
    const given = answer;
    class Notice {
      static permission: NotificationPermission = "default";
      static async requestPermission() {
        return (Notice.permission = given);
      }
      onclick = null;
      constructor(title: string, { body }: NotificationOptions = {}) {
        window.notices.push(`${title}: ${body}`);
      }
      close() {}
    }
    Object.defineProperty(window, "Notification", { value: Notice });
  }, answer);
}

/** The notices since one asked last. */
function shown(page: Page): Promise<string[]> {
  return page.evaluate(() => window.notices.splice(0));
}

declare global {
  interface Window {
    tones: number[];
    notices: string[];
  }
}

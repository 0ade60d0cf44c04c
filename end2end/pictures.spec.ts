import { resolve } from "node:path";

import { expect, test } from "./fixtures";
import { ResultsPage } from "./pages/results_page";
import { TopicsPage } from "./pages/topics_page";
import { meeting } from "./support/meeting";

// The pictures of the README. A run writes them beside its other results; with UPDATE_SCREENSHOTS=1 to where the README
// shows them, so that they change when somebody means them to.
const folder = process.env.UPDATE_SCREENSHOTS ? resolve("..", "docs", "images") : resolve("test-results", "pictures");
const guests = { Grace: "5", Björn: "8", ليلى: "3", Priya: "13", Jo: "?", Oluwaseun: "5" };

for (const { name, viewport } of [
  { name: "table", viewport: { width: 1200, height: 780 } },
  { name: "phone", viewport: { width: 390, height: 844 } },
]) {
  test(`a picture for the README: ${name}`, async ({ people }) => {
    const ada = await people.join("Ada", { viewport, deviceScaleFactor: 2 });
    const bots = await people.bots();
    await bots.sit(Object.keys(guests));
    await bots.play(guests);
    await ada.editTopic.click();
    await ada.topicField.fill("Log in with a passkey");
    await ada.saveTopic.click();
    await expect(ada.topicTitle).toHaveText("Log in with a passkey");
    await ada.play("5");
    await expect(ada.table).toContainText("Everybody has played");
    // The pointer lies aside, and nothing has the ring of the keyboard.
    await ada.turnOver();
    await ada.page.mouse.move(0, 0);
    await ada.page.locator(":focus").blur();
    await ada.isStill();
    await ada.page.screenshot({ path: resolve(folder, `${name}.png`) });
  });
}

test("pictures for the README: one round, from the first card to agreement", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: { width: 1100, height: 860 }, deviceScaleFactor: 1.5 });
  const { page } = ada;
  const picture = async (name: string) => {
    await page.mouse.move(0, 0);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.screenshot({ path: resolve(folder, `round-${name}.png`) });
  };
  await ada.setRules({ "How sure are you?": "Ask with each card" });
  const bots = await people.bots();
  await bots.sit(Object.keys(guests));
  await ada.editTopic.click();
  await ada.topicField.fill("Log in with a passkey");
  await ada.saveTopic.click();
  await expect(ada.topicTitle).toHaveText("Log in with a passkey");
  await ada.orderTimer("2 min");
  await bots.play({ Björn: "8", Priya: "13", Jo: "?" });
  await bots.say("Priya", "guess", "Nobody here knows the old login");
  await ada.play("5");
  await page.getByRole("button", { name: "Fairly sure" }).click();
  await ada.why.fill("We did the same for the shop");
  await ada.why.press("Enter");
  await expect(page.getByRole("button", { name: "Fairly sure" })).toHaveAttribute("aria-pressed", "true");
  // What was told a moment ago has had its time.
  await expect(page.locator("[data-kind='news']")).toBeEmpty();
  await ada.isStill();
  await picture("1-play");

  await bots.play({ Grace: "5", ليلى: "3", Oluwaseun: "5" });
  await expect(ada.table).toContainText("Everybody has played");
  // In the middle of the turn the cards are stopped where they are.
  await page.evaluate(() => {
    document.addEventListener("transitionrun", ({ target }) => {
      for (const animation of (target as Element).getAnimations()) {
        animation.pause();
        animation.currentTime = 520;
      }
    });
  });
  await ada.turnOver();
  await picture("2-turn");
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });
  await expect(ada.voteAgain).toBeEnabled();
  await ada.isStill();
  await picture("3-talk");

  await ada.voteAgain.click();
  await bots.inRound(2);
  await bots.play(Object.fromEntries(Object.keys(guests).map((name) => [name, "8"])));
  await ada.play("8");
  await expect(ada.table).toContainText("Everybody has played");
  await ada.turnOver();
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });
  await expect(ada.voteAgain).toBeEnabled();
  await ada.isStill();
  await picture("4-agree");
});

test("pictures for the README: a list, and what one takes home", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1.5 });
  const { page } = ada;
  const bots = await people.bots();
  await bots.sit(["Grace", "Björn", "ليلى", "Priya"]);
  const topics = new TopicsPage(ada);
  await topics.button.click();
  await page.getByRole("button", { name: "Import…" }).click();
  const sheet = page.getByRole("dialog", { name: "Bring in topics" });
  const file = { name: "sprint-14.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(meeting())) };
  await sheet.getByLabel("Choose a file").setInputFiles(file);
  await sheet.getByRole("checkbox", { name: /rounds/ }).check();
  await sheet.getByRole("button", { name: /^Add \d+ topics/ }).click();
  await expect(sheet).toBeHidden();
  await topics.row("Coupons for groups").getByRole("button", { name: /^Estimate/ }).click();
  await expect(ada.topicTitle).toHaveText("Coupons for groups");
  await bots.play({ Grace: "5", Björn: "8", Priya: "5" });
  await expect(page.locator("[data-kind='news']")).toBeEmpty();
  await page.mouse.move(0, 0);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await ada.isStill();
  await page.screenshot({ path: resolve(folder, "topics.png") });

  const results = new ResultsPage(page);
  await results.open(people.room);
  await expect(results.name).toBeVisible();
  await page.screenshot({ path: resolve(folder, "results.png") });
});

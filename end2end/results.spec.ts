import AxeBuilder from "@axe-core/playwright";

import { expect, test } from "./fixtures";
import { ResultsPage } from "./pages/results_page";
import type { People } from "./support/people";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** Three people vote twice on one topic and once on another. */
async function meet(people: People) {
  const ada = await people.join("Ada");
  const bots = await people.bots();
  await bots.sit(["Bob", "Cleo"]);
  await ada.editTopic.click();
  await ada.topicField.fill("Log in with a passkey");
  await ada.saveTopic.click();
  for (const [own, cards, next] of [
    ["13", { Bob: "3", Cleo: "5" }, 2],
    ["8", { Bob: "5", Cleo: "8" }, 3],
  ] as const) {
    await bots.play(cards);
    await ada.play(own);
    await ada.turnOver();
    await ada.voteAgain.click();
    await bots.inRound(next);
  }
  await bots.play({ Bob: "8", Cleo: "8" });
  await ada.play("8");
  await ada.turnOver();
}

test("a meeting is read on one page, from its figures to who played what", async ({ people, page }) => {
  await meet(people);
  const results = new ResultsPage(page);
  await results.open(people.room);
  await expect(results.name).toHaveText("Platform team");
  await expect(results.topic("Log in with a passkey")).toContainText("100 %");
  await expect(results.meeting.getByRole("figure")).toHaveCount(1);
  await expect(results.meeting.getByRole("img", { name: /The range and the median of 3 rounds/ })).toBeVisible();
  await expect(results.meeting).toContainText("Where people voted again, agreement rose from 33 % to 100 %.");

  await results.estimates.getByRole("link", { name: "Log in with a passkey" }).click();
  const story = results.story("Log in with a passkey");
  await expect(story).toBeInViewport();
  await expect(story.getByRole("row", { name: /^Bob/ })).toContainText(/3\s*5\s*8/);
  await expect(results.stories.getByRole("img", { name: /round 1: 3–13, round 2: 5–8, round 3: 8/ })).toBeVisible();

  await results.back.click();
  await expect(page).toHaveURL(people.room);
});

test("the files are had by a click, and the short ones are copied", async ({ people, browser, complaints, baseURL }) => {
  await meet(people);
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], baseURL });
  complaints.of(context);
  const results = new ResultsPage(await context.newPage());
  await results.open(people.room);
  for (const [link, name] of [
    ["Estimates for Jira", "Platform-team-jira.csv"],
    ["Table for a wiki", "Platform-team-topics.md"],
    ["Every card", "Platform-team-votes.csv"],
    ["The whole room", "Platform-team-room.json"],
  ] as const) {
    const [download] = await Promise.all([
      results.page.waitForEvent("download"),
      results.files.getByRole("link", { name: link }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(name);
  }
  await results.files.getByRole("button", { name: "Copy: Table for a wiki" }).click();
  await expect(results.files.getByRole("status")).toHaveText("Copied");
  const copied = await results.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("# Platform team\n\n| Key | Topic | Estimate |");
  await expect(results.print).toBeVisible();
  await context.close();
});

test("without a script everything is read and had, and what needs one is not offered", async ({ people, browser, complaints, baseURL }) => {
  await meet(people);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  complaints.of(context);
  const results = new ResultsPage(await context.newPage());
  await results.open(people.room);
  await expect(results.story("Log in with a passkey")).toBeVisible();
  await expect(results.files.getByRole("link", { name: "Every card" })).toBeVisible();
  await expect(results.print).toBeHidden();
  await expect(results.files.getByRole("button")).toHaveCount(0);
  await context.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test("axe finds nothing on the page of results, with rounds and without", async ({ people, page }) => {
      const results = new ResultsPage(page);
      const ada = await people.join("Ada");
      await results.open(people.room);
      await expect(page.getByText("No round has been revealed yet.")).toBeVisible();
      expect((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations).toEqual([]);
      await ada.page.close();
      await people.leave();
    });

    test("axe finds nothing after a meeting, on a screen and on a phone", async ({ people, page }) => {
      await meet(people);
      const results = new ResultsPage(page);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await results.open(people.room);
        await expect(results.estimates).toBeVisible();
        expect((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, `at ${width} pixels nothing is cut off`).toBe(false);
      }
    });

    test("it is printed black on white, and without what one presses", async ({ people, page }) => {
      await meet(people);
      const results = new ResultsPage(page);
      await results.open(people.room);
      await page.emulateMedia({ media: "print", colorScheme });
      await expect(results.name).toHaveCSS("color", "rgb(0, 0, 0)");
      await expect(results.story("Log in with a passkey")).toBeVisible();
      for (const part of [results.files, results.back, page.getByRole("banner").first()]) await expect(part).toBeHidden();
      const printed = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      expect(printed.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(0);
      // A4, upright, in points.
      expect(printed).toMatch(/\/MediaBox\s*\[0 0 59[45][\d.]* 84[12]/);
    });
  });
}

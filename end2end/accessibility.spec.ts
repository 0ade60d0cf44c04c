import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import { LandingPage } from "./pages/landing_page";
import { TopicsPage } from "./pages/topics_page";
import { LOST_CONNECTION, NOT_FOUND } from "./support/complaints";
import { recordSpoken } from "./support/spoken";
import { isStill } from "./support/stillness";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test("axe finds nothing on the landing page", async ({ page }) => {
      const landing = new LandingPage(page);
      await landing.open();
      await isClean(page);
    });

    test("axe finds nothing in a room, from the join form to the result", async ({ people }) => {
      const ada = await people.come({ colorScheme });
      await isClean(ada.page);

      await ada.join.click();
      await expect(ada.nickname).toHaveAccessibleDescription("Please enter a nickname.");
      await isClean(ada.page);

      await ada.sitDown("Ada");
      await isClean(ada.page);

      const bots = await people.bots();
      await bots.sit(["Bob", "Cleo", "Dan"]);
      await bots.sit(["Olga"], "observer");
      await bots.play({ Bob: "5", Cleo: "?" });
      await ada.play("13");
      await expect(ada.table).toContainText("3 of 4 have played");
      await isClean(ada.page);

      await ada.menu.click();
      await ada.newName.fill("Bob");
      await ada.saveName.click();
      await expect(ada.newName).toHaveAccessibleDescription("Somebody at this table already has that name.");
      await isClean(ada.page);
      await ada.page.keyboard.press("Escape");

      await ada.editTopic.click();
      await expect(ada.topicField).toBeFocused();
      await isClean(ada.page);
      await ada.topicField.fill("Log in with a passkey");
      await ada.saveTopic.click();

      await ada.turnOver();
      await isClean(ada.page);
      await ada.openResults();
      await isClean(ada.page);
    });

    test("axe finds nothing on the sheets over the table", async ({ people }) => {
      const prepare = (context: BrowserContext) =>
        context.addInitScript(() => {
          Object.defineProperty(navigator, "share", { value: async () => undefined });
          Reflect.deleteProperty(window, "Notification");
        });
      const ada = await people.join("Ada", { colorScheme, prepare });
      await ada.invite.click();
      await expect(ada.inviteCode).toBeVisible();
      await isClean(ada.page);
      await ada.page.keyboard.press("Escape");

      await ada.openSheet("Preferences");
      await ada.preferences.getByRole("switch", { name: "Sounds" }).check();
      await ada.preferences.getByRole("switch", { name: "Browser notices" }).click();
      await expect(ada.preferences.getByText("This browser cannot show notices.")).toBeVisible();
      await isClean(ada.page);
      await ada.page.keyboard.press("Escape");

      await ada.openSheet("Keyboard");
      await isClean(ada.page);
      await ada.page.keyboard.press("Escape");

      const eve = await people.come({ colorScheme });
      await eve.menu.click();
      await isClean(eve.page);
    });

    test("axe finds nothing while people are away or gone, and a moderator looks what can be done", async ({ people }) => {
      const ada = await people.join("Ada", { colorScheme });
      const bots = await people.bots();
      await bots.sit(["Bob", "Cleo", "Dan", "Eve"]);
      await bots.play({ Bob: "5", Cleo: "8" });
      await bots.lookAway(["Bob", "Dan"]);
      await bots.go(["Cleo", "Eve"]);
      await expect(ada.table.getByText("away", { exact: true })).toHaveCount(2);
      await expect(ada.table.getByText("gone", { exact: true })).toHaveCount(2);
      await isClean(ada.page);

      await ada.optionsOf("Dan").click();
      await isClean(ada.page);
      await ada.options.getByRole("button", { name: "Remove from the table" }).click();
      await isClean(ada.page);
      await ada.page.keyboard.press("Escape");
      await ada.choose("Dan", "Make moderator");
      await expect(ada.page.getByText("Dan is moderator now.").first()).toBeVisible();
      await isClean(ada.page);
    });

    test("axe finds nothing while one hands over to another device, or is removed", async ({ people }) => {
      const ada = await people.join("Ada");
      const bob = await people.join("Bob", { colorScheme });
      await bob.page.clock.install();
      await bob.menu.click();
      await bob.handOver.click();
      await expect(bob.handOverCode).toBeVisible();
      await isClean(bob.page);
      await bob.page.clock.fastForward("02:01");
      await expect(bob.page.getByText("The code has expired.")).toBeVisible();
      await isClean(bob.page);
      await ada.remove("Bob");
      await expect(bob.outside).toBeVisible();
      await isClean(bob.page);
    });

    test("axe finds nothing on the house rules, for those who change them and those who read them", async ({ people }) => {
      const ada = await people.join("Ada", { colorScheme });
      const bob = await people.join("Bob", { colorScheme });
      const cleo = await people.join("Cleo");
      await ada.remove("Cleo");
      await expect(cleo.outside).toBeVisible();
      await ada.openRules();
      await expect(ada.rules.getByRole("button", { name: "Let Cleo in again" })).toBeVisible();
      await isClean(ada.page);
      await ada.deckLine.fill("1, 1");
      await isClean(ada.page);
      await ada.deckLine.fill("No, Maybe, Yes");
      await isClean(ada.page);
      await bob.openRules();
      await isClean(bob.page);
    });

    test("axe finds nothing while one says more with a card and the time runs", async ({ people }) => {
      const ada = await people.join("Ada", { colorScheme });
      const bots = await people.bots();
      await bots.sit(["Bob", "Cleo"]);
      await ada.setRules({ "How sure are you?": "Ask with each card", "Open cards": "May be changed, marked" });
      await ada.play("8");
      await ada.page.getByRole("button", { name: "A guess" }).click();
      await ada.why.fill("Nobody knows that code");
      await ada.topic.locator("summary", { hasText: "Countdown" }).click();
      await isClean(ada.page);
      await ada.topic.getByRole("button", { name: "2 min" }).click();
      await expect(ada.timeLeft).toBeVisible();
      await ada.reveal.click();
      await expect(ada.revealAnyway).toBeVisible();
      await isClean(ada.page);
      await ada.orderTimer("Pause");
      await isClean(ada.page);
      await ada.revealAnyway.click();
      await expect(ada.summary).toBeVisible();
      await ada.play("13");
      await expect(ada.seat("Ada")).toContainText("was 8");
      await ada.openResults();
      await isClean(ada.page);
    });

    test("axe finds nothing at a locked door, in an anonymous round, and when all agree", async ({ people }) => {
      const ada = await people.join("Ada", { colorScheme });
      await ada.setRules({ "The door": "Locked", "The result says": "The cards alone" });
      const bob = await people.come({ colorScheme });
      await bob.knock("Bob");
      await isClean(bob.page);
      await expect(ada.knocking).toBeVisible();
      await isClean(ada.page);
      await ada.page.getByRole("button", { name: "Send Bob away" }).click();
      await expect(bob.outside).toBeVisible();
      await isClean(bob.page);
      await ada.setRules({ "The door": "Open" });
      const bots = await people.bots();
      await bots.sit(["Cleo", "Dan"]);
      await bots.play({ Cleo: "5", Dan: "13" });
      await ada.play("5");
      await ada.turnOver();
      await isClean(ada.page);
      await ada.setRules({ "The result says": "Who played what" });
      await ada.voteAgain.click();
      await bots.inRound(2);
      await bots.play({ Cleo: "5", Dan: "5" });
      await ada.play("5");
      await ada.turnOver();
      await expect(ada.table).toContainText("Everybody says 5");
      await isClean(ada.page);
      await ada.optionsOf("Dan").click();
      await isClean(ada.page);
    });

    test("axe finds nothing when time is up, when a sheet has something to say, and in a crowd", async ({ people }) => {
      const ada = await people.join("Ada", { colorScheme });
      await ada.setRules({ "Who may reveal": "Everyone" });
      const bots = await people.bots();
      await bots.sit(["Bob"]);
      await bots.countDown("Bob", 1);
      await expect(ada.notice).toHaveText("The table waits for your card.");
      await expect(ada.timeLeft).toHaveText("0:00");
      await isClean(ada.page);
      await ada.openRules();
      await ada.deckLine.fill("1, ninechars");
      await ada.playWithDeck.click();
      await expect(ada.rules.getByRole("alert")).toHaveText("A card's label has at most 8 characters.");
      await isClean(ada.page);
      await ada.closeRules();
      const crowd = Array.from({ length: 62 }, (_, at) => `Guest ${at + 1}`);
      await bots.sit(crowd);
      await bots.play(Object.fromEntries(crowd.slice(0, 9).map((name, at) => [name, at % 2 ? "5" : "13"])));
      await expect(ada.table).toContainText("9 of 64 have played");
      await isClean(ada.page);
      await ada.turnOver();
      await isClean(ada.page);
    });

    for (const viewport of [
      { width: 1600, height: 900 },
      { width: 360, height: 640 },
    ]) {
      test(`axe finds nothing in the list of topics, ${viewport.width} pixels wide`, async ({ people }) => {
        const ada = await people.join("Ada", { colorScheme, viewport });
        const topics = new TopicsPage(ada);
        await topics.button.click();
        await isClean(ada.page);
        await topics.bring(Array.from({ length: 11 }, (_, at) => `Topic ${at + 1}`));
        await topics.open("Topic 1").click();
        await isClean(ada.page);
        await topics.sheet.getByRole("button", { name: "Edit" }).click();
        await topics.sheet.getByRole("textbox", { name: "Key" }).fill("TEAM-1");
        await topics.sheet.getByRole("textbox", { name: "Link" }).fill("TEAM-1");
        await topics.sheet.getByRole("button", { name: "Save" }).click();
        await expect(topics.sheet.getByText("A link is an address")).toBeVisible();
        await isClean(ada.page);
        await topics.sheet.getByRole("textbox", { name: "Link" }).fill("https://example.com");
        await topics.sheet.getByRole("button", { name: "Save" }).click();
        await topics.sheet.getByRole("button", { name: "Estimate now" }).click();
        await expect(ada.topicTitle).toHaveText("Topic 1");
        await ada.play("5");
        if (!(await topics.list.isVisible())) await topics.button.click();
        await topics.pick("Topic 2").click();
        await expect(ada.page.getByText("1 card lies on the table for TEAM-1.")).toBeVisible();
        await isClean(ada.page);
        await ada.page.getByRole("button", { name: "Stay", exact: true }).click();
        await ada.turnOver();
        await topics.estimate.getByText("Other card").click();
        await isClean(ada.page);
        await topics.estimate.getByRole("button", { name: "Estimate 8", exact: true }).click();
        await expect(ada.topic).toContainText("Estimate: 8");
        if (!(await topics.list.isVisible())) await topics.button.click();
        await topics.open("Topic 3").press("Delete");
        await expect(topics.undo).toBeVisible();
        await isClean(ada.page);
      });
    }

    test("axe finds nothing on the landing page that a link brought a deck to which is none", async ({ page }) => {
      await page.goto("/?deck=1");
      await expect(page.getByText("A deck has at least 2 cards.")).toBeVisible();
      await isClean(page);
    });

    test.describe("with a server that waits a second for a moderator", () => {
      test.use({ setup: { moderatorGraceSeconds: 1 } });

      test("axe finds nothing while the chair is offered", async ({ people, ownServer }) => {
        const ada = await people.join("Ada", { baseURL: ownServer.url });
        const bob = await people.join("Bob", { baseURL: ownServer.url, colorScheme });
        await ada.page.context().close();
        await expect(bob.takeChair).toBeVisible();
        await isClean(bob.page);
      });
    });

    test.describe("with a link that leads nowhere", () => {
      test.use({ tolerated: NOT_FOUND });

      test("axe finds nothing on the page that says so", async ({ page }) => {
        await page.goto("/r/2222-2222-2222");
        await isClean(page);
      });
    });

    test.describe("with a connection that can be lost", () => {
      test.use({ tolerated: LOST_CONNECTION });

      test("axe finds nothing while the connection is lost", async ({ people, line }) => {
        const ada = await people.join("Ada", { baseURL: line.url, colorScheme });
        line.cut();
        await expect(ada.connection).toContainText("Connection lost");
        await isClean(ada.page);
      });

      test("axe finds nothing while the cards are about to turn", async ({ people, line }) => {
        const ada = await people.join("Ada", { baseURL: line.url, colorScheme });
        await ada.setRules({ "When everybody has played": "Turn the cards after 3 seconds" });
        await ada.play("5");
        await expect(ada.table).toContainText("Turning over");
        // The cards turn meanwhile, but not before axe has looked.
        line.hold();
        await isClean(ada.page);
      });

      test("axe finds nothing when the server has forgotten the room", async ({ people, ownServer }) => {
        const ada = await people.join("Ada", { baseURL: ownServer.url, colorScheme });
        await ownServer.stop();
        await ownServer.start();
        await expect(ada.connection).toContainText("This room is no longer there.");
        await isClean(ada.page);
      });
    });
  });
}

test("what happens at the table is spoken together, and the result at once", async ({ people }) => {
  const ada = await people.join("Ada");
  // What waits to be spoken waits until this clock goes on.
  await ada.page.clock.install();
  await ada.page.clock.pauseAt((await ada.page.evaluate(() => Date.now())) + 5_000);
  const spoken = await recordSpoken(ada.page);

  const bots = await people.bots();
  await bots.sit(["Bob", "Cleo"]);
  await bots.play({ Bob: "5", Cleo: "8" });
  await expect(ada.table).toContainText("2 of 3 have played");
  expect(await spoken()).toEqual([]);
  await ada.page.clock.runFor(2_000);
  expect(await spoken()).toEqual(["Bob and Cleo joined. 2 of 3 have played."]);

  await ada.play("13");
  await expect(ada.table).toContainText("Everybody has played");
  await ada.turnOver();
  expect((await spoken()).slice(1)).toEqual(["The cards are open. Median 8. Let us talk. Highest: Ada; Lowest: Bob."]);
  await ada.page.clock.runFor(5_000);
  expect(await spoken()).toHaveLength(2);
});

test("what is spoken is in the page from the start, and polite", async ({ page, people }) => {
  await page.goto(await people.openRoom(page.context()));
  const html = await (await page.request.get(page.url())).text();
  expect(html).toMatch(/<p[^>]*aria-live="polite"[^>]*id="speech"|<p[^>]*id="speech"[^>]*aria-live="polite"/);
});

/** Waits until nothing moves, since what fades in has no contrast yet, and asks axe. */
async function isClean(page: Page) {
  // The felt is a gradient, on which axe measures no contrast: where the lamp falls there is least of it.
  await page.addStyleTag({ content: "body { background: var(--felt-lit) }" });
  // Nor does it see that a sheet hides what is below, and would measure no contrast on the sheet.
  const alone = await page.addStyleTag({ content: "body:has(> dialog[open]) > :not(dialog) { visibility: hidden }" });
  await isStill(page);
  const { violations } = await new AxeBuilder({ page })
    // This rule is of WCAG 2.2 AA, and off unless it is asked for.
    .options({ rules: { "target-size": { enabled: true } } })
    .withTags(RULES)
    .analyze();
  await alone.evaluate((style: Element) => style.remove());
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })),
  );
  expect(found).toEqual([]);
}

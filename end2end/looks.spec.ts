import { resolve } from "node:path";

import { expect, test } from "./fixtures";
import type { RoomPage } from "./pages/room_page";
import { TopicsPage } from "./pages/topics_page";
import { isStill } from "./support/stillness";
import { dealt, TEAM } from "./support/teams";

// Pictures for people to look at, in test-results/looks: `LOOKS=1 npx playwright test`. Nothing is compared.
const HEIGHTS = new Map([
  [360, 640],
  [768, 1024],
  [1600, 900],
]);

/** Short titles and long ones. */
const PLAN = [
  "Log in with a passkey",
  "Stay logged in for thirty days on a device that one has named and trusts, and be asked again on any other",
  "Export as CSV",
  "Import from a spreadsheet",
  "سجل الدخول بمفتاح مرور",
  "Dark colours",
  "Sounds that can be switched off",
  "Invite by QR code",
  "Rate limits",
  "Backups",
  "A page for whoever came too late",
  "Spring cleaning",
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of HEIGHTS) {
    for (const size of [1, 7, 30]) {
      test(`${width} ${colorScheme} ${size}`, async ({ people }) => {
        const ada = await people.join("Ada", { colorScheme, viewport: { width, height } });
        const picture = (moment: string) =>
          ada.page.screenshot({
            path: resolve("test-results", "looks", `${width}-${colorScheme}-${size}-${moment}.png`),
          });
        // Names of two letters and of forty among them.
        const guests = [...TEAM, "Wolfeschlegelsteinhausenbergerdorffderäl"].slice(-(size - 1) || TEAM.length + 1);
        const bots = await people.bots();
        if (size > 1) {
          await bots.sit(guests);
          await bots.play(dealt(guests.slice(0, -2)));
        }
        await ada.play("5");
        await expect(ada.seats).toHaveCount(size);
        await ada.isStill();
        await picture("before");

        // In the middle of the turn the animations are stopped where they are.
        await ada.page.evaluate(() => {
          document.addEventListener("transitionrun", ({ target }) => {
            for (const animation of (target as Element).getAnimations()) {
              animation.pause();
              animation.currentTime = 450;
            }
          });
        });
        await ada.turnOver();
        await picture("during");
        await ada.page.evaluate(() => {
          for (const animation of document.getAnimations()) animation.finish();
        });
        await ada.isStill();
        await picture("after");
        // The dock stays at the lower edge of the window, so the window is made as high as the page to see all of it.
        const whole = await ada.page.evaluate(() => document.documentElement.scrollHeight);
        await ada.page.setViewportSize({ width, height: Math.max(height, whole) });
        await picture("whole");
      });
    }
  }

  for (const [width, height] of HEIGHTS) {
    test(`${width} ${colorScheme} sheets`, async ({ people }) => {
      const look = { colorScheme, viewport: { width, height } };
      const ada = await people.join("Ada", look);
      const picture = async ({ page }: RoomPage, moment: string) => {
        await isStill(page);
        await page.screenshot({ path: resolve("test-results", "looks", `${width}-${colorScheme}-${moment}.png`) });
      };
      const eve = await people.come(look);
      await eve.part("Observer").check();
      await eve.menu.click();
      await picture(eve, "stranger");
      await ada.invite.click();
      await expect(ada.inviteCode).toBeVisible();
      await picture(ada, "invite");
      await ada.page.keyboard.press("Escape");
      await ada.menu.click();
      await picture(ada, "menu");
      await ada.menu.click();
      await ada.openSheet("Preferences");
      await ada.preferences.getByRole("switch", { name: "Sounds" }).check();
      await picture(ada, "preferences");
      await ada.page.keyboard.press("Escape");
      await ada.openSheet("Keyboard");
      await picture(ada, "keyboard");
      await ada.page.keyboard.press("Escape");

      const bots = await people.bots();
      const guests = TEAM.slice(0, 12);
      await bots.sit(guests);
      await bots.play(dealt(guests));
      await ada.editTopic.click();
      await ada.topicField.fill("Log in with a passkey, and come back to where one was before");
      await ada.saveTopic.click();
      await ada.play("5");
      await ada.turnOver();
      await ada.isStill();
      await ada.page.emulateMedia({ media: "print" });
      await ada.page.screenshot({
        path: resolve("test-results", "looks", `${width}-${colorScheme}-print.png`),
        fullPage: true,
      });
      await ada.page.pdf({ path: resolve("test-results", "looks", `${width}-${colorScheme}-print.pdf`), format: "A4" });
    });
  }

  for (const [width, height] of HEIGHTS) {
    test(`${width} ${colorScheme} topics`, async ({ people }) => {
      const ada = await people.join("Ada", { colorScheme, viewport: { width, height } });
      const topics = new TopicsPage(ada);
      const picture = async (moment: string) => {
        await ada.isStill();
        await ada.page.screenshot({
          path: resolve("test-results", "looks", `${width}-${colorScheme}-topics-${moment}.png`),
        });
      };
      const close = async () => {
        if (await topics.drawer.isVisible()) await ada.page.keyboard.press("Escape");
      };
      await topics.button.click();
      await picture("none");
      await ada.page.keyboard.press("Escape");
      await ada.setRules({ "Who may name the topic": "Everyone" });
      const bots = await people.bots();
      await bots.sit(TEAM.slice(0, 6));
      await bots.bring("Grace", PLAN);
      await expect(topics.button).toContainText(String(PLAN.length));
      if (!(await topics.list.isVisible())) await topics.button.click();
      await topics.open(PLAN[1] ?? "").click();
      await topics.sheet.getByRole("button", { name: "Edit" }).click();
      await topics.sheet.getByRole("textbox", { name: "Key" }).fill("TEAM-42");
      await topics.sheet.getByRole("textbox", { name: "Link" }).fill("https://example.com/browse/TEAM-42");
      await topics.sheet.getByRole("textbox", { name: "Notes" }).fill("As a **member** I stay logged in.\n\n- on a phone\n- on a desk");
      await picture("edit");
      await topics.sheet.getByRole("button", { name: "Save" }).click();
      await expect(topics.sheet.getByRole("button", { name: "Estimate now" })).toBeVisible();
      await picture("sheet");
      await topics.sheet.getByRole("button", { name: "Estimate now" }).click();
      await bots.play(dealt(TEAM.slice(0, 6)));
      await ada.play("5");
      await picture("before");
      await ada.turnOver();
      await picture("revealed");
      await topics.estimate.getByText("Other card").click();
      await picture("other");
      await ada.page.keyboard.press("Escape");
      await topics.estimate.getByRole("button", { name: "Agree on" }).click();
      await expect(ada.topic).toContainText("Estimate: ");
      if (!(await topics.list.isVisible())) await topics.button.click();
      await topics.open(PLAN[4] ?? "").press("Delete");
      await expect(topics.undo).toBeVisible();
      await picture("list");
      await close();
      await picture("agreed");
      await ada.nextTopic.click();
      await expect(ada.topic).toContainText("Round 2");
      await bots.inRound(2);
      await bots.play({ Grace: "5" });
      await ada.page.getByRole("button", { name: /^Skip/ }).click();
      await expect(ada.page.getByRole("button", { name: "Stay", exact: true })).toBeVisible();
      await picture("question");
    });
  }

  test.describe("with a server that waits a second for a moderator", () => {
    test.use({ setup: { moderatorGraceSeconds: 1 } });

    for (const [width, height] of HEIGHTS) {
      for (const size of [7, 30]) {
        test(`${width} ${colorScheme} ${size} who is there`, async ({ people, ownServer }) => {
          const look = { baseURL: ownServer.url, colorScheme, viewport: { width, height } };
          const ada = await people.join("Ada", look);
          const bob = await people.join("Bob", look);
          const picture = ({ page }: RoomPage, moment: string) =>
            page.screenshot({ path: resolve("test-results", "looks", `${width}-${colorScheme}-${size}-${moment}.png`) });
          const guests = TEAM.slice(0, size - 2);
          const bots = await people.bots(ownServer.url);
          await bots.sit(guests);
          await bots.play(dealt(guests.slice(0, 3)));
          await bots.lookAway(guests.slice(2, 4));
          await bots.go([guests[1] ?? "", guests[4] ?? ""]);
          await ada.play("5");
          await expect(ada.table.getByText("gone", { exact: true })).toHaveCount(2);
          await expect(ada.table.getByText("away", { exact: true })).toHaveCount(2);
          await ada.isStill();
          await picture(ada, "presence");

          await ada.optionsOf(guests[3] ?? "").click();
          await picture(ada, "options");
          await ada.options.getByRole("button", { name: "Remove from the table" }).click();
          await ada.isStill();
          await picture(ada, "options-sure");
          await ada.page.keyboard.press("Escape");

          await ada.menu.click();
          await ada.handOver.click();
          await expect(ada.handOverCode).toBeVisible();
          await ada.isStill();
          await picture(ada, "hand-over");
          await ada.page.keyboard.press("Escape");

          await ada.choose("Bob", "Make moderator");
          await expect(bob.page.getByText("You are moderator now.").first()).toBeVisible();
          await picture(bob, "news");
          await ada.choose("Bob", "No longer moderator");
          await ada.page.close();
          await expect(bob.takeChair).toBeVisible();
          await bob.isStill();
          await picture(bob, "chair");
        });
      }
    }
  });
}

import { resolve } from "node:path";

import { expect, test } from "./fixtures";
import type { RoomPage } from "./pages/room_page";
import { isStill } from "./support/stillness";
import { dealt, TEAM } from "./support/teams";

// Pictures for people to look at, in test-results/looks: `LOOKS=1 npx playwright test`. Nothing is compared.
const HEIGHTS = new Map([
  [360, 640],
  [768, 1024],
  [1600, 900],
]);

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

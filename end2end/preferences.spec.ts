import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import { NOT_FOUND } from "./support/complaints";

const CHOSEN = [
  ["Dark", "light", "dark"],
  ["Light", "dark", "light"],
] as const;

for (const [theme, colorScheme, shown] of CHOSEN) {
  test.describe(`on a system with ${colorScheme} colours`, () => {
    test.use({ tolerated: NOT_FOUND });

    test(`somebody without a seat chooses ${shown} colours, which hold on every page`, async ({ people }) => {
      const ada = await people.come({ colorScheme });
      const other = await colours(ada.page);
      await ada.chooseTheme(theme);
      const chosen = await colours(ada.page);
      expect(chosen).toMatchObject({ scheme: shown, bar: shown });
      expect(chosen.ground).not.toBe(other.ground);

      // It holds before the page's program has come, and here it never comes.
      await ada.page.route("**/*.wasm", () => new Promise(() => {}));
      for (const path of [people.room, "/", "/r/2222-2222-2222"]) {
        await ada.page.goto(path, { waitUntil: "domcontentloaded" });
        await expect.poll(() => colours(ada.page), path).toMatchObject({ scheme: shown, bar: shown });
      }
      await ada.page.unrouteAll({ behavior: "ignoreErrors" });

      await ada.open(people.room);
      await expect.poll(() => colours(ada.page)).toEqual(chosen);
      await ada.chooseTheme("System");
      expect(await colours(ada.page)).toEqual(other);
    });
  });
}

test("what one chooses holds in one's other tabs at once, and after a reload", async ({ people }) => {
  const ada = await people.join("Ada", { colorScheme: "light" });
  const tab = await ada.page.context().newPage();
  await tab.goto(people.room);
  await expect(tab.getByRole("status")).toHaveAttribute("data-state", "open");
  await ada.chooseTheme("Dark");
  await expect.poll(() => colours(tab)).toMatchObject({ scheme: "dark", bar: "dark" });
  await tab.close();

  await ada.prefer("Letter keys", false);
  await ada.prefer("Sounds", true);
  await ada.page.reload();
  await ada.hasSeat();
  await ada.openSheet("Preferences");
  await expect(ada.preferences.getByRole("radio", { name: "Dark" })).toBeChecked();
  await expect(ada.preferences.getByRole("switch", { name: "Letter keys" })).not.toBeChecked();
  await expect(ada.preferences.getByRole("switch", { name: "Sounds" })).toBeChecked();
  await expect(ada.preferences.getByRole("switch", { name: "Browser notices" })).not.toBeChecked();
});

test("the preferences come from the menu, by keyboard, and the focus goes back there", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.menu.focus();
  await ada.page.keyboard.press("Enter");
  const button = ada.page.getByRole("banner").getByRole("button", { name: "Preferences" });
  await button.focus();
  await ada.page.keyboard.press("Enter");
  await expect(ada.preferences.getByRole("radio", { name: "System" })).toBeFocused();
  await ada.page.keyboard.press("ArrowDown");
  await expect(ada.preferences.getByRole("radio", { name: "Light" })).toBeChecked();
  await ada.page.keyboard.press("Escape");
  await expect(ada.preferences).toBeHidden();
  await expect(ada.menu).toBeFocused();
});

/** In which scheme the page is drawn, which colour the browser's own bar has, and the ground of the page. */
function colours(page: Page) {
  return page.evaluate(() => {
    const scheme = getComputedStyle(document.documentElement).colorScheme;
    const bars = [...document.querySelectorAll<HTMLMetaElement>("meta[name='theme-color']")];
    const bar = bars.find(({ media }) => matchMedia(media).matches)?.dataset.scheme;
    return { scheme, bar, ground: getComputedStyle(document.body).backgroundImage };
  });
}

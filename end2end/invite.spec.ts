import type { BrowserContext } from "@playwright/test";

import { expect, test } from "./fixtures";
import { scan } from "./support/camera";

const PHONE = { width: 360, height: 640 };
const PROJECTOR = { width: 1280, height: 720 };

for (const [colorScheme, viewport] of [
  ["light", PROJECTOR],
  ["dark", PROJECTOR],
  ["light", PHONE],
  ["dark", PHONE],
] as const) {
  test(`a camera reads the link off a screen of ${viewport.width} pixels, in ${colorScheme} colours`, async ({ people }) => {
    const ada = await people.join("Ada", { colorScheme, viewport });
    await ada.invite.click();
    await expect(ada.inviteCode).toBeVisible();
    await ada.isStill();
    const link = ada.page.url();
    expect(await scan(ada.inviteCode)).toBe(link);
    await expect(ada.inviteSheet.getByRole("textbox", { name: "Link to this table" })).toHaveValue(link);

    const bob = await people.join("Bob", { room: link });
    for (const person of [ada, bob]) await expect(person.names()).toHaveText(["Ada", "Bob"]);
  });
}

test("the code is as large as the screen allows, and nothing of the sheet is out of sight", async ({ people }) => {
  const ada = await people.join("Ada");
  for (const [viewport, atLeast] of [[PROJECTOR, 600], [PHONE, 240], [{ width: 768, height: 1024 }, 560]] as const) {
    await ada.page.setViewportSize(viewport);
    await ada.invite.click();
    const code = await ada.inviteCode.boundingBox();
    expect(code?.width, `at ${viewport.width} pixels`).toBeGreaterThanOrEqual(atLeast);
    expect(code?.height).toBeCloseTo(code?.width ?? 0, 0);
    for (const name of ["Copy link", "Close"]) {
      await expect(ada.inviteSheet.getByRole("button", { name })).toBeInViewport({ ratio: 1 });
    }
    await ada.inviteSheet.getByRole("button", { name: "Close" }).click();
    await expect(ada.inviteSheet).toBeHidden();
    await expect(ada.invite).toBeFocused();
  }
});

test("the link is copied from the sheet, and by one press from a table with nobody else", async ({ people }) => {
  const ada = await people.join("Ada", { permissions: ["clipboard-read", "clipboard-write"] });
  const clipboard = () => ada.page.evaluate(() => navigator.clipboard.readText());
  await ada.table.getByRole("button", { name: "Copy invite link" }).click();
  await expect(ada.table.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await clipboard()).toBe(ada.page.url());
  await ada.page.evaluate(() => navigator.clipboard.writeText(""));

  await ada.invite.click();
  const copy = ada.inviteSheet.getByRole("button", { name: "Copy link" });
  await expect(copy).toBeFocused();
  await copy.click();
  await expect(ada.inviteSheet.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await clipboard()).toBe(ada.page.url());
});

test("the link is passed on to another program where the browser can", async ({ people }) => {
  const shared: unknown[] = [];
  const prepare = async (context: BrowserContext) => {
    await context.exposeFunction("shared", (data: unknown) => shared.push(data));
    await context.addInitScript(() => {
      const share = async (data: ShareData) => (window as unknown as { shared: (data: ShareData) => void }).shared({ ...data });
      Object.defineProperty(navigator, "share", { value: share });
    });
  };
  const ada = await people.join("Ada", { prepare });
  await ada.invite.click();
  await ada.inviteSheet.getByRole("button", { name: "Share…" }).click();
  await expect.poll(() => shared).toEqual([{ title: "Platform team", url: ada.page.url() }]);

  const cannot = async (context: BrowserContext) => {
    await context.addInitScript(() => Object.defineProperty(navigator, "share", { value: undefined }));
  };
  const bob = await people.join("Bob", { prepare: cannot });
  await bob.invite.click();
  await expect(bob.inviteCode).toBeVisible();
  await expect(bob.inviteSheet.getByRole("button", { name: "Share…" })).toHaveCount(0);
});

test("somebody without a seat can invite, and a press beside the sheet closes it", async ({ people }) => {
  const eve = await people.come();
  await eve.invite.click();
  await expect(eve.inviteCode).toBeVisible();
  await eve.page.mouse.click(3, 3);
  await expect(eve.inviteSheet).toBeHidden();
});

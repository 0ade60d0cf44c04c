import type { Page } from "@playwright/test";

/** Waits until nothing on the page moves any more. */
export async function isStill(page: Page) {
  await page.evaluate(async () => {
    const running = () => document.getAnimations().filter((animation) => animation.playState === "running");
    while (running().length > 0) {
      await Promise.all(running().map((animation) => animation.finished.catch(() => undefined)));
    }
  });
}

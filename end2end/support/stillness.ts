import type { Page } from "@playwright/test";

/** Waits until nothing on the page moves any more. */
export async function isStill(page: Page) {
  await page.evaluate(async () => {
    // In a disclosure that has closed nothing moves on, nor ends.
    const isSeen = ({ effect }: Animation) => effect instanceof KeyframeEffect && effect.target?.checkVisibility();
    const running = () => document.getAnimations().filter((it) => it.playState === "running" && isSeen(it));
    while (running().length > 0) {
      await Promise.all(running().map((animation) => animation.finished.catch(() => undefined)));
    }
  });
}

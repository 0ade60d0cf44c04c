import type { Page } from "@playwright/test";

declare global {
  interface Window {
    spoken: string[];
  }
}

/** Writes down, from now on, all that the live region says. What this gives asks for it. */
export async function recordSpoken(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    window.spoken = [];
    const region = document.querySelector("#speech");
    if (!region) throw new Error("there is no live region");
    new MutationObserver(() => window.spoken.push(region.textContent ?? "")).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  return () => page.evaluate(() => window.spoken);
}

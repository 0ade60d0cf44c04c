import type { CDPSession, Page } from "@playwright/test";

declare global {
  interface Window {
    drawn: Promise<void>;
  }
}

/** What somebody sees when that is done: an element, and some of its text. */
export interface Seen {
  selector: string;
  text: string;
}

/** What a page does, as the browser measures it. While it does nothing else looks at the page, so that the test's own work is
 * not counted. */
export class Work {
  private constructor(
    private readonly page: Page,
    private readonly client: CDPSession,
  ) {}

  /** The processor is made so many times slower. */
  static async of(page: Page, slower = 1): Promise<Work> {
    const client = await page.context().newCDPSession(page);
    await client.send("Performance.enable");
    await client.send("Emulation.setCPUThrottlingRate", { rate: slower });
    return new Work(page, client);
  }

  /** How many milliseconds of script, style and layout it takes from this act until that is drawn. */
  async until(seen: Seen, act: () => Promise<unknown>): Promise<number> {
    // It looks from before the act on, or it would wait for ever for what is there already.
    await this.page.evaluate(({ selector, text }) => {
      window.drawn = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (!document.querySelector(selector)?.textContent?.includes(text)) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(resolve));
        });
        observer.observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });
      });
    }, seen);
    const before = await this.spent();
    await act();
    await this.page.evaluate(() => window.drawn);
    return (await this.spent()) - before;
  }

  private async spent(): Promise<number> {
    const { metrics } = await this.client.send("Performance.getMetrics");
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return 1_000 * (of("ScriptDuration") + of("LayoutDuration") + of("RecalcStyleDuration"));
  }
}

export function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

import { launch } from "chrome-launcher";
import lighthouse, { type Result } from "lighthouse";

import { expect, test } from "./fixtures";

// What Lighthouse says of a first visit on a phone with slow 4G. What it counts as right or wrong is tested; how fast a page
// is it measures on this machine, so that is printed and compared by people.
const RIGHT = ["accessibility", "best-practices", "seo"];
const METRICS = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];

test("Lighthouse finds nothing wrong with the landing page, nor with a table", async ({ people, baseURL, launchOptions }) => {
  test.setTimeout(300_000);
  const ada = await people.join("Ada");
  const chrome = await launch({
    chromePath: launchOptions.executablePath,
    chromeFlags: ["--headless", ...(launchOptions.args ?? [])],
  });
  try {
    for (const url of [`${baseURL}/`, ada.page.url()]) {
      const result = await audit(url, chrome.port);
      const { performance, ...others } = result.categories;
      const metrics = METRICS.map((id) => `${id} ${result.audits[id]?.displayValue}`).join(", ");
      console.log(`${new URL(url).pathname}: performance ${score(performance?.score)}; ${metrics}`);
      for (const id of RIGHT) expect(score(others[id]?.score), wrong(result, id)).toBe(100);
    }
  } finally {
    chrome.kill();
  }
});

/** Lighthouse's report, with the network and the processor really made slower, and not by its own arithmetic. */
async function audit(url: string, port: number): Promise<Result> {
  const flags = { port, logLevel: "error", throttlingMethod: "devtools" } as const;
  const run = await lighthouse(url, flags);
  if (!run || run.lhr.runtimeError) throw new Error(`Lighthouse could not look at ${url}: ${run?.lhr.runtimeError?.message}`);
  return run.lhr;
}

function score(share: number | null | undefined): number {
  return Math.round(100 * (share ?? Number.NaN));
}

/** What a category counts as wrong, in words. */
function wrong({ audits, categories }: Result, id: string): string {
  const all = categories[id]?.auditRefs.map((ref) => audits[ref.id]) ?? [];
  return all.filter((it) => it?.score === 0).map((it) => `${it?.title} ${it?.explanation ?? ""}`).join("\n");
}

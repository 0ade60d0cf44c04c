import { expect, test } from "./fixtures";
import { median, Work } from "./support/work";

// What a browser does in rooms of several sizes, on a processor four times slower than that of the machine. It is printed
// and compared by people; no time fails a test. SPEED=full adds the largest rooms.
const SLOWER = 4;
const SEATS = process.env.SPEED === "full" ? [10, 30, 100, 1_000] : [10, 30];
const VOTERS = Array.from({ length: 7 }, (_, at) => `Voter ${at + 1}`);

// As Lighthouse makes a phone with slow 4G of this machine, requests' own latency included.
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 1_474_560 / 8, uploadThroughput: 675_000 / 8 };

test("what a visit takes on slow 4G until one can play", async ({ browser, people, complaints }) => {
  const ada = await people.join("Ada");
  const context = await browser.newContext();
  complaints.of(context);
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send("Network.emulateNetworkConditions", SLOW_4G);
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  for (const visit of ["first", "second"]) {
    // The page of another visit finds in the browser's cache what the first has left there.
    await page.goto("about:blank");
    await page.goto(ada.page.url(), { waitUntil: "commit" });
    const seen = await page.evaluate(
      () =>
        new Promise<{ live: number; bytes: number }>((resolve) => {
          const look = () => {
            const isLive = document.querySelector('.connection[data-state="open"]');
            if (!isLive) return requestAnimationFrame(look);
            const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
            const [document_] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
            const bytes = [document_, ...files].reduce((sum, file) => sum + (file?.transferSize ?? 0), 0);
            return resolve({ live: performance.now(), bytes });
          };
          look();
        }),
    );
    const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
    console.log(
      `${visit} visit on slow 4G: drawn after ${paint.toFixed(0)} ms, live after ${seen.live.toFixed(0)} ms, ${seen.bytes} bytes`,
    );
  }
  await context.close();
});

for (const seats of SEATS) {
  test(`what a vote and a reveal cost a page of ${seats} seats`, async ({ people }) => {
    // A page takes in a crowd of a thousand for some minutes.
    test.setTimeout(600_000);
    const ada = await people.join("Ada");
    const { page } = ada;
    const bots = await people.bots();
    await bots.sit(VOTERS);
    const guests = seats - VOTERS.length - 1;
    await bots.crowd(guests, 4);
    const status = page.locator(".table-status");
    await expect(status).toHaveText(`${guests} of ${seats} have played`, { timeout: 300_000 });
    const work = await Work.of(page, SLOWER);

    const votes: number[] = [];
    for (const [at, name] of VOTERS.entries()) {
      const seen = { selector: ".table-status", text: `${guests + at + 1} of ${seats} have played` };
      votes.push(await work.until(seen, () => bots.play({ [name]: "5" })));
    }
    console.log(`${seats} seats, somebody voted: ${median(votes).toFixed(1)} ms of work (median of ${votes.length})`);

    await ada.play("13");
    await expect(status).toContainText("Everybody has played");
    await ada.isStill();
    await ada.reveal.focus();
    const frames = page.evaluate(
      () =>
        new Promise<{ frames: number; dropped: number; longest: number }>((resolve) => {
          const FRAME = 1_000 / 60;
          const tasks: number[] = [];
          const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((it) => it.duration)));
          observer.observe({ type: "longtask" });
          let [frames, dropped, last] = [0, 0, 0];
          const isTurned = () => document.querySelector('.table[data-phase="revealed"]') !== null;
          const isMoving = () => document.getAnimations().some((animation) => animation.playState === "running");
          const frame = (now: number) => {
            if (last > 0) {
              frames += 1;
              dropped += Math.max(0, Math.round((now - last) / FRAME) - 1);
            }
            last = now;
            if (isTurned() && !isMoving()) resolve({ frames, dropped, longest: Math.max(0, ...tasks) });
            else requestAnimationFrame(frame);
          };
          requestAnimationFrame(frame);
        }),
    );
    const reveal = await work.until({ selector: '.table[data-phase="revealed"]', text: "" }, () =>
      page.keyboard.press("Enter"),
    );
    const turn = await frames;
    console.log(
      `${seats} seats, reveal: ${reveal.toFixed(1)} ms of work; the turn: ${turn.frames} frames, ${turn.dropped} dropped, ` +
        `longest task ${turn.longest.toFixed(0)} ms`,
    );
    await expect(ada.summary).toContainText("Highest: 13 Ada");
  });
}

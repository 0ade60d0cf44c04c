import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import type { RoomPage } from "./pages/room_page";

/** A card's turn, as the browser carried it out. */
interface Turn {
  from: string;
  to: string;
  endsAtMs: number;
}

declare global {
  interface Window {
    turns: Turn[];
  }
}

test("R3 who plays and reveals at once is not asked about a card that is on its way", async ({ people, line }) => {
  const ada = await people.join("Ada", { baseURL: line.url });
  const bob = await people.join("Bob");
  await bob.play("8");
  await expect(ada.table).toContainText("1 of 2 have played");
  line.hold();
  await ada.play("5");
  await ada.reveal.click();
  await expect(ada.revealAnyway).toHaveCount(0);
  line.resume();
  await expect(ada.summary).toBeVisible();
  await expect(ada.seat("Ada")).toContainText("played 5");
});

test("R1 the cards turn over in three dimensions, all within a second", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const bots = await people.bots();
  await bots.sit(["Cleo", "Dan"]);
  await bots.play({ Cleo: "8", Dan: "13" });
  await ada.play("5");
  await bob.play("5");
  await expect(bob.table).toContainText("Everybody has played");
  await watchTurns(bob.page);
  await ada.turnOver();
  await expect(bob.summary).toBeVisible();
  await bob.isStill();

  const turns = await bob.page.evaluate(() => window.turns);
  expect(turns).toHaveLength(4);
  for (const { from, to, endsAtMs } of turns) {
    expect([from, to]).toEqual(["none", "rotateY(180deg)"]);
    expect(endsAtMs).toBeLessThanOrEqual(1000);
  }
  expect(new Set(turns.map(({ endsAtMs }) => endsAtMs)).size, "one after another").toBe(4);

  const card = bob.seat("Dan").locator(".card");
  await expect(card.locator(".card-turn")).toHaveCSS("transform-style", "preserve-3d");
  // Half a turn about the vertical axis.
  const halfTurn = /^matrix3d\(-1, 0, .*, 0, 0, 1, 0, 0, .*, 0, -1, 0, 0, 0, 0, 1\)$/;
  await expect(card.locator(".card-turn")).toHaveCSS("transform", halfTurn);
  await expect(card.locator(".card-back")).toHaveCSS("backface-visibility", "hidden");
  await expect(card.locator(".card-front")).toHaveCSS("backface-visibility", "hidden");
  await expect(card).not.toHaveCSS("perspective", "none");
  await expect(card.locator(".face-value")).toHaveText("13");
});

test("R1 the result is not written before the cards have turned", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.play("5");
  await expect(ada.table).toContainText("Everybody has played");
  const written = ada.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const isWritten = () => document.querySelector('.table-status[data-kind="result"]');
        new MutationObserver(() => {
          const status = isWritten();
          // When it is first drawn, and not yet when it is put there.
          if (status) requestAnimationFrame(() => resolve(getComputedStyle(status).opacity));
        }).observe(document.body, { attributes: true, childList: true, subtree: true });
      }),
  );
  await ada.turnOver();
  expect(await written).toBe("0");
  await ada.isStill();
  await expect(ada.table.getByText("Median 5")).toHaveCSS("opacity", "1");
});

test("S8 those who should talk bubble up out of the row, with the reason in words", async ({ people }) => {
  const ada = await people.join("Ada");
  const bots = await people.bots();
  await bots.sit(["Bob", "Cleo", "Dan", "Eve"]);

  // Who says that it is done has the lowest card, but is heard for that reason.
  await bots.play({ Bob: "?", Cleo: "0", Dan: "21", Eve: "5" });
  await ada.play("5");
  await ada.turnOver();
  await ada.isStill();
  expect(await risen(ada)).toEqual({ Ada: false, Bob: true, Cleo: true, Dan: true, Eve: false });
  await expect(ada.seat("Bob").locator(".seat-reason")).toHaveText("Cannot say");
  await expect(ada.seat("Cleo").locator(".seat-reason")).toHaveText("Already done");
  await expect(ada.seat("Dan").locator(".seat-reason")).toHaveText("Highest");
  await expect(ada.summary).toContainText("Cannot say: ? Bob");
  await expect(ada.summary).toContainText("Already done: 0 Cleo");
  await expect(ada.summary).toContainText("Highest: 21 Dan");

  await ada.nextTopic.click();
  await expect(ada.topic).toContainText("Round 2");
  await bots.inRound(2);
  await bots.play({ Bob: "3", Cleo: "3", Dan: "13", Eve: "5" });
  await ada.play("13");
  await ada.turnOver();
  await ada.isStill();
  expect(await risen(ada)).toEqual({ Ada: true, Bob: true, Cleo: true, Dan: true, Eve: false });
  await expect(ada.seat("Bob").locator(".seat-reason")).toHaveText("Lowest");
  await expect(ada.seat("Dan").locator(".seat-reason")).toHaveText("Highest");
  await expect(ada.summary).toContainText("Highest: 13 Ada, Dan");
  await expect(ada.summary).toContainText("Lowest: 3 Bob, Cleo");
});

test("S8 neighbours on the scale and people who agree do not bubble up", async ({ people }) => {
  const ada = await people.join("Ada");
  const bots = await people.bots();
  await bots.sit(["Bob", "Cleo"]);
  await bots.play({ Bob: "5", Cleo: "8" });
  await ada.play("5");
  await ada.turnOver();
  await ada.isStill();
  expect(await risen(ada)).toEqual({ Ada: false, Bob: false, Cleo: false });
  await expect(ada.summary).toContainText("Nobody is far apart.");

  await ada.voteAgain.click();
  await expect(ada.topic).toContainText("Round 2");
  await bots.inRound(2);
  await bots.play({ Bob: "5", Cleo: "5" });
  await ada.play("5");
  await ada.turnOver();
  await ada.isStill();
  expect(await risen(ada)).toEqual({ Ada: false, Bob: false, Cleo: false });
  await expect(ada.summary).toContainText("Everybody agrees.");
});

test("S2 S3 S4 S6 the summary gives the numbers, a bar a card, and who played what", async ({ people }) => {
  const ada = await people.join("Ada");
  const bots = await people.bots();
  await bots.sit(["Bob", "Cleo", "Dan", "Eve", "Finn"]);
  await bots.play({ Bob: "3", Cleo: "5", Dan: "13", Eve: "?", Finn: "☕" });
  await ada.play("3");
  await ada.turnOver();

  await expect(ada.figure("Median")).toHaveText("4");
  await expect(ada.figure("Mean")).toHaveText("6");
  await expect(ada.figure("Most played")).toHaveText("3");
  await expect(ada.figure("Range")).toHaveText("3–13");
  await expect(ada.figure("Agreement")).toHaveText("50 %");

  const bars = ada.summary.locator(".bars").getByRole("listitem");
  await expect(bars).toHaveText([/3: 2$/, /5: 1$/, /13: 1$/, /\?: 1$/, /Coffee: 1$/]);
  const drawn = bars.locator(".bars-bar");
  const widths = await drawn.evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  for (const width of widths.slice(1)) expect(width).toBeCloseTo((widths[0] ?? 0) / 2, 0);

  await ada.openResults();
  const rows = ada.results.getByRole("row");
  await expect(rows).toHaveText([
    /Name\s*Card\s*To say/,
    "Ada3Lowest",
    "Bob3Lowest",
    "Cleo5",
    "Dan13Highest",
    "Eve?Cannot say",
    "FinnCoffee",
  ]);
  await expect(ada.results.getByRole("rowheader")).toHaveText(["Ada", "Bob", "Cleo", "Dan", "Eve", "Finn"]);
});

test("R4 who comes after the reveal sees the result", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.play("5");
  await ada.turnOver();
  const bob = await people.come();
  const sees = async () => {
    await expect(bob.figure("Median")).toHaveText("5");
    await expect(bob.seat("Ada")).toContainText("played 5");
    await expect(bob.seat("Ada").locator(".face-value")).toBeVisible();
  };
  await sees();
  await bob.sitDown("Bob");
  await sees();
  await expect(bob.seat("Bob")).toContainText("did not play");
  await ada.page.reload();
  await ada.hasSeat();
  await expect(ada.figure("Median")).toHaveText("5");
});

test("V4 after the reveal nobody plays", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.play("5");
  await bob.play("8");
  await ada.turnOver();
  await expect(bob.summary).toBeVisible();
  for (const card of await bob.hand.getByRole("radio").all()) await expect(card).toBeDisabled();
  await expect(bob.card("8")).toBeChecked();
  await expect(bob.seat("Bob")).toContainText("played 8");
});

test("V4 a card that was under way when the cards were turned is refused with a reason", async ({ people, line }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob", { baseURL: line.url });
  await ada.play("5");
  // Bob's page learns of the reveal only after he has played.
  line.hold();
  await ada.turnOver();
  await bob.card("8").click();
  line.resume();
  await expect(bob.notice).toHaveText("Your card was not played. The cards are open already; they stay as they are.");
  await expect(bob.card("8")).not.toBeChecked();
  for (const person of [ada, bob]) await expect(person.seat("Bob")).toContainText("did not play");
});

test("M2 who is not the moderator cannot reveal or go on, and is told who does", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.play("8");
  await expect(bob.page.getByText("Ada reveals the cards.")).toBeVisible();
  await expect(bob.reveal).toHaveCount(0);
  await expect(bob.editTopic).toHaveCount(0);
  await ada.turnOver();
  await expect(bob.page.getByText("Ada opens the next round.")).toBeVisible();
  await expect(bob.nextTopic).toHaveCount(0);
  await expect(bob.voteAgain).toHaveCount(0);
});

test("R2 there must be a card to turn", async ({ people }) => {
  const ada = await people.join("Ada");
  await expect(ada.reveal).toBeDisabled();
  await ada.play("5");
  await expect(ada.reveal).toBeEnabled();
  await ada.card("5").click();
  await expect(ada.reveal).toBeDisabled();
});

test("R5 R6 the next round is on the same topic or a new one, and starts with no cards", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.editTopic.click();
  await ada.topicField.fill("Log in with a passkey");
  await ada.saveTopic.click();
  await expect(bob.topicTitle).toHaveText("Log in with a passkey");

  for (const [go, round, title] of [
    [async () => ada.voteAgain.click(), 2, "Log in with a passkey"],
    [
      async () => {
        await ada.nextTitle.fill("Export as CSV");
        await ada.nextTopic.click();
      },
      3,
      "Export as CSV",
    ],
    [async () => ada.nextTopic.click(), 4, "Untitled topic"],
  ] as const) {
    await ada.play("5");
    await bob.play("8");
    await expect(ada.table).toContainText("Everybody has played");
    await ada.turnOver();
    await expect(bob.seat("Ada")).toContainText("played 5");
    await go();
    for (const person of [ada, bob]) {
      await expect(person.topic).toContainText(`Round ${round}`);
      await expect(person.topicTitle).toHaveText(title);
      await expect(person.table).toContainText("0 of 2 have played");
      await expect(person.summary).toHaveCount(0);
      await expect(person.hand.getByRole("radio", { checked: true })).toHaveCount(0);
    }
  }
});

test.describe("with T-shirt sizes", () => {
  test.use({ deck: "t-shirt" });

  test("S7 words have a median and a most played card, and no mean", async ({ people }) => {
    const ada = await people.join("Ada");
    const bots = await people.bots();
    await bots.sit(["Bob", "Cleo", "Dan"]);
    await bots.play({ Bob: "M", Cleo: "L", Dan: "XL" });
    await ada.play("M");
    await ada.turnOver();
    await expect(ada.figure("Median")).toHaveText("M–L");
    await expect(ada.figure("Most played")).toHaveText("M");
    await expect(ada.figure("Mean")).toHaveCount(0);
  });
});

test("R1 with reduced motion the same result comes without rotation", async ({ people }) => {
  const ada = await people.join("Ada", { reducedMotion: "reduce" });
  const bots = await people.bots();
  await bots.sit(["Bob", "Cleo"]);
  await bots.play({ Bob: "21", Cleo: "3" });
  await ada.play("5");
  await expect(ada.table).toContainText("Everybody has played");
  await watchTurns(ada.page);
  await ada.turnOver();
  await ada.isStill();
  expect(await ada.page.evaluate(() => window.turns)).toEqual([]);
  for (const [name, value] of [["Ada", "5"], ["Bob", "21"], ["Cleo", "3"]] as const) {
    const card = ada.seat(name).locator(".card");
    await expect(card.locator(".card-turn")).toHaveCSS("transform", "none");
    await expect(card.locator(".card-front")).toHaveCSS("opacity", "1");
    await expect(card.locator(".card-front")).toHaveCSS("transform", "none");
    await expect(card.locator(".face-value")).toHaveText(value);
  }
  expect(await risen(ada)).toEqual({ Ada: false, Bob: true, Cleo: true });
  await expect(ada.figure("Median")).toHaveText("5");
});

/** Notes every turn of a card from now on. */
async function watchTurns(page: Page) {
  await page.evaluate(() => {
    window.turns = [];
    document.addEventListener("transitionrun", ({ target, propertyName }) => {
      if (!(target instanceof HTMLElement) || !target.matches(".card-turn") || propertyName !== "transform") return;
      const turn = target
        .getAnimations()
        .find((animation) => animation instanceof CSSTransition && animation.transitionProperty === "transform");
      const effect = turn?.effect as KeyframeEffect;
      const [from, to] = effect.getKeyframes();
      window.turns.push({
        from: String(from?.transform),
        to: String(to?.transform),
        endsAtMs: Number(effect.getComputedTiming().endTime),
      });
    });
  });
}

/** Whose card has risen above its place by at least half of the way that is kept free for it, by name. */
async function risen({ seats }: RoomPage): Promise<Record<string, boolean>> {
  return seats.evaluateAll((all) =>
    Object.fromEntries(
      all.map((seat) => {
        const top = (selector: string) => seat.querySelector(selector)?.getBoundingClientRect().top ?? NaN;
        return [seat.querySelector(".seat-name")?.textContent, top(".seat-place") - top(".card") > 12];
      }),
    ),
  );
}

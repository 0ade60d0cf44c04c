import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import { LandingPage } from "./pages/landing_page";
import type { RoomPage } from "./pages/room_page";
import { dealt, TEAM } from "./support/teams";

/** Forty letters each, all different, and nowhere a place to break. */
const LONGEST = Array.from("abcdefghijklmn", (letter) => `Donaudampfschifffahrtsgesellschaftskapi${letter}`);
const CROWD = [...TEAM.slice(0, 15), ...LONGEST];
const PHONE = { width: 360, height: 640 };
const WIDTHS = [320, 360, 768, 1600];

for (const deck of ["fibonacci", "modified-fibonacci"]) {
  test.describe(`with the deck ${deck}`, () => {
    test.use({ deck });

    for (const guests of [0, 6, 29]) {
      test(`the whole hand and the main button are on a phone's screen, with ${guests} others`, async ({ people }) => {
        const ada = await people.join("Ada", { viewport: PHONE });
        const bots = await people.bots();
        await bots.sit(TEAM.slice(0, guests));
        await expect(ada.seats).toHaveCount(guests + 1);
        const hand = ada.hand.getByRole("radio");
        await expect(hand).toHaveCount(13);
        await ada.isStill();
        for (const card of await hand.all()) await isWhollyInSight(card, PHONE);
        await isWhollyInSight(ada.reveal, PHONE);
        expect(await ada.page.evaluate(() => window.scrollY)).toBe(0);

        await ada.play("5");
        await ada.turnOver();
        await ada.isStill();
        for (const button of [ada.nextTopic, ada.voteAgain]) await isWhollyInSight(button, PHONE);
      });
    }
  });
}

test("nothing is wider than the page, with 30 people and the longest names", async ({ people }) => {
  const ada = await people.come();
  await fits(ada.page);
  await ada.sitDown("W".repeat(40));
  const bots = await people.bots();
  await bots.sit(CROWD);
  await expect(ada.seats).toHaveCount(30);
  await fits(ada.page);
  await bots.play(dealt(CROWD));
  await ada.menu.click();
  await fits(ada.page);
  await ada.menu.click();
  await ada.editTopic.click();
  await ada.topicField.fill("x".repeat(200));
  await fits(ada.page);
  await ada.saveTopic.click();
  await expect(ada.topicTitle).toHaveText("x".repeat(200));
  await ada.turnOver();
  await ada.openResults();
  await ada.isStill();
  await fits(ada.page);
});

test("nothing is wider than the page with all that the house rules bring, with long words and labels", async ({
  people,
}) => {
  const ada = await people.join("W".repeat(40));
  await ada.setRules({
    "How sure are you?": "Ask with each card",
    "Open cards": "May be changed, marked",
    "When everybody has played": "Turn the cards after 3 seconds",
    "The door": "Locked",
  });
  await ada.changeDeck("WWWWWWWW, MMMMMMMM, WMWMWMWM, 1000000, ½, ?, ☕, 👩‍👩‍👧‍👦");
  const bob = await people.come();
  await bob.knock("M".repeat(40));
  await fits(bob.page);
  await ada.play("WWWWWWWW");
  await ada.why.fill("x".repeat(140));
  await ada.orderTimer("10 min");
  await expect(ada.stop).toBeVisible();
  await ada.stop.click();
  await expect(ada.knocking).toBeVisible();
  await fits(ada.page);
  await ada.openRules();
  await fits(ada.page);
  await ada.closeRules();
  await ada.topic.locator("summary", { hasText: "Countdown" }).click();
  await fits(ada.page);
  await ada.page.keyboard.press("Escape");
  await ada.turnOver();
  await ada.play("MMMMMMMM");
  await ada.openResults();
  await fits(ada.page);
});

test("a deck of 30 cards can be read and pressed on a phone", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: { width: 320, height: 640 } });
  await ada.changeDeck(Array.from({ length: 30 }, (_, at) => String(at)).join(", "));
  const cards = ada.hand.getByRole("radio");
  await expect(cards).toHaveCount(30);
  await ada.isStill();
  for (const card of await cards.all()) {
    const box = await card.boundingBox();
    expect(box?.width).toBeGreaterThan(30);
    await isWhollyInSight(card, { width: 320, height: 640 });
  }
  await fitsAt(ada.page, 320);
});

test("the page works at 400 % zoom", async ({ people }) => {
  // A window of 1280 by 1024 pixels at 400 % has as many as this.
  const ada = await people.join("Ada", { viewport: { width: 320, height: 256 } });
  const bob = await people.join("Bob");
  await bob.play("8");
  await ada.play("5");
  await ada.why.fill("Done before");
  await ada.orderTimer("1 min");
  await ada.setRules({ "The number that counts": "Mean" });
  await ada.turnOver();
  await expect(ada.figure("Mean")).toHaveText("6.5");
  await ada.figure("Mean").scrollIntoViewIfNeeded();
  await fitsAt(ada.page, 320);
  await ada.voteAgain.click();
  await expect(ada.topic).toContainText("Round 2");
});

test("beyond 60 people the seats are a compact list, with those first who have not played", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: { width: 1280, height: 800 } });
  const bots = await people.bots();
  const names = Array.from({ length: 69 }, (_, at) => `Guest ${at + 1}`);
  await bots.sit(names);
  await expect(ada.seats).toHaveCount(70);
  const top = async (name: string) => (await ada.seat(name).boundingBox())?.y ?? Number.NaN;
  await bots.play(Object.fromEntries(names.slice(0, 40).map((name) => [name, "5"])));
  await expect(ada.table).toContainText("40 of 70 have played");
  await ada.isStill();
  expect(await top("Guest 69")).toBeLessThan(await top("Guest 40"));
  expect(await top("Guest 41")).toBeLessThan(await top("Guest 1"));
  // All of them are on the screen at once.
  for (const name of ["Guest 1", "Guest 40", "Guest 69"]) await expect(ada.seat(name)).toBeInViewport();
  await fits(ada.page);
  await ada.turnOver();
  await ada.isStill();
  expect(await top("Guest 1")).toBeLessThan(await top("Guest 69"));
});

test("nothing is wider than the landing page", async ({ page }) => {
  const landing = new LandingPage(page);
  await landing.open();
  await fits(page);
});

test("the seats do not move when the cards are turned", async ({ people }) => {
  const ada = await people.join("Ada");
  const bots = await people.bots();
  await bots.sit(TEAM.slice(0, 6));
  await bots.play({ Grace: "21" });
  await ada.play("3");
  await expect(ada.table).toContainText("2 of 7 have played");
  await ada.isStill();
  const before = await placesOf(ada);
  await ada.turnOver();
  await ada.isStill();
  expect(await placesOf(ada)).toEqual(before);
});

/** All of it is inside of the window, and nothing lies over it. */
async function isWhollyInSight(locator: Locator, { width, height }: typeof PHONE) {
  const box = await locator.boundingBox();
  expect(box).not.toBeNull();
  if (!box) return;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(width);
  expect(box.y + box.height).toBeLessThanOrEqual(height);
  const isOnTop = await locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });
  expect(isOnTop, "nothing lies over it").toBe(true);
}

/** At no width does the page scroll sideways. */
async function fits(page: Page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await fitsAt(page, width);
  }
}

async function fitsAt(page: Page, width: number) {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const all = [...document.querySelectorAll("body *")];
    const beyond = all.filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
    return [scrollWidth, ...beyond.slice(0, 3).map((element) => element.outerHTML.slice(0, 120))];
  });
  expect(wide, `at ${width} pixels`).toEqual([]);
}

function placesOf({ seats }: RoomPage): Promise<number[][]> {
  return seats.locator(".seat-place").evaluateAll((all) =>
    all.map((place) => {
      const { x, y } = place.getBoundingClientRect();
      return [Math.round(x), Math.round(y)];
    }),
  );
}

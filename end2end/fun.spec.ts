import { expect, test } from "./fixtures";

for (const reducedMotion of ["no-preference", "reduce"] as const) {
  test(`P15 something thrown is seen by all and gone in a moment, with motion: ${reducedMotion}`, async ({ people }) => {
    const ada = await people.join("Ada", { reducedMotion });
    const bob = await people.join("Bob", { reducedMotion });
    await bob.throwAt("Ada", "confetti");
    for (const person of [ada, bob]) await expect(person.page.locator(".flying-thing")).toHaveText("🎉");
    await expect(ada.spoken).toContainText("Bob threw confetti at you.");
    for (const person of [ada, bob]) await expect(person.page.locator(".flying-thing")).toHaveCount(0);
  });
}

test("P15 five things fly within ten seconds, and none where the house says no", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  for (let thrown = 0; thrown < 5; thrown += 1) await bob.throwAt("Ada", "a heart");
  await expect(bob.notice).toBeEmpty();
  await bob.throwAt("Ada", "a heart");
  await expect(bob.notice).toHaveText("Not so fast: please wait a moment.");
  await ada.setRules({ "Throwing things at each other": "Off" });
  await expect(bob.optionsOf("Ada")).toHaveCount(0);
  await ada.optionsOf("Bob").click();
  await expect(ada.options.getByRole("button", { name: /^Throw/ })).toHaveCount(0);
});

test("S10 a consensus is said and celebrated for a second", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.play("5");
  await bob.play("5");
  await ada.turnOver();
  await expect(bob.table).toContainText("Everybody says 5");
  await expect(bob.table).toHaveAttribute("data-consensus", "");
  const ends = await bob.page.evaluate(() => {
    const timings = document.getAnimations().map((animation) => animation.effect?.getComputedTiming());
    return timings.map((timing) => ({ after: Number(timing?.delay), for: Number(timing?.activeDuration) }));
  });
  for (const { for: duration } of ends) expect(duration).toBeLessThanOrEqual(1_000);
  await bob.isStill();
});

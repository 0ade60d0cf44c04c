import { expect, test } from "./fixtures";
import type { RoomPage } from "./pages/room_page";
import { recordSpoken } from "./support/spoken";

const AUTO = { "When everybody has played": "Turn the cards after 3 seconds" };

test("R9 the cards turn by themselves when everybody has played", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.setRules(AUTO);
  await ada.play("5");
  await bob.play("8");
  for (const person of [ada, bob]) await expect(person.table).toContainText(/Turning over in [123] …/);
  await expect(bob.stop).toHaveCount(0);
  for (const person of [ada, bob]) await expect(person.summary).toBeVisible();
});

test("R9 they stay as they are when a card is taken back, or somebody comes", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.setRules(AUTO);
  await ada.play("5");
  await bob.play("8");
  await expect(ada.table).toContainText("Turning over");
  await bob.card("8").click();
  await expect(ada.table).toContainText("1 of 2 have played");
  await bob.play("8");
  await expect(ada.table).toContainText("Turning over");
  const bots = await people.bots();
  await bots.sit(["Eve"]);
  await expect(ada.table).toContainText("2 of 3 have played");
  // The last one without a card becomes an observer: now all have played who are to.
  await ada.optionsOf("Eve").click();
  await ada.options.getByRole("button", { name: "Make observer" }).click();
  await expect(ada.table).toContainText("Turning over");
  await expect(bob.summary).toBeVisible();
});

test("R11 a moderator stops the cards, and turns them without those who are frozen", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.setRules(AUTO);
  await ada.play("5");
  await bob.play("8");
  await ada.stop.click();
  await expect(ada.table).toContainText("Everybody has played");
  await expect(bob.table).not.toContainText("Turning over");
  const bots = await people.bots();
  await bots.sit(["Frozen"]);
  await expect(ada.table).toContainText("2 of 3 have played");
  await ada.turnOver();
  await expect(bob.summary).toBeVisible();
});

test("R1 whoever reveals before everybody has played is asked once whether that is meant", async ({ people }) => {
  const ada = await people.join("Ada");
  const bots = await people.bots();
  await bots.sit(["Bob", "Cleo"]);
  await bots.play({ Bob: "5" });
  // The second half of a double click is no answer.
  await ada.reveal.dblclick();
  await expect(ada.page.getByText("2 of 3 have not played. Reveal anyway?")).toBeVisible();
  await ada.page.getByRole("button", { name: "Wait" }).click();
  await expect(ada.summary).toHaveCount(0);
  await ada.reveal.click();
  await bots.play({ Cleo: "5" });
  await expect(ada.page.getByText("1 of 3 has not played. Reveal anyway?")).toBeVisible();
  await ada.play("5");
  // Nothing is to be asked any more.
  await expect(ada.revealAnyway).toHaveCount(0);
  await ada.reveal.click();
  await expect(ada.summary).toBeVisible();
  await expect(ada.table).toContainText("Everybody says 5");
});

/** What is left, in seconds. */
async function left(person: RoomPage): Promise<number> {
  const [minutes, seconds] = ((await person.timeLeft.textContent()) ?? "").split(":").map(Number);
  if (minutes === undefined || seconds === undefined) throw new Error("there is no countdown");
  return 60 * minutes + seconds;
}

test("C1 two browsers whose clocks are ten minutes apart show the same countdown, and so does who comes later", async ({
  people,
}) => {
  const ada = await people.join("Ada");
  const bob = await people.come();
  const now = await bob.page.evaluate(() => Date.now());
  // A clock that is wrong from the beginning, and goes on.
  await bob.page.clock.install({ time: now + 10 * 60_000 });
  await bob.page.reload();
  await bob.sitDown("Bob");
  expect(await bob.page.evaluate(() => Date.now())).toBeGreaterThan((await ada.page.evaluate(() => Date.now())) + 590_000);
  await ada.orderTimer("2 min");
  await expect(bob.timeLeft).toHaveText(/^(2:00|1:5\d)$/);
  const late = await people.come();
  await expect(late.timeLeft).toHaveText(/^(2:00|1:5\d)$/);
  for (const other of [bob, late]) {
    // Each is drawn four times a second, and read one after the other.
    const [one, two] = await Promise.all([left(ada), left(other)]);
    expect(Math.abs(one - two)).toBeLessThanOrEqual(1);
  }
  await ada.orderTimer("Pause");
  // Until it is answered the time still runs.
  await expect(ada.topic.getByText("Go on", { exact: true })).toHaveCount(1);
  const held = await ada.timeLeft.textContent();
  await expect(bob.timeLeft).toHaveText(held ?? "");
  await ada.orderTimer("Add a minute");
  await expect(bob.timeLeft).toHaveText(/^(3:00|2:5\d)$/);
  await expect(bob.topic.locator("summary", { hasText: "Countdown" })).toHaveCount(0);
  await ada.orderTimer("Stop the countdown");
  for (const person of [ada, bob, late]) await expect(person.timeLeft).toHaveCount(0);
});

test("C2 when time is up everybody is told, and the table asks those for a card who have not played", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.setRules({ "Who may reveal": "Everyone" });
  await ada.play("5");
  const bots = await people.bots();
  await bots.sit(["Eve"], "observer");
  await bots.countDown("Eve", 2);
  for (const person of [ada, bob]) {
    await expect(person.timeLeft).toHaveText("0:00");
    await expect(person.page.getByText("Time is up.").first()).toBeVisible();
  }
  await expect(ada.spoken).toContainText("Time is up.");
  await expect(bob.notice).toHaveText("The table waits for your card.");
  await expect(ada.notice).toBeEmpty();
  await expect(ada.summary).toHaveCount(0);
});

test("C2 when time is up the cards turn, where the house says so", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.setRules({ "Who may reveal": "Everyone", "When the countdown ends": "Turn the cards" });
  await ada.play("5");
  const bots = await people.bots();
  await bots.sit(["Eve"], "observer");
  await bots.countDown("Eve", 2);
  for (const person of [ada, bob]) await expect(person.summary).toBeVisible();
  await expect(bob.timeLeft).toHaveCount(0);
  await expect(bob.notice).toBeEmpty();
});

test("C1 a countdown is spoken at its start and a minute before its end, not at each second", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.setRules({ "Who may reveal": "Everyone" });
  const bots = await people.bots();
  await bots.sit(["Eve"], "observer");
  const spoken = await recordSpoken(ada.page);
  await bots.countDown("Eve", 63);
  await expect(ada.spoken).toContainText("One minute is left.");
  await expect(ada.timeLeft).toHaveText(/^0:5\d$/);
  const said = (await spoken()).join(" ");
  expect(said).toContain("A countdown has begun: 1:03.");
  expect(said.match(/\d:\d\d/g)).toEqual(["1:03"]);
});

test("P14 a nudge reaches those who have not played, and nobody else", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const eve = await people.join("Eve");
  await eve.play("5");
  await ada.nudge.click();
  await expect(bob.notice).toHaveText("The table waits for your card.");
  await expect(bob.spoken).toContainText("The table waits for your card.");
  await expect(eve.notice).toBeEmpty();
  await ada.nudge.click();
  await expect(ada.notice).toHaveText("Not so fast: please wait a moment.");
  await bob.play("8");
  await expect(bob.notice).toBeEmpty();
});

test("R10 after the reveal it stands how long the round took", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.play("5");
  await ada.turnOver();
  await expect(ada.summary).toContainText(/The round took 0:\d\d\./);
});

test("V11 who still writes when the cards are turned presses nothing", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.editTopic.click();
  await ada.topicField.fill("Export as CSV");
  await ada.saveTopic.click();
  await ada.setRules(AUTO);
  await ada.play("5");
  await ada.why.click();
  // Words with spaces, and with letters that are keys elsewhere, until well after the cards have turned.
  const words = "it is not the router that worries me here but that nobody can test it on a train";
  await ada.page.keyboard.type(words, { delay: 70 });
  await expect(ada.summary).toBeVisible();
  await expect(ada.topic).toContainText("Round 1");
  await expect(ada.topicTitle).toHaveText("Export as CSV");
  await expect(ada.topicField).toBeHidden();
  await expect(ada.page.getByRole("dialog")).toHaveCount(0);
  await ada.openResults();
  const kept = (await ada.results.getByRole("row", { name: "Ada" }).locator(".results-why").textContent()) ?? "";
  expect(words.startsWith(kept.trim()), kept).toBe(true);
  expect(kept).not.toBe("");
});

test("V11 who wrote when the cards had been turned is given back what came too late", async ({ people, line }) => {
  const bob = await people.join("Bob");
  const ada = await people.join("Ada", { baseURL: line.url });
  await ada.play("5");
  await expect(bob.seat("Ada")).toContainText("has played");
  // Ada does not hear yet that the cards lie open.
  line.hold();
  await bob.turnOver();
  await ada.why.pressSequentially("nobody can test it on a train", { delay: 40 });
  line.resume();
  await expect(ada.summary).toBeVisible();
  await expect(ada.notice).toHaveText(/Too late to be laid under your card: “nobody can test it on a train”/);
  await expect(ada.why).toHaveCount(0);
});

test("R1 after the reveal the focus is at what comes next, or at the result", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.card("5").focus();
  await ada.page.keyboard.press("Enter");
  await bob.card("8").focus();
  await bob.page.keyboard.press("Enter");
  await expect(ada.table).toContainText("Everybody has played");
  await ada.page.keyboard.press("r");
  await expect(ada.nextTopic).toBeFocused();
  await expect(bob.page.getByRole("heading", { name: "Result of the round" })).toBeFocused();
});

import { expect, test } from "./fixtures";
import { median, type Seen, Work } from "./support/work";
import type { RoomPage } from "./pages/room_page";
import { TopicsPage } from "./pages/topics_page";
import type { People } from "./support/people";
import { recordSpoken } from "./support/spoken";

const WIDE = { width: 1600, height: 900 };
const PHONE = { width: 360, height: 640 };

/** Ada, who moderates, and Bob, with the list beside the table. */
async function two(people: People): Promise<[RoomPage, TopicsPage, RoomPage, TopicsPage]> {
  const ada = await people.join("Ada", { viewport: WIDE });
  const bob = await people.join("Bob", { viewport: WIDE });
  return [ada, new TopicsPage(ada), bob, new TopicsPage(bob)];
}

test("B1 topics are added one after another, and everybody sees them; who just votes sees nothing before", async ({
  people,
}) => {
  const [, topics, bob, bobs] = await two(people);
  await expect(bobs.button).toHaveCount(0);
  await expect(topics.list).toHaveCount(0);
  await topics.bring(["Log in", "Log out", "Export"]);
  await expect(topics.add).toBeFocused();
  await bobs.hasTitles(["Log in", "Log out", "Export"]);
  await expect(bobs.button).toContainText("3");
  // Bob reads the list, and changes nothing in it.
  await expect(bobs.add).toHaveCount(0);
  await expect(bobs.pick("Log in")).toHaveCount(0);
  await bobs.open("Log out").click();
  await expect(bobs.sheet).toContainText("Log out");
  await expect(bobs.sheet.getByRole("button")).toHaveText(["Close"]);
  await bob.page.keyboard.press("Escape");
  await expect(bobs.open("Log out")).toBeFocused();
});

test("B1 a title that is too long is refused beside the field, and stays to be mended", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: WIDE });
  const topics = new TopicsPage(ada);
  await topics.button.click();
  await topics.add.fill("x".repeat(301));
  await topics.add.press("Enter");
  await expect(topics.add).toHaveAccessibleDescription("A title has at most 300 characters.");
  await expect(topics.add).toHaveValue("x".repeat(301));
});

test("B1 lines that are pasted into the field are looked at first, and become topics", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: WIDE });
  const topics = new TopicsPage(ada);
  await topics.button.click();
  await topics.add.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", "Log in\n\nLog out\n");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  const sheet = ada.page.getByRole("dialog", { name: "Bring in topics" });
  await sheet.getByRole("button", { name: "Add 2 topics" }).click();
  await expect(sheet).toBeHidden();
  await topics.hasTitles(["Log in", "Log out"]);
});

test("B2 title, key and link are edited on one sheet, and a link that is none is refused beside it", async ({ people }) => {
  const [, topics, , bobs] = await two(people);
  await topics.bring(["Log in", "Log out"]);
  await topics.open("Log in").click();
  const { sheet } = topics;
  await sheet.getByRole("button", { name: "Edit" }).click();
  await sheet.getByRole("textbox", { name: "Title" }).fill("Log in with a passkey");
  await sheet.getByRole("textbox", { name: "Key" }).fill("TEAM-1");
  await sheet.getByRole("textbox", { name: "Link" }).fill("javascript:alert(1)");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet.getByRole("textbox", { name: "Link" })).toHaveAccessibleDescription(
    "A link is an address that begins with https:// or http://.",
  );
  await expect(bobs.open("Log in")).toBeVisible();
  await sheet.getByRole("textbox", { name: "Link" }).fill("https://example.com/browse/TEAM-1");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet.getByRole("heading", { name: "Log in with a passkey" })).toBeVisible();
  await expect(bobs.row("Log in with a passkey")).toContainText("TEAM-1");
  const link = bobs.row("Log in with a passkey").getByRole("link");
  await expect(link).toHaveAttribute("href", "https://example.com/browse/TEAM-1");
  await expect(link).toHaveAttribute("target", "_blank");
  await expect(link).toHaveAttribute("rel", "noopener noreferrer");
});

test("B4 what was deleted comes back where it was, and is spoken of", async ({ people }) => {
  const [ada, topics, bob, bobs] = await two(people);
  const spoken = await recordSpoken(bob.page);
  await topics.bring(["Log in", "Log out", "Export"]);
  await topics.open("Log out").focus();
  await ada.page.keyboard.press("Delete");
  await bobs.hasTitles(["Log in", "Export"]);
  await expect(topics.open("Export")).toBeFocused();
  await expect(ada.page.getByRole("group", { name: "Deleted a moment ago" })).toContainText("Deleted “Log out”.");
  await expect(bobs.undo).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  await topics.undo.click();
  await bobs.hasTitles(["Log in", "Log out", "Export"]);
  await expect(topics.undo).toHaveCount(0);
  await expect.poll(async () => (await spoken()).join(" ")).toMatch(/“Log out” was deleted\..*“Log out” is back in the list\./);

  await topics.open("Log in").click();
  await topics.sheet.getByRole("button", { name: "Delete" }).click();
  await expect(topics.sheet).toBeHidden();
  await bobs.hasTitles(["Log out", "Export"]);
  await topics.undo.click();
  await bobs.hasTitles(["Log in", "Log out", "Export"]);
});

test("B3 a topic is moved by its grip", async ({ people }) => {
  const [ada, topics, , bobs] = await two(people);
  await topics.bring(["A", "B", "C", "D"]);
  const grip = topics.row("A").locator(".topic-grip");
  await grip.hover();
  await ada.page.mouse.down();
  const over = await topics.row("C").boundingBox();
  if (!over) throw new Error("there is no third row");
  await ada.page.mouse.move(over.x + 20, over.y + over.height - 8, { steps: 5 });
  await expect(ada.page.locator(".topic-drop")).toBeVisible();
  await ada.page.mouse.up();
  await expect(ada.page.locator(".topic-drop")).toHaveCount(0);
  await bobs.hasTitles(["B", "C", "A", "D"]);
});

test("B3 a topic is moved by buttons", async ({ people }) => {
  const [, topics, , bobs] = await two(people);
  await topics.bring(["A", "B", "C"]);
  await topics.open("C").click();
  await topics.sheet.getByRole("button", { name: "Move up" }).click();
  await expect(topics.sheet).toContainText("Place 2 of 3");
  await topics.sheet.getByRole("button", { name: "Move up" }).click();
  await expect(topics.sheet).toContainText("Place 1 of 3");
  await bobs.hasTitles(["C", "A", "B"]);
  await topics.sheet.getByRole("button", { name: "Move down" }).click();
  await bobs.hasTitles(["A", "C", "B"]);
});

test("B3 a topic is moved by keys, keeps the focus, and its place is spoken", async ({ people }) => {
  const [ada, topics, , bobs] = await two(people);
  const spoken = await recordSpoken(ada.page);
  await topics.bring(["A", "B", "C"]);
  await topics.open("A").focus();
  await ada.page.keyboard.press("Alt+ArrowDown");
  await bobs.hasTitles(["B", "A", "C"]);
  await expect(topics.open("A")).toBeFocused();
  await expect.poll(async () => (await spoken()).at(-1)).toContain("“A” moved to place 2 of 3.");
  await ada.page.keyboard.press("Alt+End");
  await bobs.hasTitles(["B", "C", "A"]);
  await expect(topics.open("A")).toBeFocused();
  await ada.page.keyboard.press("ArrowUp");
  await expect(topics.open("C")).toBeFocused();
  await ada.page.keyboard.press("Home");
  await expect(topics.open("B")).toBeFocused();
});

test("B5 a topic is picked, skipped, and come back to", async ({ people }) => {
  const [ada, topics, bob, bobs] = await two(people);
  await topics.bring(["Log in", "Log out", "Export"]);
  await ada.page.getByRole("button", { name: "First topic: Log in" }).click();
  await expect(bob.topicTitle).toHaveText("Log in");
  await expect(bobs.row("Log in")).toContainText("On the table");
  await ada.page.getByRole("button", { name: "Skip to Log out" }).click();
  await expect(bob.topicTitle).toHaveText("Log out");
  await topics.pick("Export").click();
  await expect(bob.topicTitle).toHaveText("Export");
  await topics.open("Log in").focus();
  await ada.page.keyboard.press("Enter");
  await expect(bob.topicTitle).toHaveText("Log in");
});

test("B5 cards that lie for one topic are not taken for another", async ({ people }) => {
  const [ada, topics, bob] = await two(people);
  await topics.bring(["Log in", "Log out"]);
  await topics.pick("Log in").click();
  await expect(bob.topicTitle).toHaveText("Log in");
  await bob.play("5");
  await topics.pick("Log out").click();
  const question = ada.page.getByText("1 card lies on the table for “Log in”. Put it back and go to “Log out”?");
  await expect(question).toBeVisible();
  await expect(ada.page.getByRole("button", { name: "Stay", exact: true })).toBeFocused();
  await ada.page.keyboard.press("Enter");
  await expect(question).toBeHidden();
  await expect(bob.topicTitle).toHaveText("Log in");
  await expect(bob.card("5")).toBeChecked();
  await topics.pick("Log out").click();
  await ada.page.getByRole("button", { name: "Put back and go on" }).click();
  await expect(bob.topicTitle).toHaveText("Log out");
  await expect(bob.card("5")).not.toBeChecked();
});

test("B6 the estimate is agreed on by one press, and by hand; the next topic is one press away", async ({ people }) => {
  const [ada, topics, bob, bobs] = await two(people);
  const spoken = await recordSpoken(bob.page);
  await topics.bring(["Log in", "Log out"]);
  await topics.pick("Log in").click();
  await expect(bob.topicTitle).toHaveText("Log in");
  await ada.play("5");
  await bob.play("5");
  await ada.turnOver();
  await expect(bobs.estimate).toHaveCount(0);
  await topics.estimate.getByRole("button", { name: "Agree on 5" }).click();
  await expect(bob.topic).toContainText("Estimate: 5");
  await expect(bobs.row("Log in")).toContainText("Estimate: 5");
  await expect.poll(async () => (await spoken()).join(" ")).toContain("Estimate of “Log in”: 5.");
  await topics.estimate.getByText("Change").click();
  await topics.estimate.getByRole("button", { name: "Estimate 8", exact: true }).click();
  await expect(bob.topic).toContainText("Estimate: 8");
  await ada.page.getByRole("button", { name: "Next topic: Log out" }).click();
  await expect(bob.topicTitle).toHaveText("Log out");
  await expect(bob.topic).toContainText("Round 2");
  await expect(bobs.row("Log in")).toContainText("1 round");
  // Of the list nothing is left: another title can be written.
  await bob.play("3");
  await ada.turnOver();
  await topics.estimate.getByRole("button", { name: "Agree on 3" }).click();
  await expect(ada.nextTitle).toBeVisible();
});

test("B5 a double click on Next topic goes on by one topic", async ({ people }) => {
  const [ada, topics, bob] = await two(people);
  await topics.bring(["A1", "B2", "C3"]);
  await topics.pick("A1").click();
  await expect(ada.topicTitle).toHaveText("A1");
  await bob.play("5");
  await ada.turnOver();
  await expect(ada.nextTopic).toBeEnabled();
  await ada.nextTopic.dblclick();
  await expect(bob.topicTitle).toHaveText("B2");
  await bob.play("5");
  await expect(bob.topicTitle).toHaveText("B2");
});

test("B6 a round without a topic is given a title afterwards, and counts for it", async ({ people }) => {
  const [ada, topics, bob, bobs] = await two(people);
  await bob.play("8");
  await ada.turnOver();
  await expect(topics.estimate).toHaveCount(0);
  await ada.summary.getByRole("button", { name: "Give this round a title" }).click();
  await expect(ada.topicField).toBeFocused();
  await ada.topicField.fill("Log in");
  await ada.topicField.press("Enter");
  await expect(bob.topicTitle).toHaveText("Log in");
  await topics.estimate.getByRole("button", { name: "Agree on 8" }).click();
  await expect(bob.topic).toContainText("Estimate: 8");
  await bobs.button.click();
  await expect(bobs.row("Log in")).toContainText("1 round");
  // Nobody prepared a list, so it did not come by itself.
  await expect(topics.list).toHaveCount(0);
});

test("how one wants the list is remembered on the device", async ({ people }) => {
  const [ada, topics] = await two(people);
  await topics.bring(["Log in", "Log out"]);
  await ada.page.getByRole("button", { name: "Hide the list of topics" }).click();
  await expect(topics.list).toHaveCount(0);
  await ada.page.reload();
  await ada.isConnected();
  await expect(topics.button).toHaveAttribute("aria-expanded", "false");
  await expect(topics.list).toHaveCount(0);
  await topics.button.click();
  await expect(topics.open("Log in")).toBeVisible();
  await ada.page.reload();
  await expect(topics.open("Log in")).toBeVisible();
});

test("on a phone the list is a drawer", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: PHONE });
  const bob = await people.join("Bob", { viewport: PHONE });
  const topics = new TopicsPage(ada);
  await topics.bring(["Log in", "Log out"]);
  await expect(topics.drawer).toBeVisible();
  // One topic lies over the list, and the list comes back.
  await topics.open("Log out").click();
  await expect(topics.sheet).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(topics.drawer).toBeVisible();
  await expect(topics.open("Log out")).toBeFocused();
  await topics.open("Log out").press("Delete");
  await expect(topics.rows).toHaveCount(1);
  await topics.undo.click();
  await expect(topics.rows).toHaveCount(2);
  await topics.pick("Log out").click();
  await expect(topics.drawer).toBeHidden();
  await expect(bob.topicTitle).toHaveText("Log out");
});

test("2,000 topics are searched as one types, and drawn by the screenful", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: WIDE });
  const topics = new TopicsPage(ada);
  await ada.setRules({ "Who may name the topic": "Everyone" });
  const bots = await people.bots();
  await bots.sit(["Bob"]);
  await bots.bring("Bob", Array.from({ length: 2_000 }, (_, at) => `Story ${at + 1} of the plan`));
  await expect(topics.button).toContainText("2000");
  expect(await topics.rows.count()).toBeLessThan(40);
  await expect(topics.open("Story 1 of the plan")).toHaveAccessibleName(/Story 1 of the plan/);
  await topics.search.pressSequentially("story 1999");
  await topics.hasTitles(["Story 1999 of the plan"]);
  await topics.search.fill("");
  await topics.open("Story 1 of the plan").focus();
  await ada.page.keyboard.press("End");
  await expect(topics.open("Story 2000 of the plan")).toBeFocused();
  await expect(topics.row("Story 2000 of the plan")).toBeInViewport();
  await ada.page.keyboard.press("Alt+Home");
  await expect(topics.row("Story 2000 of the plan")).toHaveAttribute("aria-posinset", "1");
  await ada.page.keyboard.press("Home");
  await expect(topics.open("Story 2000 of the plan")).toBeFocused();
  await measure(ada, topics);
});

/** Prints how long the page works from the press of a key until what came of it is drawn. */
async function measure({ page }: RoomPage, topics: TopicsPage) {
  const work = await Work.of(page);
  const took = async (
    what: string,
    key: (at: number) => string,
    seen: (at: number) => Seen,
    prepare: (at: number) => Promise<void>,
  ) => {
    const times: number[] = [];
    for (let at = 0; at < 7; at += 1) {
      await prepare(at);
      times.push(await work.until(seen(at), () => page.keyboard.press(key(at))));
    }
    console.log(`2,000 topics, ${what}: ${median(times).toFixed(1)} ms of work (median of 7)`);
  };
  const enter = () => "Enter";
  const row = (place: number, text: string) => ({ selector: `[aria-posinset="${place}"]`, text });

  const sizes = (at: number) => ({ selector: `[aria-setsize="${2_001 + at}"]`, text: "" });
  await took("add one", enter, sizes, (at) => topics.add.fill(`Another ${at}`));
  await topics.list.evaluate((list) => list.parentElement?.scrollTo(0, 0));
  // Before them stands the last, which was moved there.
  const picked = (at: number) => row(at + 2, "On the table");
  await took("pick one", enter, picked, (at) => topics.pick(`Story ${at + 1} of the plan`).focus());
  const down = () => "Alt+ArrowDown";
  const moved = (at: number) => row(at + 5, "Story 3 of the plan");
  await took("move one", down, moved, () => topics.open("Story 3 of the plan").focus());
  const digit = (at: number) => String(at + 3);
  const found = (at: number) => row(1, `Story ${at + 3} of`);
  await took("search a letter", digit, found, async () => {
    await topics.search.fill("");
    await expect(topics.open("Story 1 of the plan")).toBeVisible();
    await topics.search.focus();
  });
}

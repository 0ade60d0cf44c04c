import { expect, test } from "./fixtures";
import { TopicsPage } from "./pages/topics_page";

test("A6 B9 a topic's sheet shows its notes as the server made them, and how one got there", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: { width: 1600, height: 900 } });
  const topics = new TopicsPage(ada);
  await topics.bring(["Log in"]);
  await topics.open("Log in").click();
  await topics.sheet.getByRole("button", { name: "Edit" }).click();
  await topics.sheet.getByRole("textbox", { name: "Notes" }).fill("## Why\n\n- *safer*\n- <b>bold</b><script>alert(1)</script>");
  await topics.sheet.getByRole("button", { name: "Save" }).click();
  await expect(topics.sheet.getByRole("heading", { name: "Why" })).toBeVisible();
  await expect(topics.sheet.locator("em")).toHaveText("safer");
  await topics.sheet.getByRole("button", { name: "Close" }).click();

  await topics.pick("Log in").click();
  await expect(ada.topicTitle).toHaveText("Log in");
  await ada.play("8");
  await ada.turnOver();
  await topics.open("Log in").click();
  await expect(topics.sheet.getByRole("row", { name: /^Ada/ })).toContainText("8");
});

test("the menu leads to the results, in a window of their own", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.menu.click();
  const [results] = await Promise.all([
    ada.page.context().waitForEvent("page"),
    ada.page.getByRole("link", { name: "Results so far" }).click(),
  ]);
  await expect(results.getByText("No round has been revealed yet.")).toBeVisible();
  await results.close();
  await expect(ada.hand).toBeVisible();
});

test("A5 a room like this one has its deck, its house rules and its topics, and none of its people", async ({ people }) => {
  const ada = await people.join("Ada", { viewport: { width: 1600, height: 900 } });
  const topics = new TopicsPage(ada);
  await topics.bring(["Log in", "Log out"]);
  await ada.changeDeck("S, M, L");
  await ada.menu.click();
  await ada.page.getByRole("link", { name: "New room like this one" }).click();
  await expect(ada.page.getByText(/^Like .*Platform team.*: its deck and house rules/)).toBeVisible();
  await ada.page.getByRole("checkbox", { name: /^Bring its topics/ }).check();
  await ada.page.getByRole("button", { name: "Open the table" }).click();
  await ada.sitDown("Ada");
  await expect(ada.seats).toHaveCount(1);
  await expect(ada.hand.getByRole("radio")).toHaveCount(3);
  await topics.hasTitles(["Log in", "Log out"]);
});

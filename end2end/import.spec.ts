import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect, test } from "./fixtures";
import { REFUSED_FORM } from "./support/complaints";
import type { RoomPage } from "./pages/room_page";

const SAMPLES = resolve("..", "exchange/samples");

/** Opens the sheet by which lists come in. */
async function openImport(person: RoomPage) {
  await person.page.getByRole("button", { name: /^Topics/ }).click();
  await person.page.getByRole("button", { name: "Import…" }).click();
  const sheet = person.page.getByRole("dialog", { name: "Bring in topics" });
  await expect(sheet).toBeVisible();
  return sheet;
}

test("B7 a file is looked at, its columns are said otherwise, and nothing comes in before that is confirmed", async ({
  people,
}) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const sheet = await openImport(ada);
  await sheet.getByLabel("Choose a file").setInputFiles(join(SAMPLES, "jira.csv"));
  await expect(sheet.getByRole("status")).toContainText("as Jira exports it");
  const topics = sheet.getByRole("list", { name: "Topics" }).getByRole("listitem");
  const count = await topics.count();
  expect(count).toBeGreaterThan(2);
  // What was a title is a note now, and without a title nothing comes in.
  await sheet.getByLabel("Summary", { exact: true }).selectOption("Notes");
  await expect(topics).toHaveCount(0);
  await expect(sheet.getByRole("button", { name: "Nothing to add" })).toBeDisabled();
  await sheet.getByLabel("Summary", { exact: true }).selectOption("Title");
  await expect(topics).toHaveCount(count);
  await expect(bob.page.getByRole("button", { name: /^Topics/ })).toHaveCount(0);
  await sheet.getByRole("button", { name: /^Add \d+ topics/ }).click();
  await expect(sheet).toBeHidden();
  await expect(ada.page.getByText("came into the list.").first()).toBeVisible();
  await bob.page.getByRole("button", { name: /^Topics/ }).click();
  await expect(bob.page.getByRole("list", { name: "Topics" }).getByRole("listitem")).toHaveCount(count);

  // The same file again is an update.
  await ada.page.getByRole("button", { name: "Import…" }).click();
  await sheet.getByLabel("Choose a file").setInputFiles(join(SAMPLES, "jira.csv"));
  await expect(sheet.getByText(/in the list already, by the same key/)).toBeVisible();
});

test("B7 every sample of another tool is understood in the real dialog", async ({ people }) => {
  const ada = await people.join("Ada");
  const sheet = await openImport(ada);
  for (const sample of readdirSync(SAMPLES).filter((name) => !name.startsWith("."))) {
    await sheet.getByLabel("Choose a file").setInputFiles(join(SAMPLES, sample));
    await expect(sheet.getByRole("button", { name: /^Add \d+ topics/ }), sample).toBeEnabled();
  }
});

test.describe("what is no list", () => {
  test.use({ tolerated: REFUSED_FORM });

  test("B7 what is no list is named", async ({ people }) => {
    const ada = await people.join("Ada");
    const sheet = await openImport(ada);
    const pdf = { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from("%PDF-1.7\n%âãÏÓ") };
    await sheet.getByLabel("Choose a file").setInputFiles(pdf);
    await expect(sheet.getByText(/PDF/)).toBeVisible();
    await expect(sheet.getByRole("button", { name: /^Add/ })).toHaveCount(0);
  });
});

test("B7 lines that are pasted become topics, each its own, once they are confirmed", async ({ people }) => {
  const ada = await people.join("Ada");
  const sheet = await openImport(ada);
  const lines = "- [ ] TEAM-1: Log in\n- [x] Log out\n2. https://example.org/browse/TEAM-3 Export\n";
  await sheet.getByLabel("Or paste lines").fill(lines);
  await sheet.getByRole("button", { name: "Look at them" }).click();
  await sheet.getByRole("button", { name: "Add 3 topics" }).click();
  await expect(sheet).toBeHidden();
  const rows = ada.page.getByRole("list", { name: "Topics" }).getByRole("listitem");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText("TEAM-1");
  await expect(rows.nth(2)).toContainText("Export");
});

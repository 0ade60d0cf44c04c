import { expect, test } from "./fixtures";

test("single letters do what the buttons do", async ({ people }) => {
  const ada = await people.join("Ada");
  const { keyboard } = ada.page;
  await keyboard.press("t");
  await expect(ada.topicField).toBeFocused();
  await expect(ada.topicField).toHaveValue("");
  // In a field they are letters.
  await keyboard.type("trin?");
  await expect(ada.topicField).toHaveValue("trin?");
  await keyboard.press("Enter");
  await expect(ada.topicTitle).toHaveText("trin?");

  // There is no card to turn yet.
  await keyboard.press("r");
  await ada.play("5");
  await expect(ada.seat("Ada")).toContainText("has played");
  await expect(ada.notice).toBeEmpty();
  await expect(ada.summary).toBeHidden();
  await keyboard.press("r");
  await expect(ada.summary).toBeVisible();

  await keyboard.press("n");
  await expect(ada.nextTitle).toBeFocused();
  await keyboard.type("Next");
  await expect(ada.nextTopic).toBeEnabled();
  await keyboard.press("Enter");
  await expect(ada.topicTitle).toHaveText("Next");

  await keyboard.press("i");
  await expect(ada.inviteSheet).toBeVisible();
  // Over the page lies a sheet, which is not for letters.
  await keyboard.press("?");
  await expect(ada.keys).toBeHidden();
  await expect(ada.inviteSheet).toBeVisible();
  await keyboard.press("Escape");
  await expect(ada.inviteSheet).toBeHidden();
});

test("a sheet lists the keys, and comes by one of them or from the menu", async ({ people }) => {
  const eve = await people.come();
  await eve.page.keyboard.press("?");
  await expect(eve.keys).toBeVisible();
  for (const words of ["Reveal the cards", "Edit the topic", "Invite your team", "Play, or take back"]) {
    await expect(eve.keys.getByText(words)).toBeVisible();
  }
  await eve.page.keyboard.press("Escape");
  await expect(eve.keys).toBeHidden();

  // The form to join has a field, in which ? is written.
  await eve.nickname.focus();
  await eve.page.keyboard.press("?");
  await expect(eve.nickname).toHaveValue("?");
  await expect(eve.keys).toBeHidden();
  await eve.openSheet("Keyboard");
});

test("whoever switches letter keys off presses letters for nothing", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.prefer("Letter keys", false);
  await ada.play("5");
  await expect(ada.seat("Ada")).toContainText("has played");
  for (const key of ["r", "t", "?", "i"]) await ada.page.keyboard.press(key);
  await expect(ada.page.getByRole("dialog")).toHaveCount(0);
  await expect(ada.topicField).toBeHidden();
  await ada.openSheet("Keyboard");
  await expect(ada.keys.getByText("Letter keys are switched off on this device.")).toBeVisible();
  await expect(ada.keys.getByText("Reveal the cards")).toHaveCount(0);
  await expect(ada.keys.getByText("Play, or take back")).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await ada.turnOver();
});

import { expect, test } from "./fixtures";

test("the tab says how far the round has come, and that the cards are open", async ({ people }) => {
  const ada = await people.come();
  await expect(ada.page).toHaveTitle("Platform team: Team Poker");
  await ada.sitDown("Ada");
  await expect(ada.page).toHaveTitle("(0/1) Platform team");
  const bots = await people.bots();
  await bots.sit(["Bob", "Cleo"]);
  await bots.play({ Bob: "5" });
  await expect(ada.page).toHaveTitle("(1/3) Platform team");
  await ada.editTopic.click();
  await ada.topicField.fill("Log in with a passkey");
  await ada.saveTopic.click();
  await expect(ada.page).toHaveTitle("(1/3) Log in with a passkey");
  await ada.turnOver();
  await expect(ada.page).toHaveTitle("● Revealed · Log in with a passkey");
  await ada.voteAgain.click();
  await expect(ada.page).toHaveTitle("(0/3) Log in with a passkey");
  await ada.menu.click();
  await ada.leave.click();
  await expect(ada.page).toHaveTitle("Platform team: Team Poker");
});

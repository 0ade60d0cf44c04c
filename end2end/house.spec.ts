import { expect, test } from "./fixtures";

test("H2 house rules are changed on one sheet, everybody is told who changed what, and others only read them", async ({
  people,
}) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.setRules({ "The number that counts": "Mean" });
  await expect(bob.page.getByText("Ada changed the number that counts: mean.").first()).toBeVisible();
  await expect(bob.spoken).toContainText("Ada changed the number that counts: mean.");
  await bob.openRules();
  await expect(bob.rules).toContainText("Moderators change these.");
  await expect(bob.rule("The number that counts", "Mean")).toBeChecked();
  await expect(bob.rule("The number that counts", "Median")).toBeDisabled();
  // The sheet follows what others change.
  await ada.setRules({ "The number that counts": "None, we talk" });
  await expect(bob.rule("The number that counts", "None, we talk")).toBeChecked();
});

test("S9 the number that counts is the table's choice, with the card that is nearest to it", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const eve = await people.join("Eve");
  await ada.play("3");
  await bob.play("3");
  await eve.play("13");
  await ada.turnOver();
  await expect(bob.table).toContainText("Median 3");
  await ada.setRules({ "The number that counts": "Mean" });
  await expect(bob.table).toContainText("Mean 6.33 → 5");
  await expect(bob.figure("Nearest card")).toHaveText("5");
  await ada.setRules({ "The number that counts": "Most played" });
  await expect(bob.table).toContainText("Most played 3");
  await ada.setRules({ "The number that counts": "None, we talk" });
  await expect(bob.table).toContainText("3–13");
  await expect(bob.figure("Nearest card")).toHaveCount(0);
});

test("S9 of two cards that are as near the higher is suggested, and it says so", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.play("3");
  await bob.play("5");
  await ada.turnOver();
  await expect(bob.figure("Nearest card")).toHaveText("5 (a tie goes up)");
});

test("H1 who may reveal, go on, name the topic and change the rules is set for each by itself", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.setRules({ "Who may reveal": "Everyone" });
  await ada.play("5");
  await bob.turnOver();
  await expect(ada.summary).toBeVisible();
  await expect(bob.page.getByText("Ada opens the next round.")).toBeVisible();
  await ada.setRules({ "Who may go on to the next round": "Everyone" });
  // Who names no topic goes on with the same.
  await expect(bob.nextTopic).toHaveCount(0);
  await bob.voteAgain.click();
  await expect(ada.topic).toContainText("Round 2");
  await expect(bob.editTopic).toHaveCount(0);
  await ada.setRules({ "Who may name the topic": "Everyone" });
  await bob.editTopic.click();
  await bob.topicField.fill("Export as CSV");
  await bob.saveTopic.click();
  await expect(ada.topicTitle).toHaveText("Export as CSV");
  await ada.setRules({ "Who may change these rules": "Everyone" });
  await bob.setRules({ "Who may reveal": "Moderators" });
  await expect(bob.reveal).toHaveCount(0);
  await expect(ada.page.getByText("Bob lets only moderators reveal.").first()).toBeVisible();
});

test("H3 in an anonymous round everybody sees the cards, and nobody whose they are", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.setRules({ "The result says": "The cards alone" });
  await expect(bob.table).toContainText("This round is anonymous");
  await ada.play("3");
  await bob.play("13");
  // Who played under this rule is not given away by turning it back.
  await ada.setRules({ "The result says": "Who played what" });
  await expect(bob.table).toContainText("This round is anonymous");
  await ada.turnOver();
  for (const person of [ada, bob]) {
    await expect(person.table.getByRole("list", { name: "Cards on the table" }).getByRole("listitem")).toHaveText([
      /3/,
      /13/,
    ]);
    for (const name of ["Ada", "Bob"]) await expect(person.seat(name)).toContainText("has played");
    await expect(person.summary).toContainText("Highest: 13");
    await expect(person.summary).not.toContainText("Ada");
    await expect(person.hand.getByRole("radio", { checked: true })).toHaveCount(0);
  }
  // Nor does the page know it that comes later.
  const late = await people.come();
  await expect(late.summary).toContainText("Lowest: 3");
  await expect(late.seat("Ada")).toContainText("has played");
  await ada.voteAgain.click();
  await ada.play("3");
  await ada.turnOver();
  await expect(bob.seat("Ada")).toContainText("played 3");
});

test("V9 where the house allows it an open card is changed, marked, with the first one beside it", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.play("5");
  await bob.play("13");
  await ada.turnOver();
  await expect(bob.card("8")).toBeDisabled();
  await ada.setRules({ "Open cards": "May be changed, marked" });
  await bob.play("8");
  await expect(ada.seat("Bob")).toContainText("played 8");
  await expect(ada.seat("Bob").getByText("was 13", { exact: true })).toBeVisible();
  await expect(ada.figure("Mean")).toHaveText("6.5");
  await ada.openResults();
  await expect(ada.results.getByRole("row", { name: "Bob" })).toContainText("was 13");
  await bob.play("13");
  await expect(ada.seat("Bob")).not.toContainText("was 13");
});

test("V10 how sure one is lies under the card, and is shown with it", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await expect(ada.page.getByRole("group", { name: "How sure are you?" })).toHaveCount(0);
  await ada.setRules({ "How sure are you?": "Ask with each card" });
  await bob.play("8");
  // The card, pressed once more, says it; so do the words beside it.
  const sure = (word: string) => bob.page.getByRole("button", { name: word, exact: true });
  await bob.card("8").click();
  await expect(sure("Sure")).toHaveAttribute("aria-pressed", "true");
  await bob.card("8").click();
  await expect(sure("Fairly sure")).toHaveAttribute("aria-pressed", "true");
  await expect(bob.card("8")).toBeChecked();
  await sure("A guess").click();
  await expect(sure("A guess")).toHaveAttribute("aria-pressed", "true");
  await expect(ada.seat("Bob")).not.toContainText("guess");
  await sure("Take back").click();
  await expect(bob.card("8")).not.toBeChecked();
  await bob.play("8");
  await expect(sure("A guess")).toHaveAttribute("aria-pressed", "false");
  await sure("A guess").click();
  await expect(sure("A guess")).toHaveAttribute("aria-pressed", "true");
  await ada.turnOver();
  await expect(ada.seat("Bob").getByText("A guess", { exact: true })).toBeVisible();
});

test("V11 a few words under the card are shown with it, and not before", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.play("3");
  await bob.play("13");
  await bob.why.fill("Nobody knows that code");
  await bob.why.press("Enter");
  await bob.page.reload();
  await bob.hasSeat();
  await expect(bob.why).toHaveValue("Nobody knows that code");
  await expect(ada.page.getByText("Nobody knows that code")).toHaveCount(0);
  await bob.why.fill("Nobody knows that code any more");
  await bob.why.blur();
  await ada.turnOver();
  await expect(ada.summary.getByText("Nobody knows that code any more").first()).toBeVisible();
});

test("H4 at a locked door newcomers knock, and a moderator lets them in or sends them away", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.setRules({ "The door": "Locked" });
  const eve = await people.come();
  await eve.knock("Eve");
  await expect(ada.knocking).toContainText("Eve knocks.");
  await expect(bob.knocking).toHaveCount(0);
  await expect(ada.names()).toHaveText(["Ada", "Bob"]);
  await eve.page.reload();
  await expect(eve.page.getByRole("heading", { name: "You knock" })).toBeVisible();
  await ada.page.getByRole("button", { name: "Let Eve in" }).click();
  await eve.hasSeat();
  for (const person of [ada, bob, eve]) await expect(person.names()).toHaveText(["Ada", "Bob", "Eve"]);
  await eve.play("5");

  const mal = await people.come();
  await mal.knock("Mal");
  await ada.page.getByRole("button", { name: "Send Mal away" }).click();
  await expect(mal.outside).toBeVisible();
  await expect(ada.knocking).toHaveCount(0);
  const zoe = await people.come();
  await zoe.knock("Zoe");
  await ada.setRules({ "The door": "Open" });
  await zoe.hasSeat();
  await expect(mal.outside).toBeVisible();
});

test("H5 who was removed stays outside, also after a reload, until a moderator lets them in again", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.remove("Bob");
  await expect(bob.outside).toBeVisible();
  await bob.page.reload();
  await bob.isConnected();
  await expect(bob.outside).toBeVisible();
  await expect(bob.join).toHaveCount(0);
  await ada.openRules();
  await ada.rules.getByRole("button", { name: "Let Bob in again" }).click();
  await bob.hasSeat();
  await expect(bob.names()).toHaveText(["Ada", "Bob"]);
  await bob.play("5");
  await expect(ada.seat("Bob")).toContainText("has played");
});

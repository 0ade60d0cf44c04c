import { expect, test } from "./fixtures";
import { RoomPage } from "./pages/room_page";
import { LOST_CONNECTION } from "./support/complaints";

test("R3 a double click on Reveal reveals, and nothing else", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.play("5");
  await ada.reveal.dblclick();
  await expect(ada.summary).toBeVisible();
  await expect(ada.topic).toContainText("Round 1");
  await expect(ada.notice).toBeEmpty();
});

test("R7 a press that comes right after the cards were turned does not skip the result", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.play("5");
  // The moment in which a press is taken for half of a double click lasts until this clock goes on.
  await ada.page.clock.install();
  await ada.page.clock.pauseAt((await ada.page.evaluate(() => Date.now())) + 5_000);
  await ada.turnOver();
  for (const button of [ada.voteAgain, ada.nextTopic]) {
    await expect(button).toBeDisabled();
    await button.click({ force: true });
    await ada.page.clock.runFor(250);
  }
  // What is asked for later is answered later: had a round been asked for, it would be there by now.
  await ada.editTopic.click();
  await ada.topicField.fill("Log in with a passkey");
  await ada.saveTopic.click();
  await expect(ada.topicTitle).toHaveText("Log in with a passkey");
  await expect(ada.topic).toContainText("Round 1");
  await expect(ada.summary).toBeVisible();

  await ada.page.clock.runFor(1_000);
  await ada.voteAgain.click();
  await expect(ada.topic).toContainText("Round 2");
});

for (const button of ["nextTopic", "voteAgain"] as const) {
  test(`R7 a double click on ${button === "nextTopic" ? "Next topic" : "Vote again"} makes one round`, async ({ people }) => {
    const ada = await people.join("Ada");
    const bob = await people.join("Bob");
    await bob.play("5");
    await expect(ada.reveal).toBeEnabled();
    await ada.turnOver();
    await ada[button].dblclick();
    await expect(ada.topic).toContainText("Round 2");
    await bob.play("8");
    await expect(ada.seat("Bob")).toContainText("has played");
    for (const person of [ada, bob]) await expect(person.topic).toContainText("Round 2");
    await expect(ada.notice).toBeEmpty();
  });
}

test("P4 Join pressed five times makes one seat", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.come();
  await bob.nickname.fill("Bob");
  await bob.join.evaluate((button: HTMLButtonElement) => {
    for (let press = 0; press < 5; press++) button.click();
  });
  await bob.hasSeat();
  await bob.play("8");
  await expect(ada.seat("Bob")).toContainText("has played");
  for (const person of [ada, bob]) await expect(person.names()).toHaveText(["Ada", "Bob"]);
  await expect(bob.notice).toBeEmpty();
});

test("P4 Enter pressed five times makes one seat", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.come();
  await bob.nickname.fill("Bob");
  for (let press = 0; press < 5; press++) await bob.page.keyboard.press("Enter");
  await bob.hasSeat();
  await expect(ada.names()).toHaveText(["Ada", "Bob"]);
  await expect(bob.names()).toHaveText(["Ada", "Bob"]);
  await expect(bob.notice).toBeEmpty();
});

test("P3 of two who want the same name at once one gets it", async ({ people }) => {
  const first = await people.come();
  const second = await people.come();
  for (const person of [first, second]) await person.nickname.fill("Ada");
  await Promise.all([first.join.click(), second.join.click()]);
  for (const person of [first, second]) await expect(person.names()).toHaveText(["Ada"]);
  const taken = [first, second].map((person) => person.page.getByText("Somebody at this table already has that name."));
  await expect(async () => {
    expect(await Promise.all(taken.map((error) => error.count()))).toEqual(expect.arrayContaining([0, 1]));
  }).toPass();
});

test("P9 two tabs of one person are one seat, until the last one closes", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.come();
  const tab = new RoomPage(await bob.page.context().newPage());
  await tab.open(people.room);
  // The other tab stood before the form as well; it finds itself at the table.
  await expect(tab.joinTitle).toBeVisible();
  await bob.sitDown("Bob");
  await tab.hasSeat();
  for (const person of [ada, bob, tab]) await expect(person.names()).toHaveText(["Ada", "Bob"]);
  await expect(tab.seat("Bob")).toContainText("you");

  await tab.play("8");
  await expect(bob.card("8")).toBeChecked();
  await bob.play("13");
  await expect(tab.card("13")).toBeChecked();
  await expect(tab.card("8")).not.toBeChecked();
  await expect(ada.table).toContainText("1 of 2 have played");

  await bob.page.close();
  await tab.play("5");
  await ada.play("5");
  await ada.turnOver();
  await expect(ada.seat("Bob")).toContainText("played 5");
  await expect(ada.seat("Bob")).not.toContainText("gone");
  await tab.page.close();
  await expect(ada.seat("Bob")).toContainText("gone");
});

test("V8 a reload keeps the seat and the card", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.play("8");
  await expect(ada.seat("Bob")).toContainText("has played");
  await bob.page.reload();
  await bob.hasSeat();
  await expect(bob.card("8")).toBeChecked();
  await expect(bob.seat("Bob")).toContainText("you");
  for (const person of [ada, bob]) {
    await expect(person.names()).toHaveText(["Ada", "Bob"]);
    await expect(person.seat("Bob")).not.toContainText("gone");
  }
});

test("M1 the moderator who left is moderator again when they come back", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await ada.menu.click();
  await ada.leave.click();
  await expect(bob.names()).toHaveText(["Bob"]);
  await ada.sitDown("Ada");
  await expect(bob.seat("Ada")).toContainText("moderator");
  await expect(bob.takeChair).toHaveCount(0);
});

test("M3 when the moderator has left another voter takes the chair, and reveals", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  const eve = await people.join("Eve");
  await bob.play("8");
  await expect(bob.takeChair).toHaveCount(0);
  await ada.menu.click();
  await ada.leave.click();
  for (const person of [bob, eve]) await expect(person.page.getByText("This table has no moderator.")).toBeVisible();
  await bob.takeChair.click();
  await expect(eve.seat("Bob")).toContainText("moderator");
  await expect(eve.takeChair).toHaveCount(0);
  await bob.turnOver();
  await expect(eve.seat("Bob")).toContainText("played 8");
});

test.describe("with a line that can be cut", () => {
  test.use({ tolerated: LOST_CONNECTION });

  test("R3 R7 two moderators who press at once reveal once, and go on once", async ({ people, line }) => {
    const ada = await people.join("Ada", { baseURL: line.url });
    const bob = await people.join("Bob", { baseURL: line.url });
    await ada.menu.click();
    await ada.leave.click();
    await bob.takeChair.click();
    await expect(bob.reveal).toBeVisible();
    await ada.sitDown("Ada");
    await ada.play("5");
    await bob.play("8");
    for (const person of [ada, bob]) await expect(person.table).toContainText("Everybody has played");

    for (const press of ["reveal", "voteAgain"] as const) {
      for (const person of [ada, bob]) await expect(person[press]).toBeEnabled();
      line.hold();
      await ada[press].click();
      await bob[press].click();
      line.resume();
      for (const person of [ada, bob]) {
        await expect(person.topic).toContainText(press === "reveal" ? "Round 1" : "Round 2");
        await expect(person.summary).toHaveCount(press === "reveal" ? 1 : 0);
      }
    }
    await ada.play("3");
    await expect(bob.seat("Ada")).toContainText("has played");
    for (const person of [ada, bob]) {
      await expect(person.topic).toContainText("Round 2");
      await expect(person.notice).toBeEmpty();
    }
  });

  test("V8 a lost connection is said calmly, and comes back by itself to the same seat and card", async ({ people, line }) => {
    const ada = await people.join("Ada");
    const bob = await people.join("Bob", { baseURL: line.url });
    await bob.play("8");
    await expect(ada.seat("Bob")).toContainText("has played");
    line.cut();
    await expect(bob.connection).toHaveText("Connection lost. Trying again…");
    // The table stays to be seen.
    await expect(bob.names()).toHaveText(["Ada", "Bob"]);
    await expect(bob.card("8")).toBeChecked();
    await ada.play("5");
    line.resume();
    await bob.isConnected();
    await expect(bob.connection).toBeEmpty();
    await expect(bob.seat("Ada")).toContainText("has played");
    await expect(bob.card("8")).toBeChecked();
    for (const person of [ada, bob]) {
      await expect(person.names()).toHaveText(["Ada", "Bob"]);
      await expect(person.seat("Bob")).not.toContainText("gone");
    }
    await ada.turnOver();
    await expect(bob.seat("Bob")).toContainText("played 8");
  });

  test("W1 a card that was played without a connection is sent when it is back", async ({ people, line }) => {
    const ada = await people.join("Ada");
    const bob = await people.join("Bob", { baseURL: line.url });
    line.cut();
    await expect(ada.seat("Bob")).toContainText("gone");
    await expect(bob.connection).toContainText("Connection lost");
    await bob.play("3");
    await bob.play("8");
    await expect(ada.seat("Bob")).toContainText("has not played yet");
    line.resume();
    await expect(ada.seat("Bob")).toContainText("has played");
    await expect(bob.card("8")).toBeChecked();
    await ada.turnOver();
    await expect(ada.seat("Bob")).toContainText("played 8");
  });

  test("W1 a card whose answer was lost counts once", async ({ people, line }) => {
    const ada = await people.join("Ada");
    const bob = await people.join("Bob", { baseURL: line.url });
    line.hold();
    await bob.card("8").click();
    await expect(ada.seat("Bob")).toContainText("has played");
    line.cut();
    await expect(bob.connection).toContainText("Connection lost");
    line.resume();
    await bob.isConnected();
    await expect(bob.card("8")).toBeChecked();
    await expect(bob.notice).toBeEmpty();
    await ada.turnOver();
    await expect(bob.seat("Bob")).toContainText("played 8");
  });

  test("W4 a card that could not be asked for does not look played", async ({ people, line }) => {
    const bob = await people.join("Bob", { baseURL: line.url });
    await people.join("Ada");
    line.hold();
    // As many as may wait for an answer, and one more.
    for (let press = 0; press < 16; press++) {
      await bob.card("5").click();
      await bob.card("8").click();
    }
    await expect(bob.notice).toBeEmpty();
    await bob.card("13").click();
    await expect(bob.notice).toContainText("The server does not answer");
    await expect(bob.card("13")).not.toBeChecked();
    await expect(bob.card("8")).toBeChecked();
    line.resume();
    // What waits is said one after the other, and this behind it.
    await expect(bob.seat("Bob")).toContainText("has played");
    await bob.turnOver();
    await expect(bob.seat("Bob")).toContainText("played 8");
  });

  test("W3 who was away for a whole round finds the table as it is", async ({ people, line }) => {
    const ada = await people.join("Ada");
    const bob = await people.join("Bob", { baseURL: line.url });
    await bob.play("8");
    await expect(ada.reveal).toBeEnabled();
    line.cut();
    await expect(bob.connection).toContainText("Connection lost");
    await ada.turnOver();
    await ada.nextTitle.fill("Export as CSV");
    await ada.nextTopic.click();
    await expect(ada.topic).toContainText("Round 2");
    await ada.play("1");
    line.resume();
    await bob.isConnected();
    await expect(bob.topicTitle).toHaveText("Export as CSV");
    await expect(bob.topic).toContainText("Round 2");
    await expect(bob.seat("Ada")).toContainText("has played");
    await expect(bob.seat("Bob")).toContainText("has not played yet");
    await expect(bob.hand.getByRole("radio", { checked: true })).toHaveCount(0);
  });

  test("V5 a card that was played without a connection does not count in the next round", async ({ people, line }) => {
    const ada = await people.join("Ada");
    const bob = await people.join("Bob", { baseURL: line.url });
    await ada.play("5");
    line.cut();
    await expect(bob.connection).toContainText("Connection lost");
    await bob.play("8");
    await ada.turnOver();
    await ada.voteAgain.click();
    await expect(ada.topic).toContainText("Round 2");
    line.resume();
    await expect(bob.notice).toHaveText("Your card was not played. That round is over.");
    await expect(bob.hand.getByRole("radio", { checked: true })).toHaveCount(0);
    for (const person of [ada, bob]) await expect(person.seat("Bob")).toContainText("has not played yet");
  });
});

test.describe("with a server of one's own", () => {
  test.use({ tolerated: LOST_CONNECTION });

  test("I2 when the server has forgotten the room the page says so, and shows a way on", async ({ people, ownServer }) => {
    const ada = await people.join("Ada", { baseURL: ownServer.url });
    expect(await ownServer.stop()).toBe(0);
    await expect(ada.connection).toHaveText("Connection lost. Trying again…");
    await expect(ada.seat("Ada")).toBeVisible();
    await ownServer.start();
    await expect(ada.connection).toContainText("This room is no longer there.");
    await ada.connection.getByRole("link", { name: "Open a new room" }).click();
    await expect(ada.page).toHaveURL("/");
  });
});

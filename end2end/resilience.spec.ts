import type { WebSocket } from "@playwright/test";

import { expect, test } from "./fixtures";
import { RoomPage } from "./pages/room_page";
import { LOST_CONNECTION } from "./support/complaints";
import { FaultProxy } from "./support/fault_proxy";
import { holdProgram } from "./support/loading";
import type { OwnServer } from "./support/own_server";
import { setHidden } from "./support/visibility";

const PHONE = { width: 360, height: 640 };

/** What can come between a person and the table. */
interface Trouble {
  bob: RoomPage;
  line: FaultProxy;
  server: OwnServer;
}

const TROUBLES: [string, (trouble: Trouble) => Promise<void>][] = [
  [
    "a lost connection",
    async ({ bob, line }) => {
      await bob.page.context().setOffline(true);
      line.cut();
      await expect(bob.connection).toHaveText("Connection lost. Trying again…");
      line.resume();
      await bob.page.context().setOffline(false);
    },
  ],
  [
    "a restart of the server",
    async ({ bob, server }) => {
      expect(await server.stop()).toBe(0);
      await expect(bob.connection).toHaveText("Connection lost. Trying again…");
      await server.start();
    },
  ],
  [
    "a crash of the server",
    async ({ bob, server }) => {
      await server.kill9();
      await expect(bob.connection).toHaveText("Connection lost. Trying again…");
      await server.start();
    },
  ],
  [
    "a reload",
    async ({ bob }) => {
      await bob.page.reload();
    },
  ],
];

test.use({ tolerated: LOST_CONNECTION, setup: { keeps: true } });

for (const isLost of [false, true]) {
  const what = isLost ? "that was opened ahead and lost is opened anew" : "is opened ahead, and is the one that is used";
  test(`W6 while the program loads, the socket ${what}`, async ({ people, line }) => {
    const context = await people.browserOf({ baseURL: line.url });
    const room = await people.openRoom(context);
    const page = await context.newPage();
    const opened: WebSocket[] = [];
    page.on("websocket", (socket) => opened.push(socket));
    const load = await holdProgram(page);
    await page.goto(room);
    await expect.poll(() => opened.length).toBe(1);
    if (isLost) {
      const closed = opened[0]?.waitForEvent("close");
      line.cut();
      await closed;
      line.resume();
    }
    load();
    const ada = new RoomPage(page);
    await ada.isConnected();
    await ada.sitDown("Ada");
    expect(opened).toHaveLength(isLost ? 2 : 1);
  });
}

test("W6 a page that is loaded where nobody sees it opens its socket when it is seen", async ({ people }) => {
  const context = await people.browserOf();
  const room = await people.openRoom(context);
  const page = await context.newPage();
  let opened = 0;
  page.on("websocket", () => (opened += 1));
  await page.addInitScript(() => Object.defineProperty(document, "hidden", { configurable: true, get: () => true }));
  const load = await holdProgram(page);
  await page.goto(room);
  const drawn = await page.locator("main").elementHandle();
  load();
  // The living page takes the place of the drawn one.
  await expect.poll(() => drawn?.evaluate((main) => main.isConnected)).toBe(false);
  expect(opened).toBe(0);
  const ada = new RoomPage(page);
  await setHidden(page, false);
  await ada.isConnected();
  expect(opened).toBe(1);
});

for (const [what, happens] of TROUBLES) {
  test(`V8 W6 after ${what} seat, card and result are kept, on a phone and in two tabs`, async ({ people, ownServer }) => {
    const line = new FaultProxy(ownServer.url);
    await line.start();
    const ada = await people.join("Ada", { baseURL: ownServer.url });
    const bob = await people.join("Bob", { baseURL: line.url, viewport: PHONE });
    const tab = new RoomPage(await bob.page.context().newPage());
    await tab.open(people.room);
    await bob.play("8");
    await expect(ada.seat("Bob")).toContainText("has played");
    const trouble = { bob, line, server: ownServer };

    await happens(trouble);
    const all = [ada, bob, tab];
    for (const person of all) {
      await person.isConnected();
      await expect(person.names()).toHaveText(["Ada", "Bob"]);
      await expect(person.seat("Bob")).toContainText("has played");
      await expect(person.seat("Bob")).toHaveAttribute("data-presence", "here");
      await expect(person.notice).toBeEmpty();
    }
    for (const person of [bob, tab]) {
      await expect(person.seat("Bob")).toContainText("you");
      await expect(person.card("8")).toBeChecked();
    }

    await ada.play("5");
    await ada.turnOver();
    await happens(trouble);
    for (const person of all) {
      await person.isConnected();
      await expect(person.seat("Ada")).toContainText("played 5");
      await expect(person.seat("Bob")).toContainText("played 8");
      await expect(person.figure("Median")).toHaveText("6.5");
      await expect(person.notice).toBeEmpty();
    }
    await ada.voteAgain.click();
    for (const person of all) await expect(person.topic).toContainText("Round 2");
    await people.leave();
    await line.stop();
  });
}

test("V8 W6 a moderator who leaves in mid-round finds the table and the chair again, also after a crash", async ({
  people,
  ownServer,
}) => {
  const at = { baseURL: ownServer.url };
  const ada = await people.join("Ada", at);
  const bob = await people.join("Bob", at);
  await ada.play("5");
  await bob.play("8");
  const storageState = await ada.page.context().storageState();
  await ada.page.context().close();
  await expect(bob.seat("Ada")).toContainText("gone");
  await expect(bob.table).toContainText("Everybody has played");
  await ownServer.kill9();
  await ownServer.start();

  const again = await people.come({ ...at, storageState });
  await again.hasSeat();
  await expect(again.card("5")).toBeChecked();
  await again.turnOver();
  await expect(bob.figure("Median")).toHaveText("6.5");
});

test("W6 what one does and types while the server is down is not lost", async ({ people, ownServer }) => {
  const at = { baseURL: ownServer.url };
  const ada = await people.join("Ada", at);
  const bob = await people.join("Bob", at);
  const eve = await people.come(at);
  await bob.play("8");
  await expect(ada.seat("Bob")).toContainText("has played");
  await ada.editTopic.click();
  await bob.menu.click();
  await ownServer.stop();
  for (const person of [ada, bob, eve]) await expect(person.connection).toContainText("Connection lost");

  await ada.topicField.fill("Log in with a passkey");
  await bob.newName.fill("Robert");
  await eve.nickname.fill("Eve");
  await bob.play("13");
  await ownServer.start();
  for (const person of [ada, bob, eve]) await person.isConnected();
  await expect(ada.topicField).toHaveValue("Log in with a passkey");
  await expect(bob.newName).toHaveValue("Robert");
  await expect(eve.nickname).toHaveValue("Eve");

  await ada.saveTopic.click();
  await bob.saveName.click();
  await eve.join.click();
  for (const person of [ada, bob, eve]) {
    await expect(person.topicTitle).toHaveText("Log in with a passkey");
    await expect(person.names()).toHaveText(["Ada", "Robert", "Eve"]);
    await expect(person.notice).toBeEmpty();
  }
  await ada.turnOver();
  await expect(eve.seat("Robert")).toContainText("played 13");
});

test("W6 P4 who joined while the server crashed sits down once, and is told of no error", async ({ people, ownServer }) => {
  const line = new FaultProxy(ownServer.url);
  await line.start();
  const ada = await people.join("Ada", { baseURL: ownServer.url });
  const bob = await people.come({ baseURL: line.url });
  await bob.nickname.fill("Bob");
  // The server seats Bob, and ends before it can tell him.
  line.hold();
  await bob.join.click();
  await expect(ada.seat("Bob")).toBeVisible();
  line.cut();
  await ownServer.kill9();
  await ownServer.start();
  line.resume();
  await bob.hasSeat();
  await ada.isConnected();
  await bob.play("8");
  for (const person of [ada, bob]) {
    await expect(person.names()).toHaveText(["Ada", "Bob"]);
    await expect(person.seat("Bob")).toContainText("has played");
    await expect(person.notice).toBeEmpty();
  }
  await people.leave();
  await line.stop();
});

test("W6 a next topic whose answer a crash swallowed is on the table once, and no error is told", async ({
  people,
  ownServer,
}) => {
  const line = new FaultProxy(ownServer.url);
  await line.start();
  const ada = await people.join("Ada", { baseURL: line.url });
  const bob = await people.join("Bob", { baseURL: ownServer.url });
  await ada.play("5");
  await ada.turnOver();
  await ada.nextTitle.fill("Export as CSV");
  await expect(ada.nextTopic).toBeEnabled();
  line.hold();
  await ada.nextTopic.click();
  await expect(bob.topicTitle).toHaveText("Export as CSV");
  line.cut();
  await ownServer.kill9();
  await ownServer.start();
  line.resume();
  await ada.isConnected();
  for (const person of [ada, bob]) {
    await expect(person.topic).toContainText("Round 2");
    await expect(person.topicTitle).toHaveText("Export as CSV");
    await expect(person.notice).toBeEmpty();
  }
  await people.leave();
  await line.stop();
});

import { expect, test } from "./fixtures";
import type { RoomPage } from "./pages/room_page";

test("V1 everyone sees at once that somebody has played", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await expect(ada.seat("Bob")).toContainText("has not played yet");
  await expect(ada.table).toContainText("0 of 2 have played");
  await bob.play("8");
  for (const person of [ada, bob]) {
    await expect(person.seat("Bob")).toContainText("has played");
    await expect(person.seat("Ada")).toContainText("has not played yet");
    await expect(person.table).toContainText("1 of 2 have played");
  }
});

test("V2 a card can be changed until the reveal, and the last one counts", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.play("3");
  await ada.play("13");
  await expect(ada.card("3")).not.toBeChecked();
  await expect(ada.seat("Ada")).toContainText("has played");
  await ada.turnOver();
  await expect(ada.seat("Ada")).toContainText("played 13");
});

test("V6 the same card pressed again comes back into the hand", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.play("8");
  await expect(ada.seat("Bob")).toContainText("has played");
  await bob.card("8").click();
  await expect(bob.card("8")).not.toBeChecked();
  await expect(ada.seat("Bob")).toContainText("has not played yet");
  await expect(ada.table).toContainText("0 of 2 have played");
});

test("V1 observers have no hand", async ({ people }) => {
  const ada = await people.join("Ada");
  const olga = await people.join("Olga", { part: "Observer" });
  await expect(olga.hand).toHaveCount(0);
  await expect(ada.seat("Olga")).toContainText("observes");
  await expect(ada.table).toContainText("0 of 1 have played");
});

test("V3 a card that lies face down is in nobody else's document and on nobody else's wire", async ({ people }) => {
  // Two rooms, alike in all but the cards that Ada plays face down.
  const tables = [];
  for (const cards of [["5", "8"], ["89", "?"]] as const) {
    const room = await people.openRoom(await people.browserOf());
    const ada = await people.join("Ada", { room });
    const bob = await people.come({ room });
    const frames: string[] = [];
    bob.page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => frames.push(payload.toString("hex" as BufferEncoding)));
    });
    await bob.page.reload();
    await bob.isConnected();
    await bob.sitDown("Bob");
    const cleo = await people.join("Cleo", { room });
    await expect(bob.seat("Cleo")).toBeVisible();
    tables.push({ room, cards, ada, bob, cleo, frames, before: frames.length });
  }

  for (const { cards, ada, bob, cleo, frames, before } of tables) {
    for (const card of cards) await ada.play(card);
    await expect(bob.seat("Ada")).toContainText("has played");
    // What is told of Cleo comes after all that is told of Ada, so that nothing is still on its way.
    await cleo.play("1");
    await expect(bob.seat("Cleo")).toContainText("has played");
    const heard = frames.slice(before).filter((frame) => !isHeartbeat(frame));
    expect(heard, "one frame for Ada, none for her change, one for Cleo").toHaveLength(2);
  }

  const [one, other] = tables.map(({ frames, before }) => frames.slice(before).filter((frame) => !isHeartbeat(frame)));
  expect(one).toEqual(other);

  for (const { bob } of tables) await expect(bob.spoken).toHaveText(/^(Cleo joined\. )?2 of 3 have played\.$/);
  const [hers, theirs] = await Promise.all(tables.map(({ bob, room }) => documentOf(bob, room)));
  expect(hers).toEqual(theirs);

  // Whoever comes now is sent a page with the room in it, and that must not hold the card either.
  const seeds = [];
  for (const { room } of tables) {
    const dora = await people.come({ room });
    await expect(dora.seat("Ada")).toContainText("has played");
    seeds.push(await seedOf(dora, room));
  }
  expect(seeds[0]).toBe(seeds[1]);

  // The rooms do differ, as one sees when the cards are turned.
  for (const { bob, cleo } of tables) {
    await cleo.takeChair.click();
    await cleo.turnOver();
    await expect(bob.summary).toBeVisible();
  }
  const [hersOpen, theirsOpen] = await Promise.all(tables.map(({ bob, room }) => documentOf(bob, room)));
  expect(hersOpen).not.toEqual(theirsOpen);
});

/** A heartbeat says the time, and comes when it comes. It is the server's fourth kind of message. */
function isHeartbeat(frame: string): boolean {
  return frame.startsWith("03");
}

/**
 * All that the document holds, tag by tag, but for the room's name and what is different in every document: the nonce, the
 * page as it was loaded, and the moment when something is spoken.
 */
async function documentOf({ page }: RoomPage, room: string): Promise<string[]> {
  const content = await page.content();
  return content
    .replaceAll(room.replace("/r/", ""), "(room)")
    .replace(/ data-seed="[^"]*"/, "")
    .replace(/ nonce="[^"]*"/g, "")
    .replace(/(<p [^>]*id="speech"[^>]*>)[^<]*/, "$1")
    .split(/(?<=>)/);
}

/** The room as the server wrote it into the document, but for its name and the clock. */
async function seedOf({ page }: RoomPage, room: string): Promise<string> {
  const html = await (await page.context().request.get(room)).text();
  const seed = Buffer.from(/ data-seed="([^"]+)"/.exec(html)?.[1] ?? "", "base64").toString("hex");
  expect(seed).not.toBe("");
  // The clock is six bytes, followed by the empty join form.
  const name = Buffer.from(room.replace("/r/", "")).toString("hex");
  return seed.replaceAll(name, "(room)").replace(/.{12}(000000)$/, "(clock)$1");
}

import { expect, test } from "./fixtures";
import { LandingPage } from "./pages/landing_page";
import { RoomPage } from "./pages/room_page";
import { REFUSED_FORM } from "./support/complaints";
import { holdProgram } from "./support/loading";

const LONGEST = "Wolfeschlegelsteinhausenbergerdorffderäl";

for (const [script, name] of [
  ["Arabic", "ليلى الحسن"],
  ["Hindi", "प्रिया शर्मा"],
  ["Chinese", "王小明"],
  ["emoji", "👩🏽‍🚀 Zoë 🇺🇦"],
  ["40 letters", LONGEST],
] as const) {
  test(`P2 one sits down with a nickname in ${script}`, async ({ people }) => {
    const ada = await people.join("Ada");
    const other = await people.join(name);
    for (const person of [ada, other]) await expect(person.seat(name)).toBeVisible();
    await expect(other.seat(name)).toContainText("you");
    await expect(other.menu).toContainText(name);
  });
}

for (const [what, typed, error] of [
  ["empty", "", "Please enter a nickname."],
  ["blank", "   ", "Please enter a nickname."],
  ["too long", `${LONGEST}x`, "A nickname has at most 40 characters."],
] as const) {
  test(`P2 a nickname that is ${what} is refused beside the field`, async ({ people }) => {
    const ada = await people.come();
    await ada.nickname.fill(typed);
    await ada.join.click();
    await expect(ada.nickname).toHaveAccessibleDescription(error);
    await expect(ada.nickname).toHaveAttribute("aria-invalid", "true");
    await expect(ada.page.getByText(error)).toBeVisible();
    await expect(ada.nickname).toHaveValue(typed);
    await expect(ada.nickname).toBeFocused();
    await expect(ada.seats).toHaveCount(0);
    await ada.sitDown("Ada");
  });
}

test("P3 a nickname that is taken is refused beside the field, in any case and width", async ({ people }) => {
  await people.join("Ada");
  const other = await people.come();
  for (const name of ["Ada", "ADA", "Ａｄａ"]) {
    await other.nickname.fill(name);
    await other.join.click();
    await expect(other.nickname).toHaveAccessibleDescription("Somebody at this table already has that name.");
    await expect(other.nickname).toHaveValue(name);
    await expect(other.seats).toHaveCount(1);
  }
  await other.sitDown("Ada L.");
  await expect(other.seats).toHaveCount(2);
});

test("T1 a nickname becomes one line", async ({ people }) => {
  const ada = await people.join("  Ada \t Lovelace ");
  await expect(ada.seat("Ada Lovelace")).toBeVisible();
});

test("D1 one opens a room from the landing page, with a name and a deck", async ({ page }) => {
  const landing = new LandingPage(page);
  await landing.open();
  await expect(landing.deck("Fibonacci")).toBeChecked();
  await landing.openRoom("Wörk 🛠 チーム", "Hours");
  const room = new RoomPage(page);
  await expect(room.roomName).toHaveText("Wörk 🛠 チーム");
  await room.isConnected();
  await room.sitDown("Ada");
  await expect(room.seat("Ada")).toContainText("moderator");
  await expect(room.hand.getByRole("radio")).toHaveCount(11);
  for (const card of ["0", "½", "1", "2", "4", "8", "16", "24", "40", "?", "☕"]) await expect(room.card(card)).toBeVisible();
});

test("the name that one had is offered in the next room", async ({ people }) => {
  const ada = await people.join("Ada");
  const next = await people.openRoom(ada.page.context());
  await ada.open(next);
  await expect(ada.nickname).toHaveValue("Ada");
  await ada.join.click();
  await ada.hasSeat();
});

test("the part that one had is offered in the next room, and the button says which it is", async ({ people }) => {
  const olga = await people.come();
  await expect(olga.join).toHaveAccessibleName("Join as voter");
  await olga.part("Observer").check();
  await expect(olga.join).toHaveAccessibleName("Join as observer");
  await olga.part("Voter").check();
  await expect(olga.join).toHaveAccessibleName("Join as voter");
  await olga.sitDown("Olga", "Observer");

  await olga.open(await people.openRoom(olga.page.context()));
  await expect(olga.part("Observer")).toBeChecked();
  await expect(olga.join).toHaveAccessibleName("Join as observer");
  await olga.join.click();
  await expect(olga.seat("Olga")).toContainText("observer");

  await olga.open(await people.openRoom(olga.page.context()));
  await olga.sitDown("Olga", "Voter");
  await olga.open(await people.openRoom(olga.page.context()));
  await expect(olga.nickname).toHaveValue("Olga");
  await expect(olga.part("Voter")).toBeChecked();
  await expect(olga.join).toHaveAccessibleName("Join as voter");
});

test("what one types while the page is loading stays", async ({ people }) => {
  const context = await people.browserOf();
  const room = await people.openRoom(context);
  const page = await context.newPage();
  const load = await holdProgram(page);
  await page.goto(room, { waitUntil: "commit" });
  const ada = new RoomPage(page);
  await ada.nickname.fill("Ada");
  await ada.part("Observer").check();
  load();
  await ada.isConnected();
  await expect(ada.nickname).toHaveValue("Ada");
  await expect(ada.part("Observer")).toBeChecked();
  await ada.join.click();
  await expect(ada.seat("Ada")).toContainText("observer");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, tolerated: REFUSED_FORM });

  test("P1 one opens a room and sits down in it", async ({ page, people }) => {
    const landing = new LandingPage(page);
    await landing.open();
    await landing.openRoom("Platform team", "T-shirt");
    const ada = new RoomPage(page);
    await ada.nickname.fill("Ada");
    await ada.join.click();
    await expect(ada.seat("Ada")).toContainText("moderator");

    // What the form did counts for the page when it comes alive as well.
    const alive = await people.browserOf({ javaScriptEnabled: true, storageState: await page.context().storageState() });
    const again = new RoomPage(await alive.newPage());
    await again.open(page.url());
    await again.hasSeat();
    await expect(again.seats).toHaveCount(1);
    await expect(again.reveal).toBeVisible();
  });

  test("P2 a nickname that is refused is refused beside the field", async ({ page, people }) => {
    await page.goto(await people.openRoom(page.context()));
    const ada = new RoomPage(page);
    await ada.nickname.fill(`${LONGEST}x`);
    await ada.part("Observer").check();
    await expect(ada.join).toHaveAccessibleName("Join as observer");
    await ada.join.click();
    await expect(ada.nickname).toHaveAccessibleDescription("A nickname has at most 40 characters.");
    await expect(ada.nickname).toHaveValue(`${LONGEST}x`);
    await expect(ada.part("Observer")).toBeChecked();
    await ada.nickname.fill("Ada");
    await ada.join.click();
    await expect(ada.seat("Ada")).toContainText("observer");
  });

  test("P4 a second press of Join takes no second seat", async ({ page, people }) => {
    await page.goto(await people.openRoom(page.context()));
    const ada = new RoomPage(page);
    for (const name of ["Ada", "Ada again"]) {
      await ada.nickname.fill(name);
      await ada.join.click();
      await expect(ada.seats).toHaveCount(1);
      await expect(ada.seat("Ada")).toBeVisible();
    }
  });

  test("T2 a name of a room that is too long is refused beside the field", async ({ page }) => {
    const landing = new LandingPage(page);
    await landing.open();
    await landing.roomName.fill("x".repeat(61));
    await landing.deck("Hours").check();
    await landing.openTable.click();
    await expect(landing.roomName).toHaveAccessibleDescription("A room's name has at most 60 characters.");
    await expect(landing.roomName).toHaveValue("x".repeat(61));
    await expect(landing.deck("Hours")).toBeChecked();
  });
});

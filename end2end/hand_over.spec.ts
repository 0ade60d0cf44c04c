import { expect, test } from "./fixtures";
import type { RoomPage } from "./pages/room_page";
import { scan } from "./support/camera";

const PHONE = { width: 360, height: 640 };
const NO_LONGER_GOOD = "That code is no longer good. Make a new one on your other device.";

test("P12 a code on the screen takes one's seat to a phone as well, and serves once", async ({ people }) => {
  const ada = await people.join("Ada");
  const bob = await people.join("Bob");
  await bob.play("8");
  const link = await linkOf(bob);
  expect(await scan(bob.handOverCode), "what a camera reads").toBe(link);

  const phone = await people.come({ viewport: PHONE, room: link });
  await phone.hasSeat();
  await expect(phone.seat("Bob")).toContainText("you");
  await expect(phone.card("8")).toBeChecked();
  await phone.play("13");
  await expect(bob.card("13")).toBeChecked();
  await expect(bob.card("8")).not.toBeChecked();
  for (const person of [ada, bob, phone]) await expect(person.names()).toHaveText(["Ada", "Bob"]);
  // The code is gone from the address, so nobody passes it on by mistake; the seat stays.
  await expect(phone.page).toHaveURL(people.room);
  await phone.page.reload();
  await phone.hasSeat();

  const thief = await people.come({ room: link });
  await expect(thief.notice).toHaveText(NO_LONGER_GOOD);
  await expect(thief.joinTitle).toBeVisible();
  await expect(thief.page).toHaveURL(people.room);
  await thief.page.reload();
  await thief.isConnected();
  await expect(thief.notice).toBeEmpty();

  // The person is here for as long as one of their devices is.
  await bob.page.context().close();
  await ada.play("5");
  await ada.turnOver();
  await expect(phone.seat("Bob")).toContainText("played 13");
  await expect(ada.seat("Bob")).not.toContainText("gone");
});

test("P12 a code can be scanned in dark colours", async ({ people }) => {
  const ada = await people.join("Ada", { colorScheme: "dark", viewport: PHONE });
  const link = await linkOf(ada);
  await ada.isStill();
  expect(await scan(ada.handOverCode)).toBe(link);
});

test("P12 a link with a code can be followed where the page is open already", async ({ people }) => {
  const ada = await people.join("Ada");
  const phone = await people.come();
  await expect(phone.joinTitle).toBeVisible();
  await phone.page.goto(await linkOf(ada));
  await phone.hasSeat();
  await expect(phone.seat("Ada")).toContainText("you");
  await expect(phone.reveal).toBeVisible();
  await expect(phone.page).toHaveURL(people.room);
});

test("P12 a code is shown for two minutes, and then another can be had", async ({ people }) => {
  const ada = await people.join("Ada");
  await ada.page.clock.install();
  const first = await linkOf(ada);
  await ada.page.clock.fastForward("02:01");
  await expect(ada.page.getByText("The code has expired.")).toBeVisible();
  await expect(ada.handOverCode).toHaveCount(0);
  await expect(ada.handOver).toBeEnabled();
  // The page learns with its next connection what time it is now.
  await ada.page.reload();
  await ada.hasSeat();
  expect(await linkOf(ada)).not.toBe(first);
  await expect(ada.handOverCode).toBeVisible();
  // The newer code is the only one.
  const late = await people.come({ room: first });
  await expect(late.notice).toHaveText(NO_LONGER_GOOD);
});

/** Opens the menu and asks for a link. */
async function linkOf(person: RoomPage): Promise<string> {
  await person.menu.click();
  await person.handOver.click();
  await expect(person.handOverLink).toHaveValue(/\/r\/[0-9a-z-]+#code=[\w-]{16,}$/);
  return person.handOverLink.inputValue();
}

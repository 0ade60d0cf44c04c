import { resolve } from "node:path";

import { expect, test } from "./fixtures";

// The pictures of the README. A run writes them beside its other results; with UPDATE_SCREENSHOTS=1 to where the README
// shows them, so that they change when somebody means them to.
const folder = process.env.UPDATE_SCREENSHOTS ? resolve("..", "docs", "images") : resolve("test-results", "pictures");
const guests = { Grace: "5", Björn: "8", ليلى: "3", Priya: "13", Jo: "?", Oluwaseun: "5" };

for (const { name, viewport } of [
  { name: "table", viewport: { width: 1200, height: 780 } },
  { name: "phone", viewport: { width: 390, height: 844 } },
]) {
  test(`a picture for the README: ${name}`, async ({ people }) => {
    const ada = await people.join("Ada", { viewport, deviceScaleFactor: 2 });
    const bots = await people.bots();
    await bots.sit(Object.keys(guests));
    await bots.play(guests);
    await ada.editTopic.click();
    await ada.topicField.fill("Log in with a passkey");
    await ada.saveTopic.click();
    await expect(ada.topicTitle).toHaveText("Log in with a passkey");
    await ada.play("5");
    await expect(ada.table).toContainText("Everybody has played");
    // The pointer lies aside, and nothing has the ring of the keyboard.
    await ada.turnOver();
    await ada.page.mouse.move(0, 0);
    await ada.page.locator(":focus").blur();
    await ada.isStill();
    await ada.page.screenshot({ path: resolve(folder, `${name}.png`) });
  });
}

import type { Locator, Page } from "@playwright/test";

/** The page where one opens a room. */
export class LandingPage {
  readonly roomName: Locator;
  readonly openTable: Locator;

  constructor(readonly page: Page) {
    this.roomName = page.getByRole("textbox", { name: "Name of the room" });
    this.openTable = page.getByRole("button", { name: "Open the table" });
  }

  async open() {
    await this.page.goto("/");
  }

  deck(name: string): Locator {
    return this.page.getByRole("radio", { name, exact: true });
  }

  async openRoom(name: string, deck?: string) {
    await this.roomName.fill(name);
    if (deck) await this.deck(deck).check();
    await this.openTable.click();
    await this.page.waitForURL(/\/r\/[0-9a-z-]+$/);
  }
}

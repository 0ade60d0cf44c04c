import type { Locator, Page } from "@playwright/test";

/** The page of results of a room. */
export class ResultsPage {
  readonly name: Locator;
  readonly estimates: Locator;
  readonly meeting: Locator;
  readonly stories: Locator;
  readonly files: Locator;
  readonly print: Locator;
  readonly back: Locator;

  constructor(readonly page: Page) {
    this.name = page.getByRole("heading", { level: 1 });
    this.estimates = page.getByRole("table", { name: "Estimates" });
    this.meeting = page.getByRole("region", { name: "The meeting" });
    this.stories = page.getByRole("region", { name: "How we got there" });
    this.files = page.getByRole("region", { name: "Take it along" });
    this.print = page.getByRole("button", { name: "Print" });
    this.back = page.getByRole("link", { name: "Back to the table" });
  }

  async open(room: string) {
    await this.page.goto(`${room}/results`);
  }

  /** The line of that topic. */
  topic(title: string): Locator {
    return this.estimates.getByRole("row").filter({ hasText: title });
  }

  /** The table of who played what for that topic. */
  story(title: string): Locator {
    return this.stories.getByRole("table", { name: `Who played what: ${title}` });
  }
}

import { expect, type Locator } from "@playwright/test";

import type { RoomPage } from "./room_page";

/** The list of topics, as one person has it before them. */
export class TopicsPage {
  readonly button: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly search: Locator;
  readonly add: Locator;
  readonly undo: Locator;
  readonly drawer: Locator;
  /** The sheet of one topic. */
  readonly sheet: Locator;
  /** What is agreed on after a reveal. */
  readonly estimate: Locator;

  constructor(private readonly room: RoomPage) {
    const { page } = room;
    this.button = page.getByRole("banner").getByRole("button", { name: "Topics" });
    this.list = page.getByRole("list", { name: "Topics" });
    this.rows = this.list.getByRole("listitem");
    this.search = page.getByRole("searchbox", { name: "Search the topics" });
    this.add = page.getByRole("textbox", { name: "Add a topic" });
    this.undo = page.getByRole("button", { name: /^Undo/ });
    this.drawer = page.getByRole("dialog", { name: "Topics" });
    this.sheet = page.getByRole("dialog", { name: "Topic", exact: true });
    this.estimate = page.getByRole("region", { name: "Your cards" }).getByRole("group", { name: "Estimate", exact: true });
  }

  /** The row of the topic that is called so. */
  row(title: string): Locator {
    return this.rows.filter({ has: this.room.page.getByText(title, { exact: true }) });
  }

  /** What opens the topic, and what has the focus of its row. */
  open(title: string): Locator {
    return this.row(title).getByRole("button", { name: title }).first();
  }

  /** What puts the topic on the table. */
  pick(title: string): Locator {
    return this.row(title).getByRole("button", { name: `Estimate ${title}` });
  }

  /** The titles in the list, from above. */
  async titles(): Promise<string[]> {
    const placed = await this.rows.evaluateAll((rows) =>
      rows.map((row) => ({
        place: Number(row.getAttribute("aria-posinset")),
        title: row.querySelector("bdi")?.textContent ?? "",
      })),
    );
    return placed.sort((one, other) => one.place - other.place).map(({ title }) => title);
  }

  async hasTitles(titles: string[]) {
    await expect.poll(() => this.titles()).toEqual(titles);
  }

  /** Shows the list, and brings these topics to its end. */
  async bring(titles: string[]) {
    if (!(await this.add.isVisible())) await this.button.click();
    const before = await this.titles();
    for (const title of titles) {
      await this.add.fill(title);
      await this.add.press("Enter");
      await expect(this.add).toHaveValue("");
    }
    await this.hasTitles([...before, ...titles]);
  }
}

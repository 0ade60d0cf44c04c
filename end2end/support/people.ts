import type { Browser, BrowserContext, BrowserContextOptions } from "@playwright/test";

import { type Part, RoomPage } from "../pages/room_page";
import { Bots } from "./bots";
import type { Complaints } from "./complaints";

/** How somebody comes to the table. */
export interface Coming extends BrowserContextOptions {
  part?: Part;
  /** Another room than the one that the first person opened. */
  room?: string;
  /** What is done about their browser before they come. */
  prepare?: (context: BrowserContext) => Promise<unknown>;
}

/** The people of a test, each in a browser of their own. The first to come opens the room, and is its moderator. */
export class People {
  /** The path of the room. */
  room = "";
  private readonly contexts: BrowserContext[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly complaints: Complaints,
    private readonly deck: string,
  ) {}

  /** A browser of somebody's own. */
  async browserOf(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext(options);
    this.contexts.push(context);
    this.complaints.of(context);
    return context;
  }

  /** Opens a room as that browser's person. Gives its path. */
  async openRoom(context: BrowserContext): Promise<string> {
    const form = { name: "Platform team", deck: this.deck };
    const response = await context.request.post("/rooms", { form, maxRedirects: 0 });
    const room = response.headers().location;
    if (!room) throw new Error(`no room was made: ${response.status()}`);
    return room;
  }

  /** Somebody comes and sits down. */
  async join(name: string, coming: Coming = {}): Promise<RoomPage> {
    const person = await this.come(coming);
    await person.sitDown(name, coming.part);
    return person;
  }

  /** Somebody comes and looks on. */
  async come({ part: _, room, prepare, ...options }: Coming = {}): Promise<RoomPage> {
    const context = await this.browserOf(options);
    await prepare?.(context);
    this.room ||= room ?? (await this.openRoom(context));
    const person = new RoomPage(await context.newPage());
    await person.open(room ?? this.room);
    return person;
  }

  /** People who need no browser. */
  async bots(baseURL?: string): Promise<Bots> {
    const page = await (await this.browserOf(baseURL ? { baseURL } : {})).newPage();
    // Any page of ours will do, as long as it opens no socket of its own.
    await page.goto("/");
    return new Bots(page, this.room.replace("/r/", ""));
  }

  async leave() {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }
}

import type { BrowserContext } from "@playwright/test";

/** What the browser itself writes when a connection is cut, as some tests do on purpose. */
export const LOST_CONNECTION = /^WebSocket connection to 'ws:\/\/127\.0\.0\.1:\d+\/ws\/[0-9a-z-]+' failed: /;

/** What the browser writes of a form that came back with an error. */
export const REFUSED_FORM = /^Failed to load resource: the server responded with a status of 422 /;

/** What the browser writes of a page that is not there. */
export const NOT_FOUND = /^Failed to load resource: the server responded with a status of 404 /;

/** What browsers complain of: errors in their consoles, and what no code of a page caught. */
export class Complaints {
  readonly all: string[] = [];

  constructor(private readonly tolerated?: RegExp) {}

  /** Listens to every page of a context. */
  of(context: BrowserContext) {
    context.on("console", (message) => {
      if (message.type() === "error") this.add(message.text());
    });
    context.on("weberror", (error) => this.add(String(error.error().stack ?? error.error())));
  }

  private add(complaint: string) {
    if (!this.tolerated?.test(complaint)) this.all.push(complaint);
  }
}

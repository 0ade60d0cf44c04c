import { expect, test as base } from "@playwright/test";

import { Complaints } from "./support/complaints";
import { FaultProxy } from "./support/fault_proxy";
import { OwnServer, type Setup } from "./support/own_server";
import { People } from "./support/people";

interface Options {
  /** The deck of the rooms that are opened. */
  deck: string;
  /** Complaints of the browser that the test brings about on purpose; any other fails it. */
  tolerated: RegExp | undefined;
  /** How the test's own server is set up. */
  setup: Setup;
}

interface Fixtures {
  complaints: Complaints;
  people: People;
  /** A line to the server that can be cut. */
  line: FaultProxy;
  /** A server that can be stopped, killed and started anew. */
  ownServer: OwnServer;
}

export const test = base.extend<Options & Fixtures>({
  deck: ["fibonacci", { option: true }],
  tolerated: [undefined, { option: true }],
  setup: [{}, { option: true }],

  complaints: [
    async ({ tolerated }, use) => {
      const complaints = new Complaints(tolerated);
      await use(complaints);
      expect(complaints.all, "what the browsers complained of").toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, complaints }, use) => {
    complaints.of(context);
    await use(context);
  },

  people: async ({ browser, complaints, deck }, use) => {
    const people = new People(browser, complaints, deck);
    await use(people);
    await people.leave();
  },

  // People go before what connects them does: their pages would look for it, and the browser complain.
  line: async ({ baseURL, people }, use) => {
    const line = new FaultProxy(baseURL ?? "");
    await line.start();
    await use(line);
    await people.leave();
    await line.stop();
  },

  ownServer: async ({ people, setup }, use) => {
    const server = new OwnServer(setup);
    await server.start();
    await use(server);
    await people.leave();
    await server.clear();
  },
});

export { expect };

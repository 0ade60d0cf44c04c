import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { PROGRAM } from "./program";

/** A server of one test's own, which can be stopped and started anew on the same port. */
export class OwnServer {
  private child?: ChildProcess;
  private address = "127.0.0.1:0";

  get url(): string {
    return `http://${this.address}`;
  }

  /** Starts it, and waits until it listens. */
  async start() {
    const child = spawn(PROGRAM, ["--listen", this.address], { cwd: "..", stdio: ["ignore", "ignore", "pipe"] });
    this.child = child;
    for await (const line of createInterface({ input: child.stderr })) {
      const said = /Team Poker is at http:\/\/(\S+)/.exec(line)?.[1];
      if (said) {
        this.address = said;
        // What it says later is of no interest, but a pipe that nobody reads would stop it.
        child.stderr.resume();
        return;
      }
    }
    throw new Error(`${PROGRAM} ended before it listened`);
  }

  /** Asks it to end, as an operator does, and waits until it has. Gives its exit code. */
  async stop(): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    child.kill("SIGTERM");
    const [code] = (await once(child, "exit")) as [number | null];
    return code;
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { PROGRAM } from "./program";

/** How a server of one's own is set up. */
export interface Setup {
  /** Whether it keeps its rooms in a folder, and so finds them again after a restart. */
  keeps?: boolean;
  /** How long it waits for a moderator. */
  moderatorGraceSeconds?: number;
}

/** A server of one test's own, which can be stopped or killed, and started anew on the same port. */
export class OwnServer {
  private child?: ChildProcess;
  private address = "127.0.0.1:0";
  private folder?: string;

  constructor(private readonly setup: Setup = {}) {}

  get url(): string {
    return `http://${this.address}`;
  }

  /** Starts it, and waits until it listens. */
  async start() {
    const child = spawn(PROGRAM, await this.flags(), { cwd: "..", stdio: ["ignore", "ignore", "pipe"] });
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
    return this.end("SIGTERM");
  }

  /** Ends it as a crash does: it has no time to say or to write anything more. */
  async kill9() {
    await this.end("SIGKILL");
  }

  /** Stops it, and throws away what it kept. */
  async clear() {
    await this.stop();
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    child.kill(signal);
    const [code] = (await once(child, "exit")) as [number | null];
    return code;
  }

  private async flags(): Promise<string[]> {
    const { keeps, moderatorGraceSeconds } = this.setup;
    if (keeps) this.folder ??= await mkdtemp(join(tmpdir(), "team-poker-"));
    return [
      ...["--listen", this.address],
      ...(this.folder ? ["--data-dir", this.folder] : ["--ephemeral"]),
      ...(moderatorGraceSeconds === undefined ? [] : ["--moderator-grace", String(moderatorGraceSeconds)]),
    ];
  }
}

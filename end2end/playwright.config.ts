import { execFileSync } from "node:child_process";

import { defineConfig, devices } from "@playwright/test";

import { PROGRAM } from "./support/program";

// Whoever names a server (`cargo leptos end-to-end` does) has started it. Else the release is started, on a port of its
// own, and never one that is left from another run.
const named = process.env.BASE_URL;
const listen = "127.0.0.1:3100";
const baseURL = named ?? `http://${listen}`;

export default defineConfig({
  testDir: ".",
  // The looks are for people to see, not to be tested.
  testMatch: process.env.LOOKS ? "looks.spec.ts" : "*.spec.ts",
  testIgnore: process.env.LOOKS ? [] : "looks.spec.ts",
  // A busy machine is slow, and no test fails for that.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    // Without pictures of each step, which cost a quarter of the time.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: systemBrowser(),
      args: [
        // Chromium's sandbox does not run as root, and containers often have no other user.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        // Nothing of the browser's own goes over the network while the tests run.
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  webServer: named
    ? undefined
    : {
        command: PROGRAM,
        // What it says of each room would drown what the tests say, and what it keeps nobody needs.
        env: { TEAMPOKER_LISTEN: listen, TEAMPOKER_LOG: "warn", TEAMPOKER_EPHEMERAL: "true" },
        url: `${baseURL}/health`,
        reuseExistingServer: false,
        gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
        stdout: "pipe",
      },
});

/** The Chromium of the machine; without one, Playwright takes its own. scripts/setup looks in the same order. */
function systemBrowser(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium-headless-shell", "chromium", "google-chrome"];
  try {
    const look = names.map((name) => `command -v ${name}`).join(" || ");
    return execFileSync("sh", ["-c", look], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

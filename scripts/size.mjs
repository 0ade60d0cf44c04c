// What a first visit costs over the wire: starts the release, makes a room, and asks for its page and for all that this
// page names, as a browser does. Fails if that is more than the budget, or if a second visit would cost more than the page
// itself: a browser keeps all else.
//
//   node scripts/size.mjs PROGRAM

import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { createInterface } from "node:readline";

/** What it costs now, and a little for a room with people in it. It only ever gets smaller. */
const BUDGET_BYTES = 303_000;
/** Where it is to go. */
const GOAL_BYTES = 120_000;

const ENCODINGS = ["identity", "gzip", "br"];

const server = spawn(process.argv[2], ["--listen", "127.0.0.1:0", "--ephemeral"], {
  stdio: ["ignore", "ignore", "pipe"],
});
try {
  const made = await ask("POST", `${await address()}/rooms`, { "content-type": "application/x-www-form-urlencoded" });
  const origin = new URL(made.url).origin;
  const room = origin + made.headers.location;
  const page = await ask("GET", room, {});
  const rows = [];
  for (const path of [made.headers.location, ...named(page.body.toString())]) rows.push(await weigh(origin, path));
  for (const { path } of rows.slice(1)) await checkKept(origin, path);
  process.exitCode = report(rows);
} finally {
  server.kill();
}

/** Where the server listens, as soon as it does. */
async function address() {
  for await (const line of createInterface({ input: server.stderr })) {
    const said = /Team Poker is at (http:\/\/\S+)/.exec(line)?.[1];
    // A pipe that nobody reads would stop it.
    server.stderr.resume();
    if (said) return said;
  }
  throw new Error(`${process.argv[2]} ended before it listened`);
}

/** The files of the site that a page has its browser load. Of the icons it takes one: the picture that the page shows. */
function named(html) {
  const other = /rel="(icon|apple-touch-icon)"/;
  const tags = html.match(/<(link|script|img)\b[^>]*>/g).filter((tag) => !other.test(tag));
  return [...new Set(tags.map((tag) => /(?:href|src)="([^"]+)"/.exec(tag)?.[1]).filter(Boolean))];
}

/** How many bytes a path is in each encoding. */
async function weigh(origin, path) {
  const bytes = [];
  for (const encoding of ENCODINGS) {
    const { status, body } = await ask("GET", origin + path, { "accept-encoding": encoding });
    if (status !== 200) throw new Error(`${path}: ${status}`);
    bytes.push(body.length);
  }
  // What a browser is sent, which takes both.
  const { body } = await ask("GET", origin + path, { "accept-encoding": "gzip, br" });
  return { path, bytes: [...bytes, body.length] };
}

/** Checks that a browser keeps the file, and that one which asks again hears that it has not changed. */
async function checkKept(origin, path) {
  const { headers } = await ask("GET", origin + path, { "accept-encoding": "gzip, br" });
  if (!/max-age=[1-9]/.test(headers["cache-control"])) throw new Error(`${path} is not kept: ${headers["cache-control"]}`);
  if (path.startsWith("/pkg/") && !headers["cache-control"].includes("immutable")) throw new Error(`${path} is asked for again`);
  const again = await ask("GET", origin + path, { "accept-encoding": "gzip, br", "if-none-match": headers.etag });
  if (again.status !== 304 || again.body.length > 0) throw new Error(`${path} is sent again: ${again.status}`);
}

function report(rows) {
  const sums = [0, 1, 2, 3].map((column) => rows.reduce((sum, { bytes }) => sum + bytes[column], 0));
  line("", ["raw", "gzip", "brotli", "sent"]);
  for (const { path, bytes } of rows) line(path.replace(/^\/r\/.*/, "the page"), bytes);
  line("a first visit", sums);
  line("a second visit", rows[0].bytes);
  const sent = sums[3];
  console.log(`\nThe budget is ${BUDGET_BYTES} bytes, the goal ${GOAL_BYTES}.`);
  if (sent <= BUDGET_BYTES) return 0;
  console.error(`A first visit costs ${sent - BUDGET_BYTES} bytes too many.`);
  return 1;
}

function line(name, columns) {
  console.log(name.padEnd(48) + columns.map((column) => String(column).padStart(10)).join(""));
}

/** One request, whose body stays as it was sent. */
async function ask(method, url, headers) {
  const asked = request(url, { method, headers });
  asked.end();
  const [response] = await once(asked, "response");
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  return { url, status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

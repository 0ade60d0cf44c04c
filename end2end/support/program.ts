import { resolve } from "node:path";

/** The release, unless another build is named: `cargo leptos end-to-end` and people at work have one of their own. */
export const PROGRAM =
  process.env.TEAMPOKER_BINARY ?? resolve("..", process.env.CARGO_TARGET_DIR ?? "target", "release/team-poker");

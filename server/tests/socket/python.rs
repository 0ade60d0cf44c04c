//! A WebSocket client that is not ours, written from nothing but `docs/protocol.md`.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::common::{Server, within};

/// A Python that has `websockets`: the one that is set, or the one that `scripts/setup` installs.
fn python() -> PathBuf {
    let end2end = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end"));
    let python = env::var_os("TEAMPOKER_PYTHON").map_or(end2end.join(".venv/bin/python"), PathBuf::from);
    assert!(python.exists(), "{} is missing: run `scripts/setup test`, or set TEAMPOKER_PYTHON", python.display());
    python
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_not_ours_plays_a_round_by_the_document_alone() {
    let server = Server::start().await;
    let mut command = Command::new(python());
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/protocol_client.py"));
    command.arg(format!("http://{}", server.address));
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = within("the client's end", output).await.unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    assert!(out.contains("Ada played 8") && out.contains("Bob played 3"), "{out}");
}

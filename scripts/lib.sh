# shellcheck shell=bash
# Shared by the scripts in this folder, which source it.

# step TITLE COMMAND...: says what begins, runs it, says how long it took.
step() {
  local title=$1 began=$SECONDS
  shift
  echo "==> $title"
  "$@"
  echo "    $title: $((SECONDS - began)) s"
}

# stop MESSAGE...: says why it cannot go on, a line an argument, and ends.
stop() {
  printf '%s\n' "$@" >&2
  exit 1
}

// Runs Azurite on a leash: it saves its data and ends when standard input closes, that is when the host stops or
// is killed. Ctrl+C and a service manager's SIGTERM reach the whole process group, and the host needs its storage
// until its last request is done; so the signals themselves are left to the host.
"use strict";

const closers = [];
const once = process.once;
process.once = function (name, listener) {
  if (name === "SIGINT" || name === "SIGTERM") {
    if (name === "SIGTERM") closers.push(listener);
    return this;
  }
  return once.call(this, name, listener);
};
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  // Without a closer it has not begun to listen, and there is nothing to save.
  if (closers.length === 0) process.exit(0);
  for (const close of closers) close();
}
process.stdin.on("end", end);
process.stdin.on("close", end);
process.stdin.on("error", end);
process.stdin.resume();

require("azurite/dist/src/azurite.js");

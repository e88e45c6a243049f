// Runs Azurite on a leash: it saves its data and ends when standard input closes, that is when the host stops or
// is killed. Ctrl+C and a service manager's SIGTERM reach the whole process group, and the host needs its storage
// until its last request is done; so the signals themselves are left to the host.
//
// Two never work on one folder: whoever holds it answers on a port that azurite.lock names, with the word that stands
// there too, and the connection ends when it has ended. So the next one knows, and waits, without asking again and again.
//
// What Azurite prints goes to azurite.log. A pipe to a host that was killed would break, and end it while it saves.
"use strict";

const crypto = require("crypto");
const fs = require("fs");
const net = require("net");
const path = require("path");

const location = process.argv[process.argv.indexOf("--location") + 1];
const lock = path.join(location, "azurite.lock");
const log = fs.openSync(path.join(location, "azurite.log"), "w");
const word = crypto.randomBytes(16).toString("hex");
const HELD = 75; // exit code: another one holds the folder
const LISTENS = "Azurite Table service is successfully listening"; // the last of its three to start

// The host reads one word from the pipe, while it starts; later nothing is written there.
function tell(text) {
  try {
    fs.writeSync(1, text + "\n");
  } catch {
    // The host is gone; standard input says so too.
  }
}

function write(chunk, encoding, done) {
  const callback = typeof encoding === "function" ? encoding : done;
  fs.writeSync(log, typeof chunk === "string" ? chunk : Buffer.from(chunk));
  if (String(chunk).includes(LISTENS)) tell("ready");
  if (callback) process.nextTick(callback);
  return true;
}
process.stdout.write = write;
process.stderr.write = write;

const closers = [];
let running = false;
let ending = false;
const once = process.once;
process.once = function (name, listener) {
  if (name === "SIGINT" || name === "SIGTERM") {
    if (name === "SIGTERM") {
      closers.push(listener);
      // It began to answer a moment ago, and what it has acknowledged since must be saved.
      if (ending) listener();
    }
    return this;
  }
  return once.call(this, name, listener);
};
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

function end() {
  if (ending) return;
  ending = true;
  if (!running) process.exit(0);
  for (const close of closers) close();
}
process.stdin.on("end", end);
process.stdin.on("close", end);
process.stdin.on("error", end);
process.stdin.resume();

function run() {
  process.on("exit", () => {
    if (holder() === word) fs.rmSync(lock, { force: true });
  });
  running = true;
  require("azurite/dist/src/azurite.js");
}

function read() {
  try {
    return fs.readFileSync(lock, "utf8").trim().split(" ");
  } catch {
    return [];
  }
}

function holder() {
  return read()[1];
}

// The file appears with its content or not at all.
function claim(port) {
  const own = `${lock}.${process.pid}`;
  fs.writeFileSync(own, `${port} ${word}`);
  try {
    fs.linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    // No links on this file system.
    try {
      fs.writeFileSync(lock, `${port} ${word}`, { flag: "wx" });
      return true;
    } catch {
      return false;
    }
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function isAlive([port, expected], answer) {
  if (!port || !expected) return answer(false);
  const socket = net.connect(Number(port), "127.0.0.1");
  let heard = "";
  const settle = (alive) => {
    socket.destroy();
    answer(alive);
    answer = () => {};
  };
  socket.setTimeout(5000, () => settle(false));
  socket.on("error", () => settle(false));
  socket.on("close", () => settle(false));
  socket.on("data", (data) => {
    heard += data;
    if (heard.includes("\n")) settle(heard.trim() === expected);
  });
}

const answering = net.createServer((socket) => {
  socket.on("error", () => {});
  socket.write(word + "\n");
  socket.unref();
});
answering.listen(0, "127.0.0.1", () => {
  answering.unref();
  const port = answering.address().port;
  const attempt = (left) => {
    if (claim(port)) return run();
    const found = read();
    isAlive(found, (alive) => {
      if (alive || left === 0) process.exit(HELD);
      // Left behind by one that was killed itself.
      if (holder() === found[1]) fs.rmSync(lock, { force: true });
      attempt(left - 1);
    });
  };
  attempt(5);
});

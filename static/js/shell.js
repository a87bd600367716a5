// A sheet without a connection: what is typed here is locked into the buffer, and the sheet itself,
// which opens again with the connection, sends it. This page holds no key that could open anything.

import { keep } from "./lembar/buffer.js";
import { form, read } from "./lembar/fields.js";
import { boxOf } from "./lembar/sealing.js";
import { clock, say } from "./lembar/telling.js";
import { listen } from "./lembar/typing.js";

const EVERY = 5000;
const QUIET = 2000; // nobody is interrupted in the middle of a number
const { user, sheet, x, y, session } = form.dataset;
const id = crypto.randomUUID();
const began = read();
const box = await boxOf({ x, y });
let typedAt = 0;
let writing = Promise.resolve();

// Only what was typed here: of the rest this page knows nothing.
function typed() {
  return Object.fromEntries(Object.entries(read()).filter(([name, text]) => text !== began[name]));
}

listen(() => {
  typedAt = Date.now();
  const [at, fields] = [typedAt, typed()];
  writing = writing.then(async () => {
    const locked = await box.seal({ fields }, id);
    await keep({ id, user, sheet, at, base: null, version: null, position: "", box: locked });
    say("Belum terkirim ke server", `Isian di halaman ini disimpan terkunci di perangkat ini sejak pukul ${clock(at)}.`, "luring");
  }).catch(() => say("Isian tidak dapat disimpan di perangkat ini", "Jangan tutup halaman ini; catat nilai Anda di kertas.", "seru", { now: true }));
});

async function look() {
  if (Date.now() - typedAt < QUIET) return;
  await writing;
  const answer = await fetch(session, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) window.location.reload();
}

setInterval(look, EVERY);
window.addEventListener("online", look);

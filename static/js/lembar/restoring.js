// What an earlier visit left behind: unsent saves are put back, lost ones are sent again.

import { read, write } from "./fields.js";
import { clock, tell } from "./telling.js";

export async function restore(sender) {
  const records = await sender.records();
  const waiting = records.filter((record) => record.version !== null);
  const unsent = await opened(sender, records.filter((record) => record.version === null));
  records.forEach(({ id }) => sender.mine.add(id));
  sender.position = waiting.at(-1)?.position ?? "";
  const lost = await opened(sender, waiting.filter((record) => record.version > sender.version));
  if (lost.length) { // the first heartbeat notices, and all of them are sent again
    sender.version = lost.at(-1).version;
    write(lost.at(-1).fields);
  }
  if (!unsent.length) return;
  const fields = Object.assign({}, ...unsent.map((record) => record.fields));
  const now = read();
  if (Object.keys(fields).every((name) => now[name] === fields[name])) return forget(sender, unsent);
  const came = performance.getEntriesByType("navigation")[0]?.type;
  if (came === "reload" || came === "back_forward") putBack(sender, unsent, fields);
  else ask(sender, unsent, fields);
}

// Those of this member that can be opened; a shell's hold only what was typed there.
async function opened(sender, records) {
  const found = [];
  for (const record of records) {
    const content = await sender.box.open(record.box, record.id).catch(() => null);
    if (content) found.push({ ...record, fields: content.fields });
  }
  return found;
}

function forget(sender, records) {
  sender.forget(...records.map(({ id }) => id));
}

// Typed from an older version on: sent as such, so that the server shows both side by side.
function putBack(sender, records, fields) {
  const last = records.at(-1);
  write(fields);
  forget(sender, records.slice(0, -1));
  sender.version = last.base ?? sender.version;
  sender.changed({ id: last.id, at: last.at });
}

function ask(sender, records, fields) {
  const row = document.createElement("p");
  row.className = "row mt2";
  row.append(
    button("Pulihkan", "btn btn--primary", () => putBack(sender, records, fields)),
    button("Buang", "btn", () => forget(sender, records)),
  );
  tell("pulihkan", "strip", [`Kami menemukan isian yang belum terkirim pukul ${clock(records.at(-1).at).slice(0, 5)}. Pulihkan?`, row]);
}

function button(text, kind, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", () => {
    work();
    tell("pulihkan", "", null);
  });
  return made;
}

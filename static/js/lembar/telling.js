// What the page says about saving: one line in the bar, one banner while the connection is gone.
// The line changes at most every three seconds, and is read aloud only when its kind changes.

import { icon } from "./fields.js";

const PAUSE = 3000;
const bar = document.getElementById("keadaan");
const aloud = document.getElementById("kabar");
const banner = document.getElementById("sambungan");
let shownAt = -PAUSE;
let waiting = 0;

// `name` is the icon: the cloud (`simpan`) only where the server has everything said here.
export function say(title, detail, name, { now = false } = {}) {
  clearTimeout(waiting);
  const rest = shownAt + PAUSE - performance.now();
  if (now || rest <= 0) show(title, detail, name);
  else waiting = setTimeout(() => show(title, detail, name), rest);
}

// Takes the line back at once where it says more than is true: a change is never called saved.
export function unsay(title, detail, name) {
  if (bar.querySelector("b").textContent.startsWith("Tersimpan")) say(title, detail, name, { now: true });
  else say(title, detail, name);
}

function show(title, detail, name) {
  shownAt = performance.now();
  bar.classList.toggle("save--local", name !== "simpan");
  bar.querySelector("use").setAttribute("href", `#i-${name}`);
  bar.querySelector("b").textContent = title;
  bar.querySelector("span").replaceChildren(detail);
  const kind = title.replace(/ pukul .*/, "");
  if (aloud.textContent !== kind) aloud.textContent = kind;
}

// A banner above the page, or none: `parts` are paragraphs and buttons, the first one bold.
export function tell(place, name, parts) {
  const slot = document.getElementById(place);
  if (!parts) return slot.replaceChildren();
  const box = document.createElement("div");
  const words = document.createElement("div");
  box.className = "banner banner--warn mb4";
  words.append(...parts.map((part, position) => {
    if (part instanceof Node) return part;
    const line = document.createElement("p");
    const text = position ? document.createTextNode(part) : document.createElement("b");
    text.textContent = part;
    line.append(text);
    return line;
  }));
  box.append(icon(name), words);
  return slot.replaceChildren(box);
}

export function offline(since) {
  if (banner.childElementCount) return;
  tell("sambungan", "luring", [
    "Sambungan terputus. Anda tetap dapat menilai.",
    `Nilai disimpan di perangkat ini sejak pukul ${clock(since)} dan dikirim otomatis saat tersambung kembali. Jangan tutup halaman ini. Perlu lembar kertas? Angkat tangan, sekretariat akan datang.`,
  ]);
}

export function online() {
  banner.replaceChildren();
}

// 10.43.07 in the hall's time, wherever this device thinks it is.
export function clock(at) {
  return new Date(at).toLocaleTimeString("id-ID", { timeZone: "Asia/Jakarta" });
}

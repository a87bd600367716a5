// The score sheet. Without this file the page is an ordinary form, and the server stays the only
// judge of what is valid; with it, what is typed is saved a second later and survives a dead spot.

import { boxOf } from "./lembar/sealing.js";
import { blank, form, numbers, read, scored, setError, silent, write } from "./lembar/fields.js";
import { lock } from "./lembar/lock.js";
import { restore } from "./lembar/restoring.js";
import { Sender } from "./lembar/sender.js";
import { session } from "./lembar/server.js";
import { clock, offline, online, say, tell, unsay } from "./lembar/telling.js";
import { listen } from "./lembar/typing.js";

const HEARTBEAT = 15_000;
const ODD_CLOCK = 2 * 60_000;
const { user, name, sheet } = form.dataset;
const review = form.action.replace(/simpan\/$/, "tinjau/");
let explicit = false; // whether the member pressed a button, or the page saves by itself

const page = {
  read,
  online,
  saving: () => unsay("Menyimpan…", "", "jam"),
  saved,
  meet,
  retrying(since, status) {
    offline(since);
    const detail = status ? "Layanan sedang dipulihkan. Jangan tutup halaman ini; isian Anda akan dikirim otomatis."
      : `Ada di perangkat ini sejak pukul ${clock(since)}; dikirim otomatis saat tersambung.`;
    unsay("Belum terkirim ke server", detail, "luring");
  },
  async signedOut() {
    unsay("Sesi Anda berakhir", "Isian Anda tetap ada di halaman ini.", "kunci");
    await lock("Sesi Anda berakhir", "Masuk kembali; isian Anda tetap ada.", async () => {
      const now = await session();
      if (now.user && now.user !== user) page.otherUser();
      return now.user === user && now;
    });
    sender.resume();
  },
  async otherUser() {
    await sender.writing;
    blank();
    const now = await session().catch(() => ({}));
    const who = now.name ? `Perangkat ini sekarang dipakai oleh ${now.name}. ` : "";
    const text = `${who}Nilai Anda belum hilang. Masuk kembali sebagai ${name} untuk melanjutkan.`;
    await lock("Perangkat ini dipakai orang lain", text, async () => (await session()).user === user);
    await sender.keepAgain(); // the other one's signing out wiped everything that lay here
    window.location.reload();
  },
  closed() {
    window.location.assign(review);
  },
  refused(status, body) {
    const text = status === 404 ? "Lembar ini tidak lagi menjadi tugas Anda." : body.message;
    unsay("Belum tersimpan", text ?? "Muat ulang halaman ini; isian Anda tetap ada di perangkat ini.", "seru");
  },
};

const sender = new Sender({
  user,
  sheet,
  version: Number(form.elements.base_version.value),
  box: await boxOf(JSON.parse(form.dataset.keys)),
  page,
});
form.removeAttribute("data-keys");

function saved(answer, fields) {
  const names = Object.keys(fields);
  const faulty = names.filter((field) => answer.errors[field]);
  form.elements.base_version.value = answer.version;
  names.forEach((field) => {
    if (form.elements[field].value === fields[field]) setError(field, answer.errors[field] || "");
  });
  document.querySelectorAll("[data-meeting]").forEach((part) => part.remove());
  document.title = `${faulty.length ? "Kesalahan: " : ""}${document.title.replace(/^Kesalahan: /, "")}`;
  if (sender.draft) return;
  const rest = faulty.length ? `${faulty.length} isian perlu diperbaiki`
    : scored() < numbers().length ? "Anda dapat menyimpan dan melanjutkan nanti"
      : silent() ? `${silent()} catatan wajib belum diisi` : "Semua kriteria terisi";
  if (answer.saved_at) {
    const detail = faulty.length ? `${rest}; yang lain tersimpan` : rest;
    say(`Tersimpan di server pukul ${answer.saved_at} WIB`, detail, "simpan", { now: explicit });
  } else say("Belum ada yang disimpan", rest, "strip", { now: true });
  if (explicit && faulty.length) form.elements[faulty[0]].focus();
}

// Another tab saved in between: both versions side by side, and what was typed meanwhile stays.
function meet(answer, fields) {
  document.querySelectorAll("[data-meeting]").forEach((part) => part.remove());
  const now = read();
  const untouched = Object.entries(answer.fields).filter(([field]) => now[field] === fields[field]);
  write(Object.fromEntries(untouched));
  Object.entries(answer.meetings).forEach(([number, html]) => {
    const parts = new DOMParser().parseFromString(html, "text/html").body.childNodes;
    document.querySelector(`#k${number} .crit__grid`).before(...parts);
  });
  form.querySelectorAll('[data-meeting] input[type="radio"]').forEach((radio) => { radio.checked = false; });
  form.elements.base_version.value = answer.version;
  const choose = answer.choices.map((number) => {
    const link = document.createElement("a");
    link.href = `#k${number}`;
    link.textContent = document.querySelector(`#k${number} legend b`).textContent;
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  const list = document.createElement("ul");
  list.append(...choose);
  tell("bentrok", "tukar", [
    `Lembar ini juga dibuka di tab atau perangkat lain dan sudah berubah pukul ${answer.saved_at} WIB.`,
    ...(choose.length ? ["Bandingkan lalu pilih isi yang benar pada kriteria ini, kemudian tekan Simpan:", list]
      : ["Tidak ada isian yang bertentangan. Isian yang tidak Anda ubah di sini diambil dari server."]),
  ]);
  document.getElementById("bentrok").firstElementChild.dataset.meeting = "";
  unsay("Isi halaman ini belum tersimpan semua", choose.length ? "Pilih, lalu tekan Simpan" : "", "tukar");
  return choose.length > 0;
}

// Of two tabs' versions nothing is taken for granted: the first choice that is still open.
function openChoice() {
  return numbers().map((number) => form.querySelector(`input[name="p${number}"]`))
    .find((radio) => radio && !form.querySelector(`input[name="${radio.name}"]:checked`));
}

function touched() {
  if (openChoice()) return sender.hold();
  unsay("Menyimpan…", "", "jam");
  return sender.changed();
}

listen(touched);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const next = event.submitter?.value;
  if (openChoice()) {
    say("Isi halaman ini belum tersimpan semua", "Pilih isi yang benar dahulu, lalu tekan Simpan", "tukar", { now: true });
    return openChoice().focus();
  }
  explicit = true;
  say("Menyimpan…", "", "jam", { now: true });
  const isSaved = await sender.saveNow();
  explicit = false;
  return isSaved && next === "review" && window.location.assign(review);
});

let isLeaving = false; // signed out: what could not be sent was given up knowingly
window.addEventListener("pratama:left", () => { isLeaving = true; });
window.addEventListener("beforeunload", (event) => {
  if (sender.isUnsent && form.isConnected && !isLeaving) event.preventDefault();
});

async function beat() {
  if (document.hidden || sender.halted) return;
  try {
    const upTo = sender.version;
    const now = await session({ position: sender.position });
    if (now.user !== user) return void sender.halt(now.user ? page.otherUser : page.signedOut);
    warnAboutClock(now.now - Date.now());
    if (sender.failures) sender.retry();
    await sender.heard(now, upTo);
  } catch {
    if (sender.isUnsent) offline(sender.sent?.at ?? Date.now());
  }
}

function warnAboutClock(off) {
  const minutes = Math.round(Math.abs(off) / 60_000);
  const much = minutes < 90 ? `${minutes} menit` : minutes < 36 * 60 ? `${Math.round(minutes / 60)} jam` : `${Math.round(minutes / 1440)} hari`;
  tell("jam", "jam", Math.abs(off) < ODD_CLOCK ? null : [
    `Jam perangkat berbeda ${much} dari server.`, "Waktu server yang berlaku; isian Anda aman. Betulkan jam perangkat ini bila sempat.",
  ]);
}

setInterval(beat, HEARTBEAT);
document.addEventListener("visibilitychange", beat);
window.addEventListener("online", () => (sender.sent ? sender.retry() : beat()));
window.addEventListener("pratama:leaving", ({ detail }) => {
  if (sender.isUnsent) detail.waitFor(sender.saveNow());
});

// The answer to a refused save stands at the command's address; the page's own can be opened again.
if (window.location.href.split("#")[0] === form.action) {
  window.history.replaceState(null, "", form.action.replace(/simpan\/$/, ""));
}

document.querySelector("[autofocus]")?.focus();
if (!form.hasAttribute("data-unsent")) await restore(sender);
await beat();

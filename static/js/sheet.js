// The score sheet. Without this file the page is an ordinary form, and the server stays the only
// judge of what is valid; with it, what is typed is saved a second later and survives a dead spot.

import { boxOf } from "./lembar/sealing.js";
import { blank, complaintAbout, follow, form, levelsOf, numbers, read, scored, setError, write } from "./lembar/fields.js";
import { lock } from "./lembar/lock.js";
import { restore } from "./lembar/restoring.js";
import { Sender } from "./lembar/sender.js";
import { session } from "./lembar/server.js";
import { clock, offline, online, say, tell, unsay } from "./lembar/telling.js";

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
    const why = status ? "Layanan sedang dipulihkan. Jangan tutup halaman ini; isian Anda akan dikirim otomatis."
      : "Dikirim otomatis saat tersambung kembali.";
    unsay("Belum terkirim ke server", `Nilai ada di perangkat ini sejak pukul ${clock(since)}. ${why}`, "luring");
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
  if (explicit) document.querySelectorAll("[data-meeting]").forEach((part) => part.remove());
  document.title = `${faulty.length ? "Kesalahan: " : ""}${document.title.replace(/^Kesalahan: /, "")}`;
  if (sender.draft) return;
  const rest = faulty.length ? `${faulty.length} isian perlu diperbaiki`
    : scored() < numbers().length ? "Anda dapat menyimpan dan melanjutkan nanti" : "Semua kriteria terisi";
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

function mustChoose() {
  return form.querySelector('input[name^="p"][type="radio"]') !== null;
}

function touched() {
  if (mustChoose()) return; // the member compares first, and says so with Simpan
  unsay("Menyimpan…", "", "jam");
  sender.changed();
}

// What was chosen stands in the fields, where it can still be changed.
function choose(radio) {
  const number = radio.name.slice(1);
  write({ [`n${number}`]: radio.dataset.score, [`c${number}`]: radio.dataset.note });
  setError(`n${number}`, "");
  setError(`c${number}`, "");
}

// Who types again after choosing means what he types.
function chooseTyped(number) {
  const mine = form.querySelector(`input[name="p${number}"][value="mine"]`);
  if (!mine) return;
  mine.checked = true;
  mine.dataset.score = form.elements[`n${number}`].value;
  mine.dataset.note = form.elements[`c${number}`].value;
}

form.addEventListener("change", (event) => {
  const [kind, number] = [event.target.name[0], event.target.name.slice(1)];
  if (kind === "p") choose(event.target);
  if (kind === "t") {
    form.elements[`n${number}`].value = event.target.dataset.middle;
    setError(`n${number}`, "");
    chooseTyped(number);
  }
  if (kind === "t" || kind === "n") follow(number);
  if (kind === "n") setError(event.target.name, complaintAbout(event.target));
  if (kind === "t" || kind === "p") touched();
});

form.addEventListener("input", (event) => {
  const [kind, number] = [event.target.name[0], event.target.name.slice(1)];
  if (kind !== "n" && kind !== "c") return;
  chooseTyped(number);
  if (kind === "n") {
    if (!complaintAbout(event.target)) setError(event.target.name, "");
    follow(number);
  }
  touched();
});

form.addEventListener("keydown", (event) => {
  const isLevel = event.target.type === "radio" && event.target.name[0] === "t";
  if (isLevel && /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
    const radio = levelsOf(event.target.name.slice(1))[Number(event.key) - 1];
    if (radio) {
      radio.focus();
      radio.click();
      event.preventDefault();
    }
  }
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit(document.querySelector('button[value="review"]'));
  } else if (event.key === "Enter" && event.target.tagName === "INPUT") {
    event.preventDefault(); // Enter in a number is not the end of the sheet
  }
});

// What lies beside the sheet, wherever the focus is: Alt+M the idea paper, Alt+P the profile.
document.addEventListener("keydown", (event) => {
  const beside = event.altKey && document.querySelector(`[data-key="${event.code}"]`);
  if (!beside) return;
  event.preventDefault();
  beside.click();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const next = event.submitter?.value;
  explicit = true;
  say("Menyimpan…", "", "jam", { now: true });
  const isSaved = await sender.saveNow();
  explicit = false;
  if (isSaved && next === "review") window.location.assign(review);
});

window.addEventListener("beforeunload", (event) => {
  if (sender.isUnsent && form.isConnected) event.preventDefault();
});

async function beat() {
  if (document.hidden || sender.halted) return;
  try {
    const now = await session({ position: sender.position });
    if (now.user !== user) return void sender.halt(now.user ? page.otherUser : page.signedOut);
    warnAboutClock(now.now - Date.now());
    if (sender.failures) sender.retry();
    await sender.heard(now);
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
window.addEventListener("pratama:leaving", ({ detail }) => { if (sender.isUnsent) detail.waitFor(sender.saveNow()); });

// The answer to a refused save stands at the command's address; the page's own can be opened again.
if (window.location.href.split("#")[0] === form.action) {
  window.history.replaceState(null, "", form.action.replace(/simpan\/$/, ""));
}

document.querySelector("[autofocus]")?.focus();
if (!mustChoose()) await restore(sender);
await beat();

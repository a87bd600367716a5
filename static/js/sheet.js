// The score sheet: level follows number, number follows level, and saving that never loses a value.
// Without this file the page is an ordinary form. The server stays the only judge of what is valid.

const form = document.getElementById("lembar");
const status = document.getElementById("keadaan");
const lowest = Number(form.dataset.lowest);
const highest = Number(form.dataset.highest);
let unsent = form.hasAttribute("data-unsent");
let busy = false;

function levelsOf(number) {
  return [...form.querySelectorAll(`input[name="t${number}"]`)];
}

// A whole number within the scale, null for nothing, undefined for what is neither.
function scoreIn(input) {
  const text = input.value.trim();
  if (text === "") return null;
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const score = Number(text);
  return score >= lowest && score <= highest ? score : undefined;
}

function levelFor(number, score) {
  return levelsOf(number).find((radio) => score >= Number(radio.dataset.low) && score <= Number(radio.dataset.high));
}

function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  drawing.setAttribute("class", "ico");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  use.setAttribute("href", `#i-${name}`);
  drawing.append(use);
  return drawing;
}

// Says what is wrong where it is wrong: `n3` is the third number, `c3` the note beside it.
function setError(name, message) {
  const input = form.elements[name];
  const isNote = name[0] === "c";
  const slot = document.getElementById(`${isNote ? "f" : "e"}${name.slice(1)}`);
  const line = document.createElement("p");
  const words = document.createElement("span");
  words.textContent = message;
  line.className = isNote ? "errmsg" : "errmsg mt2";
  line.append(icon("seru"), words);
  slot.replaceChildren(...(message ? [line] : []));
  input.closest(isNote ? ".field" : ".crit").classList.toggle("field--err", Boolean(message));
  if (message) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  if (message && isNote) input.closest("details").open = true;
}

// Brings level, hint, side list and note in line with the number.
function follow(number) {
  const score = scoreIn(form.elements[`n${number}`]);
  const level = typeof score === "number" ? levelFor(number, score) : undefined;
  levelsOf(number).forEach((radio) => { radio.checked = radio === level; });
  const hint = document.getElementById(`l${number}`);
  if (score === undefined) hint.textContent = "Periksa";
  else if (score === null) hint.textContent = "Belum diisi";
  else hint.textContent = level.parentElement.querySelector("b").textContent;
  const item = document.querySelector(`[data-index="${number}"]`);
  const dot = item.querySelector(".dot");
  dot.className = `dot${score === undefined ? " dot--err" : score === null ? "" : " dot--ok"}`;
  dot.replaceChildren(score === undefined ? "!" : score === null ? number : icon("cek"));
  item.querySelector("b").textContent = score === undefined ? "periksa" : score ?? "–";
  if (level && (level.value === "1" || level.value === String(levelsOf(number).length))) {
    document.getElementById(`k${number}`).querySelector("details").open = true;
  }
  document.getElementById("terisi").textContent = `${scored()} dari ${numbers().length} kriteria terisi`;
}

function scored() {
  return numbers().filter((number) => typeof scoreIn(form.elements[`n${number}`]) === "number").length;
}

function numbers() {
  return [...form.querySelectorAll("fieldset.crit")].map((field) => field.id.slice(1));
}

// The bar's icon says the same as its words: the cloud only where the server has everything said here.
function say(title, detail, name) {
  status.classList.toggle("save--local", name !== "simpan");
  status.querySelector("use").setAttribute("href", `#i-${name}`);
  status.querySelector("b").textContent = title;
  status.querySelector("span").textContent = detail;
}

function touched() {
  if (unsent) return;
  unsent = true;
  say("Belum disimpan", "Tekan Simpan, atau Tinjau nilai bila sudah selesai", "strip");
}

// Who is signed in now, and a token that fits: the old one may have gone with the old session.
async function session() {
  const response = await fetch(form.dataset.session, { headers: { Accept: "application/json" } });
  return response.json();
}

async function post() {
  const data = new FormData(form);
  return fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
}

// One answer for every outcome; the fields keep what was typed in all of them.
async function save() {
  say("Menyimpan…", "", "jam");
  let response = await post();
  if (response.status === 403) {
    const now = await session();
    form.elements.csrfmiddlewaretoken.value = now.token;
    if (now.user && now.user !== form.dataset.user) {
      say("Perangkat ini sekarang dipakai orang lain", "Nilai Anda belum hilang. Masuk kembali sebagai Anda untuk melanjutkan.", "kunci");
      return false;
    }
    response = await post();
  }
  if (response.status === 401 || response.status === 404) return signInAgain(response.status);
  if (response.status === 409) {
    say("Lembar ini berubah di tab atau perangkat lain", "Membuka perbandingan…", "tukar");
    unsent = false; // the page that follows holds everything typed here: no question on leaving
    form.submit();
    return false;
  }
  if (response.status === 423) {
    say("Lembar nilai ini sudah ditutup", "Nilai yang tersimpan sebelumnya aman.", "kunci");
    return false;
  }
  if (response.status !== 200 && response.status !== 422) {
    say("Belum tersimpan: ada gangguan di server", "Isian Anda tetap ada di halaman ini. Coba simpan lagi.", "seru");
    return false;
  }
  return acknowledge(await response.json());
}

function acknowledge(answer) {
  const names = numbers().flatMap((number) => [`n${number}`, `c${number}`]);
  const faulty = names.filter((name) => answer.errors[name]);
  unsent = faulty.length > 0;
  form.elements.base_version.value = answer.version;
  form.elements.mutation_id.value = answer.mutation_id;
  names.forEach((name) => setError(name, answer.errors[name] || ""));
  document.querySelectorAll("[data-meeting]").forEach((part) => part.remove());
  document.title = `${faulty.length ? "Kesalahan: " : ""}${document.title.replace(/^Kesalahan: /, "")}`;
  const rest = faulty.length ? `${faulty.length} isian perlu diperbaiki`
    : scored() < numbers().length ? "Anda dapat menyimpan dan melanjutkan nanti" : "Semua kriteria terisi";
  if (answer.saved_at) say(`Tersimpan di server pukul ${answer.saved_at} WIB`, faulty.length ? `${rest}; yang lain tersimpan` : rest, "simpan");
  else say("Belum ada yang disimpan", rest, "strip");
  if (faulty.length) form.elements[faulty[0]].focus();
  return faulty.length === 0;
}

function signInAgain(code) {
  const text = code === 401 ? "Sesi Anda berakhir. Isian Anda tetap ada di halaman ini." : "Perangkat ini sekarang dipakai orang lain. Nilai Anda belum hilang.";
  say(text, "", "kunci");
  const link = document.createElement("a");
  link.href = form.dataset.signIn;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Masuk kembali di tab baru, lalu tekan Simpan di sini";
  status.querySelector("span").replaceChildren(link);
  return false;
}

// What was chosen stands in the fields, where it can still be changed.
function choose(radio) {
  const number = radio.name.slice(1);
  form.elements[`n${number}`].value = radio.dataset.score;
  form.elements[`c${number}`].value = radio.dataset.note;
  setError(`n${number}`, "");
  setError(`c${number}`, "");
  if (radio.dataset.note) form.elements[`c${number}`].closest("details").open = true;
  follow(number);
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
  if (kind === "n" && scoreIn(event.target) === undefined) {
    setError(event.target.name, `Nilai harus bilangan bulat ${lowest} sampai ${highest}, misalnya ${Math.floor(highest * 0.82)}.`);
  }
  touched();
});

form.addEventListener("input", (event) => {
  const [kind, number] = [event.target.name[0], event.target.name.slice(1)];
  if (kind === "n" || kind === "c") chooseTyped(number);
  if (kind === "n") {
    if (scoreIn(event.target) !== undefined) setError(event.target.name, "");
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

// The idea paper, wherever the focus is; it opens beside the sheet and never in its place.
document.addEventListener("keydown", (event) => {
  const paper = document.querySelector("[data-paper]");
  if (paper && event.altKey && event.code === "KeyM") {
    event.preventDefault();
    paper.click();
  }
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  busy = true;
  const next = event.submitter?.value;
  try {
    if (await save() && next === "review") {
      window.location.assign(form.action.replace(/simpan\/$/, "tinjau/"));
    }
  } catch {
    say("Sambungan terputus", "Isian Anda tetap ada di halaman ini. Tekan Simpan saat tersambung kembali.", "luring");
  } finally {
    busy = false;
  }
});

window.addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});

// The answer to a refused save stands at the command's address; the page's own can be opened again.
if (window.location.href.split("#")[0] === form.action) {
  window.history.replaceState(null, "", form.action.replace(/simpan\/$/, ""));
}

document.querySelector("[autofocus]")?.focus();

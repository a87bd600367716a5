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

function setError(number, message) {
  const input = form.elements[`n${number}`];
  const slot = document.getElementById(`e${number}`);
  const line = document.createElement("p");
  line.className = "errmsg mt2";
  line.textContent = message;
  slot.replaceChildren(...(message ? [line] : []));
  document.getElementById(`k${number}`).classList.toggle("field--err", Boolean(message));
  if (message) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
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
  dot.textContent = score === undefined ? "!" : score === null ? number : "✓";
  item.querySelector("b").textContent = score === undefined ? "periksa" : score ?? "–";
  if (level && (level.value === "1" || level.value === String(levelsOf(number).length))) {
    document.getElementById(`k${number}`).querySelector("details").open = true;
  }
  const inputs = numbers().map((n) => scoreIn(form.elements[`n${n}`]));
  const done = inputs.filter((value) => typeof value === "number").length;
  document.getElementById("terisi").textContent = `${done} dari ${inputs.length} kriteria terisi`;
}

function numbers() {
  return [...form.querySelectorAll("fieldset.crit")].map((field) => field.id.slice(1));
}

function say(title, detail, isLocal = false) {
  status.classList.toggle("save--local", isLocal);
  status.querySelector("b").textContent = title;
  status.querySelector("span").textContent = detail;
}

function touched() {
  if (unsent) return;
  unsent = true;
  say("Belum disimpan", "Tekan Simpan, atau Tinjau nilai bila sudah selesai", true);
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
  say("Menyimpan…", "");
  let response = await post();
  if (response.status === 403) {
    const now = await session();
    form.elements.csrfmiddlewaretoken.value = now.token;
    if (now.user && now.user !== form.dataset.user) {
      say("Perangkat ini sekarang dipakai orang lain", "Nilai Anda belum hilang. Masuk kembali sebagai Anda untuk melanjutkan.", true);
      return false;
    }
    response = await post();
  }
  if (response.status === 401 || response.status === 404) return signInAgain(response.status);
  if (response.status === 409) {
    say("Lembar ini berubah di tab atau perangkat lain", "Membuka perbandingan…", true);
    form.submit();
    return false;
  }
  if (response.status === 423) {
    say("Lembar nilai ini sudah ditutup", "Nilai yang tersimpan sebelumnya aman.", true);
    return false;
  }
  if (response.status !== 200 && response.status !== 422) {
    say("Belum tersimpan: ada gangguan di server", "Isian Anda tetap ada di halaman ini. Coba simpan lagi.", true);
    return false;
  }
  return acknowledge(await response.json());
}

function acknowledge(answer) {
  unsent = Object.keys(answer.errors).length > 0;
  form.elements.base_version.value = answer.version;
  form.elements.mutation_id.value = answer.mutation_id;
  const faulty = Object.keys(answer.errors);
  numbers().forEach((number) => setError(number, answer.errors[`n${number}`] || answer.errors[`c${number}`] || ""));
  const rest = faulty.length ? `${faulty.length} isian perlu diperbaiki; yang lain tersimpan` : "";
  say(`Tersimpan di server pukul ${answer.saved_at} WIB`, rest, faulty.length > 0);
  if (faulty.length) {
    document.title = document.title.startsWith("Kesalahan: ") ? document.title : `Kesalahan: ${document.title}`;
    form.elements[faulty[0]].focus();
  } else {
    document.title = document.title.replace(/^Kesalahan: /, "");
  }
  return faulty.length === 0;
}

function signInAgain(code) {
  const text = code === 401 ? "Sesi Anda berakhir. Isian Anda tetap ada di halaman ini." : "Perangkat ini sekarang dipakai orang lain. Nilai Anda belum hilang.";
  say(text, "", true);
  const link = document.createElement("a");
  link.href = form.dataset.signIn;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Masuk kembali di tab baru, lalu tekan Simpan di sini";
  status.querySelector("span").replaceChildren(link);
  return false;
}

form.addEventListener("change", (event) => {
  const [kind, number] = [event.target.name[0], event.target.name.slice(1)];
  if (kind === "t") {
    form.elements[`n${number}`].value = event.target.dataset.middle;
    setError(number, "");
  }
  if (kind === "t" || kind === "n") follow(number);
  if (kind === "n" && scoreIn(event.target) === undefined) {
    setError(number, `Nilai harus bilangan bulat ${lowest} sampai ${highest}, misalnya ${Math.floor(highest * 0.82)}.`);
  }
  touched();
});

form.addEventListener("input", (event) => {
  if (event.target.name[0] === "n") {
    if (scoreIn(event.target) !== undefined) setError(event.target.name.slice(1), "");
    follow(event.target.name.slice(1));
  }
  touched();
});

form.addEventListener("keydown", (event) => {
  const isLevel = event.target.type === "radio";
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
    say("Sambungan terputus", "Isian Anda tetap ada di halaman ini. Tekan Simpan saat tersambung kembali.", true);
  } finally {
    busy = false;
  }
});

window.addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});

document.getElementById("kesalahan")?.focus();

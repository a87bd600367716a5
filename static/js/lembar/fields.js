// The sheet's fields: level follows number, number follows level, and an error stands where it is.

export const form = document.getElementById("lembar");
const lowest = Number(form.dataset.lowest);
const highest = Number(form.dataset.highest);

export function numbers() {
  return [...form.querySelectorAll("fieldset.crit")].map((field) => field.id.slice(1));
}

// Everything that was typed, as text: `n3` is the third number, `c3` the note beside it.
export function read() {
  const names = numbers().flatMap((number) => [`n${number}`, `c${number}`]);
  return Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
}

export function write(fields) {
  Object.entries(fields).forEach(([name, text]) => {
    const input = form.elements[name];
    if (!input || input.value === text) return;
    input.value = text;
    if (name[0] === "c" && text) input.closest("details").open = true;
  });
  numbers().forEach(follow);
}

export function scored() {
  return numbers().filter((number) => typeof scoreIn(form.elements[`n${number}`]) === "number").length;
}

// Criteria whose score wants a reason that nobody has written yet.
export function silent() {
  return numbers().filter((number) => wantsNote(number) && !form.elements[`c${number}`].value.trim()).length;
}

function wantsNote(number) {
  const score = scoreIn(form.elements[`n${number}`]);
  const { least, most } = document.getElementById(`k${number}`).dataset;
  return typeof score === "number" && (score < Number(least) || score > Number(most));
}

export function levelsOf(number) {
  return [...form.querySelectorAll(`input[name="t${number}"]`)];
}

// A whole number within the scale, null for nothing, undefined for what is neither.
export function scoreIn(input) {
  const text = input.value.trim();
  if (text === "") return null;
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const score = Number(text);
  return score >= lowest && score <= highest ? score : undefined;
}

export function complaintAbout(input) {
  if (scoreIn(input) !== undefined) return "";
  return `Nilai harus bilangan bulat ${lowest} sampai ${highest}, misalnya ${Math.floor(highest * 0.82)}.`;
}

// Brings level, hint, side list and note in line with the number.
export function follow(number) {
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
  if (wantsNote(number)) {
    document.getElementById(`k${number}`).querySelector("details").open = true;
  }
  document.getElementById("terisi").textContent = `${scored()} dari ${numbers().length} kriteria terisi`;
}

function levelFor(number, score) {
  return levelsOf(number).find((radio) => score >= Number(radio.dataset.low) && score <= Number(radio.dataset.high));
}

export function setError(name, message) {
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

// Takes every trace of what was typed out of the page: somebody else sits before it now.
export function blank() {
  document.querySelectorAll("main, .savebar").forEach((part) => part.remove());
}

export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  drawing.setAttribute("class", "ico");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  use.setAttribute("href", `#i-${name}`);
  drawing.append(use);
  return drawing;
}

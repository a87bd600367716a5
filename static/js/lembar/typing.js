// Typing, clicking and keys in the sheet's fields; `touched` hears of every change.

import { complaintAbout, follow, form, levelsOf, setError, write } from "./fields.js";

export function listen(touched) {
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
  form.addEventListener("keydown", pressed);
  document.addEventListener("keydown", openBeside);
}

// What lies beside the sheet, wherever the focus is: Alt+M the idea paper, Alt+P the profile,
// Alt+G the guiding questions.
function openBeside(event) {
  const beside = event.altKey && document.querySelector(`[data-key="${event.code}"]`);
  if (!beside) return;
  event.preventDefault();
  beside.click();
}

// Of two tabs' versions one was chosen: it stands in the fields, where it can still be changed.
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

function pressed(event) {
  const { target, key } = event;
  const isLevel = target.type === "radio" && target.name[0] === "t";
  if (isLevel && /^[1-9]$/.test(key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
    const radio = levelsOf(target.name.slice(1))[Number(key) - 1];
    if (!radio) return;
    radio.focus();
    radio.click();
    event.preventDefault();
  } else if (key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    const review = document.querySelector('button[value="review"]');
    if (review) form.requestSubmit(review);
  } else if (key === "Enter" && target.tagName === "INPUT") {
    event.preventDefault(); // Enter in a number is not the end of the sheet
  }
}

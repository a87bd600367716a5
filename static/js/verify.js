// Compares a file of the reader with the published one. The file never leaves this computer.

const card = document.querySelector("[data-hashes]");
const input = card.querySelector("input");
const answer = card.querySelector("[data-answer]");
const genuine = card.dataset.hashes.split(" ");
let latest = 0;

function say(what) {
  answer.replaceChildren(card.querySelector(`[data-${what}]`).content.cloneNode(true));
}

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

input.addEventListener("change", async () => {
  const turn = ++latest;
  answer.replaceChildren();
  if (!input.files.length) return;
  try {
    const hash = await sha256(input.files[0]);
    if (turn === latest) say(genuine.includes(hash) ? "same" : "different");
  } catch {
    if (turn === latest) say("unreadable");
  }
});

input.disabled = !globalThis.crypto?.subtle;

// On every page of somebody who is signed in: the shells of today's sheets are made ready, and
// signing out first lets everything arrive, then wipes what this browser kept.

import { all, wipe } from "./lembar/buffer.js";

const PATIENCE = 5000;
const SCORING = "/penilaian/";
const way = document.querySelector("form[data-leaving]");

way.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { submitter } = event;
  const isSaved = await arrived();
  const unsent = (await all().catch(() => [])).some(({ version }) => version === null);
  if ((unsent || !isSaved) && !await mayLose()) return;
  await forgetAll().catch(() => {});
  if (submitter?.name) way.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  window.dispatchEvent(new Event("pratama:left"));
  way.submit();
});

if (window.location.pathname.startsWith(SCORING)) {
  navigator.serviceWorker.register(`${SCORING}luring.js`);
  const shell = document.getElementById("lembar")?.dataset.shell;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ shell });
}

// Waits for what the page still sends and for the standby, but not longer than five seconds; says
// whether the page could send it all.
async function arrived() {
  const until = Date.now() + PATIENCE;
  const waits = [];
  window.dispatchEvent(new CustomEvent("pratama:leaving", { detail: { waitFor: (wait) => waits.push(wait) } }));
  const done = await Promise.race([Promise.all(waits), pause(PATIENCE).then(() => [false])]);
  while (Date.now() < until && !await isReplayed()) await pause(500);
  return done.every(Boolean);
}

async function isReplayed() {
  const positions = (await all().catch(() => [])).map(({ position }) => position).filter(Boolean);
  if (!positions.length) return true;
  const query = new URLSearchParams({ posisi: positions.at(-1) });
  const answer = await fetch(`/penilaian/sesi/?${query}`).then((response) => response.json()).catch(() => ({}));
  return answer.replayed === true;
}

function mayLose() {
  const dialog = document.getElementById("keluar");
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "keluar"), { once: true });
  });
}

async function forgetAll() {
  await wipe();
  for (const name of await caches.keys()) await caches.delete(name);
}

function pause(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

// The service worker of /penilaian/: while there is no connection a shell stands in for a page.
// It stores static files and shells, in which nobody is named and nothing is scored; every answer
// that has anything else in it comes from the server or not at all.

const SHELLS = "kerangka";
const PARTS = "bagian";
const LIST = "/penilaian/kerangka/";
const SHEET = /^\/penilaian\/lembar\/[0-9a-f-]{36}\//;
const PATIENCE = 10_000; // milliseconds until a dead spot counts as none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(prepare(event.data.shell)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(part(request));
});

async function page(request, pathname) {
  try {
    return await Promise.race([fetch(request), tooLate()]);
  } catch (error) {
    const sheet = pathname.match(SHEET)?.[0];
    const shell = sheet && await caches.match(`${sheet}kerangka/`, { ignoreSearch: true });
    const list = await caches.match(LIST);
    if (shell || list) return shell || list;
    throw error;
  }
}

async function part(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const stored = await caches.match(request);
    if (stored) return stored;
    throw error;
  }
}

function tooLate() {
  return new Promise((_, reject) => { setTimeout(() => reject(new TypeError("no answer")), PATIENCE); });
}

// Stores the shells of today's sheets, and of the one that is open; what is stored already, stays.
async function prepare(open) {
  const store = await caches.open(SHELLS);
  const list = await asked(LIST);
  if (!list) return;
  await store.put(LIST, list.clone());
  const html = await list.text();
  const wanted = new Set([...html.matchAll(/data-shell="([^"]+)"/g)].map(([, address]) => address));
  if (open) wanted.add(open);
  await keepParts(html);
  for (const address of wanted) await keepShell(store, address);
}

async function keepShell(store, address) {
  if (await store.match(address)) return;
  const shell = await asked(address);
  if (!shell) return;
  await store.delete(address, { ignoreSearch: true });
  await store.put(address, shell.clone());
  await keepParts(await shell.text());
}

async function keepParts(html) {
  const store = await caches.open(PARTS);
  for (const [, address] of html.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)) {
    if (!await store.match(address)) await store.add(address);
  }
}

// The page at that address, where it is ours to store: not a redirection to the sign-in page.
async function asked(address) {
  const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
  return answer?.ok ? answer : null;
}

// What the server may not hold yet, kept in this browser: opaque ids and numbers in the clear, what
// was typed in a sealed box. One record a mutation:
//   id, user, sheet, at, base (null: typed without knowing the server's version),
//   version (null: not acknowledged), position (of the acknowledgement in the server's log), box

const NAME = "isian";
const DAY = 24 * 3600 * 1000;

export async function keep(record) {
  await run("readwrite", (store) => store.put(record));
}

export async function drop(...ids) {
  await run("readwrite", (store) => ids.forEach((id) => store.delete(id)));
}

// Every record younger than a day, oldest first; older ones are wiped on the way.
export async function all() {
  const records = await run("readonly", (store) => store.getAll());
  const old = records.filter(({ at }) => at < Date.now() - DAY);
  if (old.length) await drop(...old.map(({ id }) => id));
  return records.filter((record) => !old.includes(record)).sort((one, other) => one.at - other.at);
}

export async function wipe() {
  await run("readwrite", (store) => store.clear());
}

// Opened anew each time: signing out in another tab clears the storage under an open connection.
async function run(mode, work) {
  const database = await done(Object.assign(indexedDB.open(NAME, 1), {
    onupgradeneeded: (event) => event.target.result.createObjectStore(NAME, { keyPath: "id" }),
  }));
  try {
    const transaction = database.transaction(NAME, mode, { durability: "strict" });
    const request = work(transaction.objectStore(NAME));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    return request?.result;
  } finally {
    database.close();
  }
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

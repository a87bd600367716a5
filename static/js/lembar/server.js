// The sheet's four questions to the server. A network failure throws; every answer is returned.

import { form } from "./fields.js";

const JSON_PLEASE = { Accept: "application/json" };
const PATIENCE = 20_000; // milliseconds, then a hung connection counts as none

export async function post({ id, base, fields }) {
  const body = new URLSearchParams({
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    mutation_id: id,
    base_version: base,
    rubric_hash: form.elements.rubric_hash.value,
    as_user: form.dataset.user,
    ...fields,
  });
  return ask(form.action, { method: "POST", body });
}

// Who this browser is now; a token that fits is put in place at once.
export async function session({ position = "" } = {}) {
  const query = new URLSearchParams({ lembar: form.dataset.sheet, posisi: position });
  const answer = await ask(`${form.dataset.session}?${query}`);
  if (answer.status !== 200) throw new Error(`session answered ${answer.status}`);
  form.elements.csrfmiddlewaretoken.value = answer.body.token;
  return answer.body;
}

// The acknowledgement of a save that may have arrived; null where it did not.
export async function stored(id) {
  const answer = await ask(`${form.action}${id}/`);
  if (answer.status !== 200) throw new Error(`stored answered ${answer.status}`);
  return answer.body.version === null ? null : answer.body;
}

async function ask(address, options = {}) {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(address, { headers: JSON_PLEASE, redirect: "error", signal, ...options });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const body = isJson ? await response.json() : {};
  return { status: response.status, body, wait: Number(response.headers.get("Retry-After") || 0) };
}

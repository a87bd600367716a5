// The save protocol (docs/save-protocol.md): one request in flight, a mutation id for every state
// of the sheet that is sent, and nothing dropped before the server, and its standby, has it.

import * as buffer from "./buffer.js";
import * as server from "./server.js";

const COALESCE = 1000;
const LONGEST = 4000; // who types without a pause is saved all the same
const RETRIES = [1, 2, 4, 8, 15, 30].map((seconds) => seconds * 1000);

// `page` shows what happens: read(), saving(), saved(answer, fields), retrying(since, status),
// online(), meet(answer, fields) -> whether the member must choose, signedOut(), otherUser(name),
// closed(), refused(answer).
export class Sender {
  constructor({ user, sheet, version, box, page }) {
    Object.assign(this, { user, sheet, version, box, page });
    this.draft = null; // typed since the last request left: {id, base, fields, at, since}
    this.sent = null; // in flight, or unanswered
    this.failures = 0;
    this.timer = 0;
    this.halted = false;
    this.mine = new Set(); // mutation ids of this page and of what it restored
    this.writing = Promise.resolve();
    this.waiters = [];
  }

  get isUnsent() {
    return Boolean(this.draft || this.sent);
  }

  // Something was typed, or restored under the id that it had.
  changed({ id = this.draft?.id ?? crypto.randomUUID(), at = Date.now(), soon = COALESCE } = {}) {
    const since = this.draft?.since ?? Date.now();
    this.draft = { id, base: this.version, fields: this.page.read(), at, since };
    this.held = false;
    this.mine.add(id);
    this.store(this.draft);
    this.wait(Math.max(0, Math.min(soon, since + LONGEST - Date.now())));
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.flush();
    }, milliseconds);
  }

  // Sends what is there now; true once everything typed is stored and faultless.
  async saveNow() {
    this.halted = false; // what was refused may be tried again
    if (!this.sent) this.changed({ soon: 0 });
    else if (this.draft) this.wait(0);
    const done = new Promise((resolve) => { this.waiters.push(resolve); });
    this.retry();
    return done;
  }

  // Does nothing while an answer is awaited; whoever receives it asks again.
  flush() {
    if (this.busy || this.sent || this.halted || this.held || !this.draft) return;
    [this.sent, this.draft] = [this.draft, null];
    this.sent.base = this.version;
    this.page.saving();
    this.attempt();
  }

  async attempt() {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.writing;
      await this.answered(await server.post(this.sent));
    } catch {
      this.again({});
    } finally {
      this.busy = false;
    }
    if (!this.timer) this.flush();
  }

  async answered({ status, body, wait }) {
    if (status === 200 || status === 422) return this.acknowledged(body);
    if (status === 401) return this.halt(() => this.page.signedOut());
    if (status === 403) return this.forbidden(body);
    if (status === 409 && body.reason === "user") return this.halt(() => this.page.otherUser());
    if (status === 409 && body.reason === "stale") return this.stale(body);
    if (status === 423) return this.closed();
    if (status === 429 || status >= 500) return this.again({ status, wait });
    return this.halt(() => this.page.refused(status, body));
  }

  async acknowledged(answer) {
    const record = this.sent;
    this.sent = null;
    this.online();
    const isNew = answer.version !== this.version;
    this.version = answer.version;
    this.position = answer.position;
    const faulty = Object.keys(answer.errors).length > 0;
    if (this.faults) this.forget(this.faults);
    this.faults = "";
    if (!isNew || answer.replicated_to >= answer.version) this.forget(record.id);
    else this.store({ ...record, version: answer.version, position: answer.position });
    if (answer.replicated_to >= answer.version) await this.replicated(answer.version);
    if (faulty && !this.draft) this.draftOfFaults();
    this.page.saved(answer, record.fields);
    if (!this.draft || faulty) this.settle(!faulty);
  }

  // What the server could not take stays in the buffer, and is sent with the next change.
  draftOfFaults() {
    this.faults = crypto.randomUUID();
    this.mine.add(this.faults);
    this.store({ id: this.faults, base: this.version, fields: this.page.read(), at: Date.now() });
  }

  async forbidden(body) {
    const session = await server.session();
    if (session.user === null) return this.halt(() => this.page.signedOut());
    if (session.user !== this.user) return this.halt(() => this.page.otherUser());
    const { status, ...rest } = await server.post(this.sent);
    if (status === 403) return this.halt(() => this.page.refused(status, body));
    return this.answered({ status, ...rest });
  }

  async stale(answer) {
    if (answer.version < this.version) return this.resendLost(answer.version);
    if (this.mine.has(answer.mutation_id)) { // only ourselves: a save that was thought lost
      this.version = answer.version;
      this.sent.base = answer.version;
      return this.answered(await server.post(this.sent));
    }
    const { fields, id } = this.sent;
    [this.sent, this.draft] = [null, null];
    this.online();
    this.version = answer.version;
    this.forget(id);
    const mustChoose = this.page.meet(answer, fields);
    this.settle(false);
    if (mustChoose) this.hold();
    else this.changed();
    return undefined;
  }

  // Keeps what stands in the fields without sending it: the member still has to choose.
  hold() {
    this.changed();
    this.held = true;
  }

  // A standby took over and lacks what was acknowledged: the same saves again, in their order.
  // Until all are there `version` stays what it was, so that a failure on the way is tried again.
  async resendLost(version) {
    let reached = version;
    const lost = (await this.records()).filter((record) => record.version > version);
    for (const record of lost.sort((one, other) => one.version - other.version)) {
      const { fields } = await this.box.open(record.box, record.id);
      const again = await server.post({ id: record.id, base: reached, fields });
      if (again.status !== 200 && again.status !== 422) return this.again(again);
      reached = again.body.version;
      this.store({ ...record, fields, version: reached, position: again.body.position });
    }
    this.version = reached;
    this.sent.base = reached;
    return this.answered(await server.post(this.sent));
  }

  again({ status = 0, wait = 0 }) {
    const pause = RETRIES[Math.min(this.failures, RETRIES.length - 1)] * (0.8 + 0.4 * Math.random());
    this.failures += 1;
    this.page.retrying(this.sent?.at ?? Date.now(), status);
    this.settle(false);
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.retry(), Math.max(pause, wait * 1000));
  }

  // The same save again; a newer one only once it is known that the old one did not arrive.
  async retry() {
    clearTimeout(this.retryTimer);
    if (!this.sent || this.busy || this.halted) return undefined;
    if (this.draft) {
      try {
        const answer = await server.stored(this.sent.id);
        if (answer) {
          await this.acknowledged(answer);
          return this.flush();
        }
      } catch {
        return this.again({});
      }
      this.forget(this.sent.id);
      [this.sent, this.draft] = [{ ...this.draft, base: this.version }, null];
    }
    return this.attempt();
  }

  async closed() {
    this.halted = true;
    [this.sent, this.draft] = [null, null];
    const records = await this.records();
    await this.forget(...records.map(({ id }) => id));
    this.settle(false);
    this.page.closed();
  }

  // The page cannot send by itself any more; what was typed stays in the buffer.
  halt(tell) {
    this.halted = true;
    this.settle(false);
    tell();
  }

  // After signing in again: the very same save.
  resume() {
    this.halted = false;
    if (this.sent) this.attempt();
    else this.flush();
  }

  online() {
    this.failures = 0;
    this.page.online();
  }

  // A heartbeat's answer. `upTo` was the newest version here when it was asked; a server that knows
  // only an older one lacks what was acknowledged, and says so again to whatever is sent now.
  async heard({ version, replayed }, upTo) {
    if (!Number.isInteger(version) || version >= upTo) {
      if (replayed) await this.replicated(upTo);
    } else if (!this.isUnsent) this.changed({ soon: 0 });
  }

  // Writes what is unsent to the buffer once more.
  async keepAgain() {
    [this.sent, this.draft].filter(Boolean).forEach((record) => this.store(record));
    await this.writing;
  }

  async replicated(version) {
    const held = (await this.records()).filter((r) => r.version !== null && r.version <= version);
    if (held.length) await this.forget(...held.map(({ id }) => id));
    if (version === this.version) this.position = "";
  }

  // This member's of this sheet; none where the browser gives no storage.
  async records() {
    await this.writing;
    const records = await buffer.all().catch(() => []);
    return records.filter((r) => r.sheet === this.sheet && r.user === this.user);
  }

  // One write after the other, so that an older state never overtakes a newer one.
  store({ id, base, at, fields, version = null, position = "" }) {
    const { user, sheet } = this;
    this.writing = this.writing.then(async () => {
      const box = await this.box.seal({ fields }, id);
      await buffer.keep({ id, user, sheet, at, base, version, position, box });
    }).catch(() => {});
  }

  forget(...ids) {
    this.writing = this.writing.then(() => buffer.drop(...ids)).catch(() => {});
    return this.writing;
  }

  settle(ok) {
    this.waiters.splice(0).forEach((resolve) => resolve(ok));
  }
}

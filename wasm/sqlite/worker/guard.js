// The guard keeps the mirror equal to the database while the pool is young: each commit is in the mirror, on the disk,
// before it is in the database, and so before anyone hears of it.
//
// The position of the last commit stands in the database's own header (PRAGMA application_id), inside the transaction,
// so that a database which lost its last commits, or all, is brought forward exactly: from the mirror's image if need
// be, then by each changeset after its position.

import { Fault } from './fault.js';

// A pool is young until it was in use for this long, in milliseconds, and then was found whole at this many openings.
// Linux writes names back after 35 to 40 seconds, laptops that save power after up to ten minutes. The time is measured
// by the monotonic clock, and only while the database is open: a clock that jumps, or a night in a bag, makes nothing
// mature. The openings are for a browser that wrote its names down where it cannot read them again (see Mirror.roll).
const youth = 15 * 60_000, openings = 3;

// Nobody collects more than this in a pool's youth. A database above it is not copied or checked as a whole.
export const largest = 64 << 20;
const logLimit = 4 << 20; // changesets that are kept before a new image takes their place

const byRowid = 2; // SQLITE_SESSION_OBJCONFIG_ROWID, which the engine does not name: notes tables without a primary key
const OMIT = 0, REPLACE = 1; // answers to a conflict
const DATA = 1, CONFLICT = 3; // conflicts that mean: the row is there, but not as it was

export class Guard {
  #sqlite3; #db; #mirror; #forever;
  #session = 0; #position = 0; #schema = ''; #since = performance.now(); #age;

  // start brings the database forward to its mirror and begins to guard it. A database without a pool is guarded for
  // ever, since it has no other place on the disk.
  static async start(sqlite3, db, mirror, forever) {
    const guard = new Guard();
    guard.#sqlite3 = sqlite3;
    guard.#db = db;
    guard.#mirror = mirror;
    guard.#forever = forever;
    guard.#age = mirror.age;
    if (!mirror.base && db.size > largest) {
      await guard.#retire();
      return guard;
    }
    await guard.#replay();
    guard.#record();
    await guard.#settle();
    if (!forever && mirror.age >= youth && mirror.seen >= openings) await guard.#retire();
    else await guard.tick();
    return guard;
  }

  get young() { return this.#session !== 0 && !this.#forever; }
  get active() { return this.#session !== 0; }

  // exec is Database.exec, guarded.
  async exec(sql, args) {
    await this.#commit(sql, () => this.#db.exec(sql, args));
  }

  // query is Database.query, guarded. A query that writes sends all its rows in one page.
  async query(sql, args, out) {
    await this.#commit(sql, (writes) => this.#db.query(sql, args, out, writes));
  }

  async rollback() {
    this.#db.run('ROLLBACK');
    this.#record();
  }

  // tick notes the pool's age.
  async tick() {
    if (this.active) await this.#mirror.live(this.#age + performance.now() - this.#since);
  }

  async close() {
    await this.tick();
    this.#endSession();
    this.#mirror.close();
  }

  // commit runs f. Where that ends a transaction, the changes are in the mirror first.
  async #commit(sql, f) {
    if (!this.active) return f(false);
    const verb = firstWord(sql), alone = this.#db.autocommit;
    if (alone && writing.has(verb) && this.#db.single(sql)) {
      await this.#inOwnTransaction(() => f(true));
    } else if (!alone && ending.has(verb)) {
      await this.#file(() => f(false));
    } else {
      f(false);
    }
    if (this.#db.autocommit) await this.#settle();
  }

  async #inOwnTransaction(f) {
    this.#db.run('BEGIN IMMEDIATE');
    try {
      f();
      await this.#file(() => this.#db.run('COMMIT'));
    } catch (e) {
      if (!this.#db.autocommit) this.#db.run('ROLLBACK');
      this.#record();
      throw e;
    }
  }

  // file writes the open transaction's changes to the mirror and commits.
  async #file(commit) {
    const changes = this.#changes();
    if (!changes || this.#schemaNow() !== this.#schema) { // nothing to file, or settle takes an image
      commit();
      return;
    }
    const position = this.#position + 1;
    this.#db.run(`PRAGMA application_id = ${position}`);
    await this.#mirror.add(position, changes);
    try {
      commit();
    } catch (e) {
      await this.#mirror.drop(position).catch(() => {}); // the next commit takes the same position and overwrites it
      throw e;
    }
    this.#position = position;
    this.#record();
  }

  // settle files what was committed otherwise than by file, and takes a new image where changesets do not do: after a
  // change of the schema, and when they have become many.
  async #settle() {
    const schema = this.#schemaNow();
    const many = this.#mirror.bytes > Math.max(logLimit, this.#mirror.imageBytes) && this.#db.size <= largest;
    if (schema === this.#schema && !many) {
      if (this.#changes()) await this.#inOwnTransaction(() => {});
      return;
    }
    const position = this.#position + 1;
    this.#db.run(`PRAGMA application_id = ${position}`);
    await this.#mirror.rebase(position, schema, this.#sqlite3.capi.sqlite3_js_db_export(this.#db.handle));
    this.#position = position;
    this.#schema = schema;
    this.#record();
  }

  async #retire() {
    await this.#mirror.retire();
    this.#endSession();
  }

  // replay applies the changesets that the database lacks. Triggers and foreign keys rest meanwhile: what they did is
  // in the changesets. A conflict cannot come about between positions that fit; if it does, the mirror's row is right.
  async #replay() {
    const db = this.#db;
    this.#position = db.value('PRAGMA application_id');
    if (this.#mirror.last > this.#position) {
      const keys = db.value('PRAGMA foreign_keys');
      db.run('PRAGMA foreign_keys = OFF');
      this.#triggers(0);
      db.run('BEGIN IMMEDIATE');
      await this.#mirror.changesets(this.#position, (changes) => this.#apply(changes));
      db.run(`PRAGMA application_id = ${this.#mirror.last}`);
      db.run('COMMIT');
      this.#triggers(1);
      db.run(`PRAGMA foreign_keys = ${keys}`);
      this.#position = this.#mirror.last;
    }
    const { base } = this.#mirror, fits = base && base.position <= this.#position && this.#position === this.#mirror.last;
    this.#schema = fits ? base.schema : emptySchema;
  }

  #apply(changes) {
    const { capi, wasm } = this.#sqlite3, copy = wasm.allocFromTypedArray(changes);
    try {
      const resolve = (_, kind) => kind === DATA || kind === CONFLICT ? REPLACE : OMIT;
      const rc = capi.sqlite3changeset_apply(this.#db.handle, changes.length, copy, 0, resolve, 0);
      if (rc) throw new Fault(rc, 'bring the database forward from its mirror');
    } finally {
      wasm.dealloc(copy);
    }
  }

  #triggers(on) {
    const { capi } = this.#sqlite3;
    capi.sqlite3_db_config(this.#db.handle, capi.SQLITE_DBCONFIG_ENABLE_TRIGGER, on, 0);
  }

  // schemaNow names the state of everything that a changeset does not hold.
  #schemaNow() {
    return `${this.#db.value('PRAGMA schema_version')}.${this.#db.value('PRAGMA user_version')}`;
  }

  // record begins to note changes afresh, of all tables, those without a primary key too.
  #record() {
    const { capi, wasm } = this.#sqlite3, scope = wasm.scopedAllocPush();
    this.#endSession();
    try {
      const out = wasm.scopedAllocPtr(), on = wasm.scopedAlloc(4);
      noted(capi.sqlite3session_create(this.#db.handle, 'main', out));
      this.#session = wasm.peekPtr(out);
      wasm.poke32(on, 1);
      noted(capi.sqlite3session_object_config(this.#session, byRowid, on));
      noted(capi.sqlite3session_attach(this.#session, 0));
    } finally {
      wasm.scopedAllocPop(scope);
    }
  }

  // changes returns what was changed since record, or null.
  #changes() {
    const { capi, wasm } = this.#sqlite3, scope = wasm.scopedAllocPush();
    try {
      const size = wasm.scopedAlloc(4), out = wasm.scopedAllocPtr();
      noted(capi.sqlite3session_changeset(this.#session, size, out));
      const at = wasm.peekPtr(out), n = wasm.peek32(size);
      const changes = n ? wasm.heap8u().slice(at, at + n) : null;
      capi.sqlite3_free(at);
      return changes;
    } finally {
      wasm.scopedAllocPop(scope);
    }
  }

  #endSession() {
    if (this.#session) this.#sqlite3.capi.sqlite3session_delete(this.#session);
    this.#session = 0;
  }
}

const emptySchema = '0.0';
const writing = new Set(['INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'WITH']);
const ending = new Set(['COMMIT', 'END']);
const decoder = new TextDecoder();

function noted(rc) {
  if (rc) throw new Fault(rc, 'note changes for the mirror');
}

function firstWord(sql) {
  const found = /^(?:\s|;|--[^\n]*\n|\/\*[^]*?\*\/)*([a-z]+)/i.exec(decoder.decode(sql.subarray(0, 4096)));
  return found ? found[1].toUpperCase() : '';
}

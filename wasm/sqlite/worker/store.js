// The database of this worker: opened from its pool, or in memory where there is none, and under guard while that is
// needed.

import { Code, Fault } from './fault.js';
import { Database } from './database.js';
import { Guard, largest } from './guard.js';
import { Mirror } from './mirror.js';
import { Pool, mainFile } from './pool.js';

const settings = [ // page_size before anything is written; exclusive locking before WAL, which then needs no shared memory
  'page_size = 32768', 'locking_mode = exclusive', 'journal_mode = wal', 'synchronous = full', 'secure_delete = on',
  'temp_store = memory', 'trusted_schema = off', 'foreign_keys = on',
];

export class Store {
  #sqlite3; #pool; #mirror; #guard = null;
  db = null;
  rebuilt = false; // the database had to be made again from its mirror

  // open opens the database of a name; the caller owns it. What fails half-way goes with the worker.
  static async open(engine, name) {
    const store = new Store();
    const pooled = engine.then((sqlite3) => { store.#sqlite3 = sqlite3; return Pool.open(sqlite3, name); });
    [store.#pool, store.#mirror] = await Promise.all([pooled, Mirror.open(name)]); // each takes a while to answer
    try {
      await store.#begin();
    } catch (e) {
      await store.close().catch(() => {});
      throw e;
    }
    return store;
  }

  get version() { return this.#sqlite3.version.libVersion; }
  get durable() { return this.#pool !== null; }
  get young() { return this.#pool !== null && (this.#guard?.young ?? !this.#mirror?.mature); }
  get mirrored() { return this.#guard?.active ?? false; }

  async exec(sql, args) {
    if (!this.mirrored) return this.db.exec(sql, args);
    await this.#guard.exec(sql, args);
  }

  async query(sql, args, out) {
    if (!this.mirrored) return this.db.query(sql, args, out);
    await this.#guard.query(sql, args, out);
  }

  // rollback ends a transaction, if an error has not done so already.
  async rollback() {
    if (this.db.autocommit) return;
    if (!this.mirrored) return this.db.run('ROLLBACK');
    await this.#guard.rollback();
  }

  async tick() { await this.#guard?.tick(); }

  async close() {
    try {
      await this.#guard?.close();
    } finally {
      this.db?.close();
      this.#pool?.pause();
    }
  }

  async #begin() {
    const mirror = this.#mirror;
    if (!this.#pool && mirror?.mature) { // an empty database in memory would pass for it
      throw new Fault(Code.IOERR, 'the browser gives no access to the files that hold the database');
    }
    if (mirror?.known && this.#pool?.fresh) await mirror.roll(); // the files are gone: the power was cut
    const guarded = mirror && (!mirror.mature || this.#pool.fresh);
    if (guarded && mirror.known && !mirror.mature) await this.#openOrRebuild(); else this.#open();
    if (guarded) mirror.found(!this.#pool?.fresh && !this.rebuilt);
    if (guarded) this.#guard = await Guard.start(this.#sqlite3, this.db, mirror, this.#pool === null);
    else mirror?.close();
  }

  #open() {
    this.db = new Database(this.#sqlite3);
    this.db.open(this.#pool ? mainFile : ':memory:', this.#pool?.vfs ?? null);
    for (const setting of settings) this.db.run('PRAGMA ' + setting);
  }

  // openOrRebuild opens a database whose every commit since its birth is in the mirror. If it is damaged or has fallen behind the
  // mirror's image, as after a power cut in the pool's youth, the image takes its place.
  async #openOrRebuild() {
    try {
      this.#open();
      if (this.#sound()) return;
    } catch (e) {
      if (!damage(e)) throw e;
    }
    this.db.close();
    const image = this.#mirror.base && await this.#mirror.image();
    this.rebuilt = image !== null;
    this.#pool?.replace(image);
    this.#open();
    if (image && !this.#pool) this.db.load(image);
  }

  #sound() {
    const { base } = this.#mirror;
    if (base && (!this.#pool || this.#pool.fresh || this.db.value('PRAGMA application_id') < base.position)) return false;
    return this.db.size > largest || this.db.value('PRAGMA quick_check(1)') === 'ok';
  }
}

// damage tells what a lost or torn file looks like from what a device may do to a sound one.
function damage(e) {
  return e instanceof Fault && [Code.CORRUPT, Code.NOTADB].includes(e.code & 0xff);
}

// The mirror: what was committed while the pool's files were young, kept a second time in IndexedDB.
//
// Chromium writes the names of new OPFS files to the disk only after half a minute or so; if the power goes before
// that, the files are gone however often they were flushed. IndexedDB with strict durability is on the disk from the
// first transaction on. So the mirror holds a base (an image of the whole database, taken after each change of its
// schema) and the changesets of the commits since, each under its position, the number of the commit.

const strict = { durability: 'strict' };
const logSize = 6 << 20; // more than LevelDB puts into one log file

export class Mirror {
  #db;
  base = null; // { position, schema } of the image
  last = 0; // position of the last commit held
  bytes = 0; // size of the changesets held
  imageBytes = 0;
  age = 0; // milliseconds that the pool was in use since its files were made
  seen = 0; // openings that found the pool whole since then
  mature = false; // the pool no longer needs a mirror
  known = false; // this mirror has been written to before

  // open opens the mirror of a database. It returns null where the browser has no IndexedDB to offer.
  static async open(name) {
    const mirror = new Mirror();
    try {
      mirror.#db = await opened(name);
    } catch {
      return null;
    }
    await mirror.#load();
    return mirror;
  }

  async #load() {
    const tx = this.#db.transaction(['state', 'log']), state = tx.objectStore('state');
    const [base, life] = await Promise.all([done(state.get('base')), done(state.get('life'))]);
    if (base) {
      this.base = { position: base.position, schema: base.schema };
      this.imageBytes = base.image.length;
      this.last = base.position;
    }
    if (life) {
      this.known = true;
      this.age = life.age;
      this.seen = life.seen;
      this.mature = life.mature;
    }
    await each(tx.objectStore('log'), IDBKeyRange.lowerBound(0), (position, changes) => {
      this.last = position;
      this.bytes += changes.length;
    });
  }

  async image() {
    const base = await done(this.#db.transaction('state').objectStore('state').get('base'));
    return base.image;
  }

  // changesets calls f for each changeset after a position, in order.
  async changesets(after, f) {
    const log = this.#db.transaction('log').objectStore('log');
    await each(log, IDBKeyRange.lowerBound(after, true), (_, changes) => f(changes));
  }

  // add keeps the changeset of a commit. It is on the disk when this returns.
  async add(position, changes) {
    await this.#write((state, log) => {
      log.put(changes, position);
      state.put(this.#life(), 'life');
    });
    this.last = position;
    this.bytes += changes.length;
  }

  // drop forgets the last commit, which did not happen.
  async drop(position) {
    await this.#write((_, log) => { log.delete(position); });
    this.last = position - 1;
  }

  // rebase puts an image in the place of all that is held.
  async rebase(position, schema, image) {
    await this.#write((state, log) => {
      log.clear();
      state.put({ position, schema, image }, 'base');
      state.put(this.#life(), 'life');
    });
    this.base = { position, schema };
    this.imageBytes = image.length;
    this.last = position;
    this.bytes = 0;
  }

  // live notes the age of the pool.
  async live(age) {
    this.age = age;
    await this.#write((state) => { state.put(this.#life(), 'life'); });
  }

  // roll makes IndexedDB begin a new log file, and returns when all that it holds is on the disk. It is needed once
  // after a power cut: LevelDB, on which Chromium's IndexedDB stands, goes on at the end of its old log, and if the cut
  // left that end torn, what it writes next is acknowledged, synced, and skipped by the next reader as part of the
  // damage. A log of 4 MB is closed, and a new one begun.
  async roll() {
    const noise = crypto.getRandomValues(new Uint8Array(48 << 10)); // what could be compressed would not fill the log
    await this.#write((_, log) => {
      for (let i = 1; i * noise.length < logSize; i++) log.put(noise, -i);
      log.delete(IDBKeyRange.upperBound(0, true));
    });
  }

  // found notes whether an opening found the pool whole. One that was not is made anew, and young.
  found(whole) {
    if (whole) this.seen++;
    else Object.assign(this, { age: 0, seen: 0, mature: false });
  }

  // retire empties the mirror for good: the pool's files are on the disk.
  async retire() {
    this.mature = true;
    await this.#write((state, log) => {
      log.clear();
      state.delete('base');
      state.put(this.#life(), 'life');
    });
    this.base = null;
    this.bytes = 0;
  }

  close() { this.#db.close(); }

  #life() {
    this.known = true;
    return { age: this.age, seen: this.seen, mature: this.mature };
  }

  #write(f) {
    return new Promise((resolve, reject) => {
      const tx = this.#db.transaction(['state', 'log'], 'readwrite', strict);
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error);
      f(tx.objectStore('state'), tx.objectStore('log'));
    });
  }
}

function opened(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('sqlite-mirror:' + name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('state');
      request.result.createObjectStore('log');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function each(store, range, f) {
  return new Promise((resolve, reject) => {
    const request = store.openCursor(range);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve();
      try {
        f(cursor.key, cursor.value);
        cursor.continue();
      } catch (e) {
        reject(e);
      }
    };
  });
}

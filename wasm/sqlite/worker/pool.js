// The pool of OPFS files that holds the database, one folder for each database name.

const vfs = 'pool';
const files = 6; // database, write-ahead log, rollback journal, and room for what SQLite may want beside them
const patience = 10_000; // milliseconds for handles that a dying tab still holds

export const mainFile = '/main';
const allFiles = [mainFile, mainFile + '-wal', mainFile + '-journal'];

export class Pool {
  #util;
  vfs = vfs;
  fresh = false; // some of its files were made just now: their names may not have reached the disk

  // open opens the database's pool and makes it if there is none. It returns null where the browser has no OPFS to
  // offer, as in some private windows; any other failure is thrown and harms nothing.
  static async open(sqlite3, name) {
    if (!await available()) return null;
    const pool = new Pool(), folder = '.sqlite/' + safe(name);
    const before = await count(folder);
    pool.#util = await retry(() => sqlite3.installOpfsSAHPoolVfs({
      name: vfs, directory: folder, initialCapacity: files, verbosity: 0,
      preserveOnInitFailure: true, // the default deletes the database when a handle cannot be had
      forceReinitIfPreviouslyFailed: true,
    }));
    await pool.#util.reserveMinimumCapacity(files);
    pool.fresh = pool.#util.getCapacity() > before;
    return pool;
  }

  // replace makes the given bytes the database, or an empty one. No connection may be open.
  replace(bytes) {
    for (const file of allFiles) this.#util.unlink(file);
    if (bytes) this.#util.importDb(mainFile, bytes);
  }

  // pause lets every handle go. No connection may be open.
  pause() { this.#util.pauseVfs(); }
}

async function available() {
  try {
    const root = await navigator.storage.getDirectory();
    return Boolean(root) && 'createSyncAccessHandle' in FileSystemFileHandle.prototype;
  } catch (e) {
    if (e instanceof TypeError || e.name === 'SecurityError') return false;
    throw e;
  }
}

// count counts the files of a pool. The folder's name inside is the engine's.
async function count(folder) {
  let dir = await navigator.storage.getDirectory(), n = 0;
  try {
    for (const part of [...folder.split('/'), '.opaque']) dir = await dir.getDirectoryHandle(part);
  } catch (e) {
    if (e.name === 'NotFoundError') return 0;
    throw e;
  }
  for await (const handle of dir.values()) if (handle.kind === 'file') n++;
  return n;
}

async function retry(f) {
  for (let wait = 20, end = performance.now() + patience; ; wait *= 1.5) {
    try {
      return await f();
    } catch (e) {
      if (performance.now() + wait > end) throw e;
      await new Promise((wake) => setTimeout(wake, wait));
    }
  }
}

// safe turns any name into one that a folder may have, and no two into the same.
function safe(name) {
  return [...new TextEncoder().encode(name)]
    .map((b) => /[a-z0-9-]/.test(String.fromCharCode(b)) ? String.fromCharCode(b) : '_' + b.toString(16).padStart(2, '0'))
    .join('');
}

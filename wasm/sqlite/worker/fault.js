// Errors with the numbers of SQLite's result codes (extended where SQLite gives them), and two of our own.

export const Code = Object.freeze({
  INTERRUPT: 9, IOERR: 10, CORRUPT: 11, FULL: 13, MISUSE: 21, RANGE: 25, NOTADB: 26,
  OWNED: 1000, // another tab has the database open
  LOST: 1001, // another tab took it over
  BROKEN: 1002, // the engine itself failed: this worker is of no more use
});

export class Fault extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

// The pool answers SQLite's writes with a plain I/O error and keeps the reason to itself, so it is noted here.
let full = false;

const { write, truncate } = globalThis.FileSystemSyncAccessHandle?.prototype ?? {};

if (write) {
  Object.assign(FileSystemSyncAccessHandle.prototype, {
    write(...args) {
      return noted(() => {
        const n = write.apply(this, args);
        if (n < args[0].byteLength) full = true;
        return n;
      });
    },
    truncate(...args) { return noted(() => truncate.apply(this, args)); },
  });
}

function noted(f) {
  try {
    return f();
  } catch (e) {
    if (e.name === 'QuotaExceededError') full = true;
    throw e;
  }
}

// explain turns whatever was thrown into a code and a message. A full disk shows itself as an I/O error: a write that
// was refused for quota, or one that failed with next to nothing of the quota left.
export async function explain(e) {
  const wasFull = full;
  full = false;
  if (e instanceof WebAssembly.RuntimeError || e instanceof RangeError) return { code: Code.BROKEN, message: String(e) };
  if (e.name === 'QuotaExceededError') return { code: Code.FULL, message: 'database or disk is full' };
  const code = e.code > 0 && e instanceof Fault ? e.code : Code.IOERR;
  const primary = code & 0xff;
  if (code < Code.OWNED && (primary === Code.IOERR || primary === 14 /* CANTOPEN */) && (wasFull || await noRoom())) {
    return { code: Code.FULL, message: 'database or disk is full' };
  }
  return { code, message: e instanceof Fault ? e.message : String(e) };
}

const slack = 1 << 20; // less than a few pages and the journal's header need

async function noRoom() {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota - usage < slack;
  } catch {
    return false;
  }
}

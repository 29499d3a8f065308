// One connection to SQLite: statements, cursors, errors. Everything here is synchronous.

import { Code, Fault } from './fault.js';
import { Type } from './wire.js';

const ROW = 100, DONE = 101;
const cacheSize = 64; // prepared statements kept
const pageRows = 1024, pageBytes = 256 << 10; // one reply to a query ends at the first of these that it reaches
const prefixes = [':', '@', '$'];

export class Database {
  #sqlite3; #wasm; #x; // the engine, its memory, its C functions
  #db = 0;
  #deadline = 0;
  #cache = new Map(); // SQL → idle statement, the least recently used first
  #cursors = new Map();
  #lastCursor = 0;

  constructor(sqlite3) {
    this.#sqlite3 = sqlite3;
    this.#wasm = sqlite3.wasm;
    this.#x = sqlite3.wasm.exports;
  }

  get handle() { return this.#db; }
  get size() { return this.value('PRAGMA page_count') * this.value('PRAGMA page_size'); }
  get autocommit() { return this.#x.sqlite3_get_autocommit(this.#db) !== 0; }

  open(file, vfs) {
    const { capi } = this.#sqlite3, out = this.#wasm.allocPtr();
    try {
      const rc = capi.sqlite3_open_v2(file, out, capi.SQLITE_OPEN_READWRITE | capi.SQLITE_OPEN_CREATE, vfs);
      this.#db = this.#wasm.peekPtr(out);
      if (rc) this.#fail();
    } finally {
      this.#wasm.dealloc(out);
    }
    this.#x.sqlite3_extended_result_codes(this.#db, 1);
    capi.sqlite3_progress_handler(this.#db, 10_000, () => this.#deadline && performance.now() > this.#deadline ? 1 : 0, 0);
  }

  // load makes an image the content of a database in memory.
  load(image) {
    const { capi } = this.#sqlite3, n = image.length;
    image[18] = image[19] = 1; // the file format's versions: memory has no write-ahead log
    const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
    if (capi.sqlite3_deserialize(this.#db, 'main', this.#wasm.allocFromTypedArray(image), n, n, flags)) this.#fail();
  }

  close() {
    for (const cursor of this.#cursors.values()) this.#x.sqlite3_finalize(cursor.statement.pointer);
    for (const statement of this.#cache.values()) this.#x.sqlite3_finalize(statement.pointer);
    this.#cursors.clear();
    this.#cache.clear();
    this.#x.sqlite3_close_v2(this.#db);
    this.#db = 0;
  }

  // within sets how many milliseconds the statements of a request have; 0 is no bound.
  within(ms) { this.#deadline = ms && performance.now() + ms; }

  // value runs a statement and returns the first column of its first row as a number or string.
  value(sql) {
    const statement = this.#acquire(encode(sql));
    try {
      if (!this.#step(statement)) return undefined;
      const { capi } = this.#sqlite3;
      return capi.sqlite3_column_type(statement.pointer, 0) === Type.INTEGER
        ? Number(this.#x.sqlite3_column_int64(statement.pointer, 0))
        : capi.sqlite3_column_text(statement.pointer, 0);
    } finally {
      this.#release(statement);
    }
  }

  // parameters compiles a statement and returns how many arguments it takes, or undefined for a script of several.
  parameters(sql) {
    const statement = this.#acquire(sql);
    try {
      return statement.rest ? undefined : this.#count(statement);
    } finally {
      this.#release(statement);
    }
  }

  // single reports whether the text is one statement, not a script.
  single(sql) { return this.parameters(sql) !== undefined; }

  // run runs a statement without arguments.
  run(sql) { this.exec(encode(sql), []); }

  // exec runs a statement, or a script whose statements take the arguments from left to right.
  exec(sql, args) {
    for (let left = sql, used = 0; ;) {
      const statement = this.#acquire(left);
      try {
        const n = statement.rest ? this.#count(statement) : args.length - used;
        this.#bind(statement, args.slice(used, used + n));
        used += n;
        while (this.#step(statement)) { /* rows are nobody's here */ }
        if (!statement.rest) return;
        left = statement.rest;
      } finally {
        this.#release(statement);
      }
    }
  }

  // changes returns what the last insert, update or delete did: rows and last row id.
  changes() {
    return [BigInt(this.#x.sqlite3_changes64(this.#db)), this.#x.sqlite3_last_insert_rowid(this.#db)];
  }

  // query starts a statement and writes its columns and the first page of rows. With whole, all rows are one page.
  query(sql, args, out, whole) {
    const statement = this.#acquire(sql);
    let cursor;
    try {
      if (statement.rest) throw new Fault(Code.MISUSE, 'query takes one statement');
      this.#bind(statement, args);
      const first = this.#step(statement); // before the columns are read: a changed schema may change them
      cursor = { statement, columns: statement.pointer ? this.#x.sqlite3_column_count(statement.pointer) : 0, first, open: first };
      const id = ++this.#lastCursor;
      out.u32(id);
      this.#header(cursor, out);
      this.#page(cursor, out, whole);
      if (cursor.open) this.#cursors.set(id, cursor);
    } finally {
      if (!cursor?.open) this.#release(statement);
    }
  }

  // next writes the next page of rows of an open cursor.
  next(id, out) {
    const cursor = this.#cursors.get(id);
    if (!cursor) throw new Fault(Code.MISUSE, 'rows are closed');
    try {
      this.#page(cursor, out);
    } catch (e) {
      cursor.open = false;
      throw e;
    } finally {
      if (!cursor.open) this.end(id);
    }
  }

  // end closes a cursor, if it is still open.
  end(id) {
    const cursor = this.#cursors.get(id);
    if (this.#cursors.delete(id)) this.#release(cursor.statement);
  }

  #fail() {
    const { capi } = this.#sqlite3;
    throw new Fault(this.#x.sqlite3_extended_errcode(this.#db), capi.sqlite3_errmsg(this.#db));
  }

  #step({ pointer }) {
    const rc = pointer ? this.#x.sqlite3_step(pointer) : DONE; // no pointer: an empty statement or a comment
    if (rc === ROW) return true;
    if (rc !== DONE) this.#fail();
    return false;
  }

  // acquire takes a statement from the cache or compiles it. What follows the first statement is its rest.
  #acquire(sql) {
    const key = decode(sql), known = this.#cache.get(key);
    if (known) {
      this.#cache.delete(key);
      return known;
    }
    const wasm = this.#wasm, scope = wasm.scopedAllocPush(), text = wasm.alloc(sql.length + 1);
    try {
      wasm.heap8u().set(sql, text);
      wasm.poke8(text + sql.length, 0);
      const out = wasm.scopedAlloc(2 * wasm.ptr.size);
      if (this.#x.sqlite3_prepare_v3(this.#db, text, sql.length + 1, 0, out, out + wasm.ptr.size)) this.#fail();
      const used = wasm.peekPtr(out + wasm.ptr.size) - text, rest = sql.slice(used);
      return { key, pointer: wasm.peekPtr(out), rest: decode(rest).trim() ? rest : null };
    } finally {
      wasm.dealloc(text);
      wasm.scopedAllocPop(scope);
    }
  }

  #release(statement) {
    const { key, pointer, rest } = statement;
    if (!pointer) return;
    if (rest || this.#cache.has(key)) {
      this.#x.sqlite3_finalize(pointer);
      return;
    }
    this.#x.sqlite3_reset(pointer);
    this.#x.sqlite3_clear_bindings(pointer);
    this.#cache.set(key, statement);
    if (this.#cache.size > cacheSize) {
      const [oldest, idle] = this.#cache.entries().next().value;
      this.#cache.delete(oldest);
      this.#x.sqlite3_finalize(idle.pointer);
    }
  }

  #count({ pointer }) { return pointer ? this.#x.sqlite3_bind_parameter_count(pointer) : 0; }

  #bind(statement, args) {
    const want = this.#count(statement), named = args.some((a) => a.name);
    if (!named && want !== args.length) throw new Fault(Code.RANGE, `statement takes ${want} arguments, got ${args.length}`);
    args.forEach((arg, i) => {
      const index = arg.name ? this.#index(statement, arg.name) : i + 1;
      if (this.#bindOne(statement.pointer, index, arg)) this.#fail();
    });
  }

  #index({ pointer }, name) {
    for (const prefix of prefixes) {
      const index = this.#sqlite3.capi.sqlite3_bind_parameter_index(pointer, prefix + name);
      if (index) return index;
    }
    throw new Fault(Code.RANGE, `statement has no argument ${name}`);
  }

  #bindOne(pointer, index, { type, value }) {
    const x = this.#x;
    switch (type) {
      case Type.INTEGER: return x.sqlite3_bind_int64(pointer, index, value);
      case Type.FLOAT: return x.sqlite3_bind_double(pointer, index, value);
      case Type.NULL: return x.sqlite3_bind_null(pointer, index);
    }
    const copy = x.sqlite3_malloc(value.length || 1);
    if (!copy) throw new Fault(7, 'out of memory');
    this.#wasm.heap8u().set(value, copy);
    const free = this.#sqlite3.capi.SQLITE_WASM_DEALLOC;
    return type === Type.TEXT
      ? x.sqlite3_bind_text(pointer, index, copy, value.length, free)
      : x.sqlite3_bind_blob(pointer, index, copy, value.length, free);
  }

  #header({ statement, columns }, out) {
    const { capi } = this.#sqlite3;
    out.u16(columns);
    for (let i = 0; i < columns; i++) {
      out.text(capi.sqlite3_column_name(statement.pointer, i));
      out.text(capi.sqlite3_column_decltype(statement.pointer, i) ?? '');
    }
  }

  // page writes rows up to the limits of one reply, after their number and whether they are the last.
  #page(cursor, out, whole) {
    const rows = out.mark32(), last = out.mark32(), start = out.length;
    let n = 0;
    while (whole || (n < pageRows && out.length - start < pageBytes)) {
      cursor.open = cursor.first || this.#step(cursor.statement);
      cursor.first = false;
      if (!cursor.open) break;
      for (let i = 0; i < cursor.columns; i++) this.#column(cursor.statement.pointer, i, out);
      n++;
    }
    out.set32(rows, n);
    out.set32(last, cursor.open ? 0 : 1);
  }

  #column(pointer, i, out) {
    const x = this.#x, type = x.sqlite3_column_type(pointer, i);
    switch (type) {
      case Type.INTEGER: out.u8(type); out.i64(x.sqlite3_column_int64(pointer, i)); return;
      case Type.FLOAT: out.u8(type); out.f64(x.sqlite3_column_double(pointer, i)); return;
      case Type.TEXT: case Type.BLOB: {
        const at = type === Type.TEXT ? x.sqlite3_column_text(pointer, i) : x.sqlite3_column_blob(pointer, i);
        out.u8(type);
        out.bytes(this.#wasm.heap8u().subarray(at, at + x.sqlite3_column_bytes(pointer, i)));
        return;
      }
      default: out.u8(Type.NULL); // SQLite's own number for it is 5
    }
  }
}

const encoder = new TextEncoder(), decoder = new TextDecoder();
const encode = (s) => encoder.encode(s);
const decode = (b) => decoder.decode(b);

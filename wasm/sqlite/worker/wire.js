// The encoding of what crosses between Go and this worker: little-endian numbers, and byte strings after their length
// in 32 bits. A request is
//   u32 id, u8 op, 3 zero bytes, f64 milliseconds until its deadline (0: none), body
// and a reply is
//   u32 id, u8 status (0: done; else code and message follow), body.
// Each message is one ArrayBuffer and is transferred, not copied. The Go side is wire_js.go.

export const Op = Object.freeze({
  OPEN: 1, EXEC: 2, QUERY: 3, NEXT: 4, END: 5, PREPARE: 6, ROLLBACK: 7, CLOSE: 8,
});

// Types of values, of arguments and columns alike.
export const Type = Object.freeze({ NULL: 0, INTEGER: 1, FLOAT: 2, TEXT: 3, BLOB: 4 });

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Reader {
  #bytes; #view; #at = 0;

  constructor(buffer) {
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }

  #skip(n) { const at = this.#at; this.#at += n; return at; }
  skip(n) { this.#skip(n); }
  u8() { return this.#bytes[this.#skip(1)]; }
  u16() { return this.#view.getUint16(this.#skip(2), true); }
  u32() { return this.#view.getUint32(this.#skip(4), true); }
  i64() { return this.#view.getBigInt64(this.#skip(8), true); }
  f64() { return this.#view.getFloat64(this.#skip(8), true); }
  bytes() { const n = this.u32(), at = this.#skip(n); return this.#bytes.subarray(at, at + n); }
  text() { return decoder.decode(this.bytes()); }

  // args reads bound arguments: an optional name and a typed value each.
  args() {
    const args = new Array(this.u16());
    for (let i = 0; i < args.length; i++) {
      const name = this.text(), type = this.u8();
      args[i] = { name, type, value: this.#value(type) };
    }
    return args;
  }

  #value(type) {
    switch (type) {
      case Type.INTEGER: return this.i64();
      case Type.FLOAT: return this.f64();
      case Type.TEXT: case Type.BLOB: return this.bytes();
      default: return null;
    }
  }
}

export class Writer {
  #bytes = new Uint8Array(4096); #view = new DataView(this.#bytes.buffer); #at = 0;

  constructor(id, status) {
    this.u32(id);
    this.u8(status);
  }

  get length() { return this.#at; }

  #room(n) {
    const at = this.#at, end = at + n;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#at = end;
    return at;
  }

  u8(x) { const at = this.#room(1); this.#bytes[at] = x; }
  u16(x) { const at = this.#room(2); this.#view.setUint16(at, x, true); }
  u32(x) { const at = this.#room(4); this.#view.setUint32(at, x, true); }
  i64(x) { const at = this.#room(8); this.#view.setBigInt64(at, x, true); }
  f64(x) { const at = this.#room(8); this.#view.setFloat64(at, x, true); }
  bytes(b) { this.u32(b.length); const at = this.#room(b.length); this.#bytes.set(b, at); }
  text(s) { this.bytes(encoder.encode(s)); }

  // mark keeps room for a number that is known later.
  mark32() { return this.#room(4); }
  set32(at, x) { this.#view.setUint32(at, x, true); }

  finish() { return this.#bytes.buffer.slice(0, this.#at); }
}

// The database worker: takes one request after another from the page (wire.js) and answers each. Beside the answers
// it sends two words: "ready", when it can take requests, and "lost", when another tab took the database over.

import { Ownership } from './owner.js';
import { Store } from './store.js';
import { Code, Fault, explain } from './fault.js';
import { Op, Reader, Writer } from './wire.js';
import { engine } from './engine.js';

const minute = 60_000;
const yieldPatience = 3_000; // milliseconds that an open transaction has to end before another tab takes over

let own = null, store = null, lost = false, broken = null;
let queue = Promise.resolve();

// enqueue runs one thing at a time: an answer may have to wait for the disk, and nothing may come between.
function enqueue(f) {
  queue = queue.then(f, f);
}

onmessage = ({ data }) => enqueue(() => answer(data));
postMessage('ready');

async function answer(buffer) {
  const request = new Reader(buffer), id = request.u32(), op = request.u8();
  request.skip(3);
  const timeout = request.f64();
  let out = new Writer(id, 0);
  try {
    check(op);
    store?.db?.within(timeout);
    await handlers[op](request, out);
  } catch (e) {
    const { code, message } = await explain(e);
    if (code === Code.BROKEN) broken = message;
    out = new Writer(id, 1);
    out.u32(code);
    out.text(message);
  }
  const reply = out.finish();
  postMessage(reply, [reply]);
}

function check(op) {
  if (lost) throw new Fault(Code.LOST, 'another tab took the database over');
  if (broken) throw new Fault(Code.BROKEN, broken);
  if (op !== Op.OPEN && !store) throw new Fault(Code.MISUSE, 'database is closed');
}

const handlers = {
  async [Op.OPEN](request, out) {
    const name = request.text(), takeOver = request.u8() === 1;
    own = await Ownership.take(name, takeOver, () => yieldSoon(performance.now() + yieldPatience));
    try {
      store = await Store.open(engine, name);
    } catch (e) {
      own.release();
      throw e;
    }
    out.text(store.version);
    for (const fact of [store.durable, store.young, store.mirrored, store.rebuilt]) out.u8(fact ? 1 : 0);
    setInterval(() => enqueue(() => store?.tick().catch(console.warn)), minute);
  },

  async [Op.EXEC](request, out) {
    await store.exec(request.bytes(), request.args());
    for (const n of store.db.changes()) out.i64(n);
  },

  [Op.QUERY]: (request, out) => store.query(request.bytes(), request.args(), out),
  [Op.NEXT]: (request, out) => store.db.next(request.u32(), out),
  [Op.END]: (request) => store.db.end(request.u32()),
  [Op.PREPARE]: (request, out) => out.u32(store.db.parameters(request.bytes()) ?? 0xffffffff),
  [Op.ROLLBACK]: () => store.rollback(),
  [Op.CLOSE]: () => letGo(),
};

async function letGo() {
  const closing = store;
  store = null;
  try {
    await closing.close();
  } finally {
    own.release();
  }
}

// yieldSoon gives the database to another tab as soon as no transaction is open, or when its time is up: what such a
// transaction would have written was never reported as done.
function yieldSoon(end) {
  enqueue(async () => {
    if (!store) return;
    if (!store.db.autocommit && performance.now() < end) {
      setTimeout(() => yieldSoon(end), 20);
      return;
    }
    lost = true;
    await letGo().catch(console.warn);
    postMessage('lost');
  });
}

// One owner at a time: the Web Lock is taken before anything of the database is touched, and given back after the
// last of it was let go. The browser gives it back by itself when the tab dies.

import { Code, Fault } from './fault.js';

const patience = 10_000; // milliseconds that an owner has to finish what it does

export class Ownership {
  #release; #channel;

  // take returns when this worker owns the database. If another tab does, it asks that tab to yield (takeOver) or
  // fails. onYield is called when another tab asks this one.
  static async take(name, takeOver, onYield) {
    const own = new Ownership();
    if (!navigator.locks) return own; // no locks, no OPFS either: nothing is shared
    const key = 'sqlite:' + name;
    own.#channel = new BroadcastChannel(key);
    let held = await own.#lock(key, { ifAvailable: true });
    if (!held && takeOver) {
      own.#channel.postMessage('yield');
      held = await own.#lock(key, { signal: AbortSignal.timeout(patience) });
    }
    if (!held) {
      own.#channel.close();
      throw new Fault(Code.OWNED, 'another tab has the database open');
    }
    own.#channel.onmessage = onYield;
    return own;
  }

  // lock resolves to whether the lock was granted, and keeps it until release.
  #lock(key, options) {
    return new Promise((resolve, reject) => {
      navigator.locks.request(key, options, (lock) => {
        resolve(lock !== null);
        return lock && new Promise((release) => { this.#release = release; });
      }).catch((e) => { e.name === 'TimeoutError' ? resolve(false) : reject(e); });
    });
  }

  release() {
    this.#channel?.close();
    this.#release?.();
  }
}

// What the browser promises about keeping things, for the app to say in plain words.

import { shell } from './bridge.js';
import { reload } from './draft.js';

/** Resolves to { opfs, persisted, usage, quota } as JSON; quota is 0 where the browser does not tell. */
shell.storage = async () => {
  const s = navigator.storage;
  const opfs = typeof s?.getDirectory === 'function' && (await s.getDirectory().then(() => true, () => false));
  const persisted = (await s?.persisted?.().catch(() => false)) ?? false;
  const { usage = 0, quota = 0 } = (await s?.estimate?.().catch(() => ({}))) ?? {};
  return JSON.stringify({ opfs, persisted, usage, quota });
};

/** Asks the browser not to throw the outbox away when space gets short; some browsers then ask the user. */
shell.persist = async () => (await navigator.storage?.persist?.().catch(() => false)) ?? false;

// One tab owns the database. Going on here instead starts the page afresh, with a word to the Go program that it may
// take the database over; the word lasts for this one start.
const takeOver = 'placard-take-over';

shell.takeOver = () => {
  try {
    sessionStorage.setItem(takeOver, '1');
  } catch {
    // No session storage, no OPFS either: there is nothing to own.
  }
  reload();
};

shell.takingOver = () => {
  try {
    const word = sessionStorage.getItem(takeOver);
    sessionStorage.removeItem(takeOver);
    return word !== null;
  } catch {
    return false;
  }
};

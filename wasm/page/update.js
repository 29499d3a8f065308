// New versions. The service worker fetches one in the background, complete or not at all, and this page offers it. The
// open page never changes under its user's hands, and a start with something waiting in the outbox stays with the
// version that put it there, until the user says otherwise.

import { ask } from './ask.js';
import { app, shell } from './bridge.js';
import { reload } from './draft.js';

let build = '';
let waiting = 0;
let registration = null;
let reloading = false;
let offered = '';

const worker = () => registration.waiting ?? registration.active;

/** The app's outbox holds so many actions that are not sent yet. */
shell.waiting = async (n) => {
  waiting = n;
  if (registration) await ask(registration.active ?? registration.waiting, { do: 'waiting', waiting });
};

// Each version is offered once; the app shows the offer among its notices.
function show(version) {
  if (version === offered) return;
  offered = version;
  app('version', waiting);
}

/** Goes on with the version that was offered. */
shell.useVersion = async () => {
  const next = worker();
  const answer = await ask(next, { do: 'use' });
  if (!answer?.ok || reloading) return;
  reloading = true;
  await reload(next);
};

async function look() {
  const answer = await ask(worker(), { do: 'which' });
  if (answer?.newest && answer.newest !== build) show(answer.newest);
}

function follow(installing) {
  installing?.addEventListener('statechange', () => {
    if (installing.state === 'installed' && navigator.serviceWorker.controller) look();
    if (installing.state === 'activated') shell.waiting(waiting);
    // Without room for the files there is no version for offline use; the app says so when it asks.
    if (installing.state === 'redundant') offline = registration.active !== null;
  });
}

let offline = null;

/** Whether the page will open without a network: true, false, or null while that is not known. */
shell.offlineReady = async () => {
  if (!('serviceWorker' in navigator)) return false;
  if (registration?.active) return true;
  return offline;
};

/** Registers the service worker; called after the first paint, so that it competes with nothing. */
export async function open(own) {
  build = own;
  if (!('serviceWorker' in navigator)) return;
  try {
    registration = await navigator.serviceWorker.register('sw.js');
  } catch (e) {
    offline = false;
    console.warn('placard: no offline version:', e.message);
    return;
  }
  follow(registration.installing);
  registration.addEventListener('updatefound', () => follow(registration.installing));
  await shell.waiting(waiting);
  await look();
  const check = () => { if (navigator.onLine && !document.hidden) registration.update().catch(() => {}); };
  addEventListener('online', check);
  document.addEventListener('visibilitychange', check);
  setInterval(check, 3600e3);
}

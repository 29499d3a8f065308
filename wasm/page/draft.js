// What is typed and not signed yet must live through a reload, and must never reach the disk: storage, caches, the
// history's state and the window's name all do. So it stays in a variable here, and when this page goes, in the memory
// of the service worker, which gives it back once, to the same tab, and forgets it after two minutes. Where there is
// no worker yet, the browser asks before it lets the page go.

import { ask } from './ask.js';
import { shell } from './bridge.js';

let now = ''; // the draft as JSON, see app.Draft; '' for none
let away = false; // it lies with the worker
let registration = null;

// Which tab this is: a random number that means nothing to anyone but the worker's memory.
const tab = (() => {
  try {
    const own = sessionStorage.getItem('placard-tab') ?? crypto.randomUUID();
    sessionStorage.setItem('placard-tab', own);
    return own;
  } catch {
    return String(Math.random()); // it changes with a reload, which then finds nothing; over plain http there is no randomUUID
  }
})();

const workers = () => [registration?.active, registration?.waiting, registration?.installing].filter(Boolean);
const worker = () => workers()[0];

async function take() {
  registration ??= await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  for (const w of workers()) {
    const answer = await ask(w, { do: 'take', tab }, 2000);
    if (answer?.draft) return answer.draft;
  }
  return '';
}

/** Resolves once it is known whether the tab's last page left a draft. */
export const ready = take().then((draft) => { now ||= draft; }, () => {});
navigator.serviceWorker?.ready.then((r) => { registration = r; });

/** What is typed, as an object like app.Draft, or null. */
export const get = () => (now ? JSON.parse(now) : null);

/** Takes down what is typed; null for nothing any more. */
export function set(draft) {
  keep(draft ? JSON.stringify(draft) : '');
}

function keep(draft) {
  if (draft === now) return;
  now = draft;
  if (away) forget(); // what the worker has is out of date
}

function forget() {
  away = false;
  for (const w of workers()) w.postMessage({ do: 'forget', tab });
}

let held = null;

/** Keeps the draft from the app until a promise resolves: the page before it may still be written in. */
export function hold(promise) {
  held = promise;
}

/** Go tells what is typed, after each change; '' once it was signed or cleared. */
shell.drafted = keep;

/** Resolves to what the tab's last page, or the page before the app, left behind. */
shell.takeDraft = async () => {
  await ready;
  await held;
  now ||= await take(); // the last page's word may have come after the first question
  return now;
};

// To be called when the page may go at any moment: nothing here waits.
function leave() {
  if (!now || away || !worker()) return;
  away = true;
  worker().postMessage({ do: 'keep', tab, draft: now });
}

/** Loads the page again, the draft in safe hands; `next` is the worker that will be in charge then. */
export async function reload(next) {
  if (now && !away) away = Boolean((await ask(next ?? worker(), { do: 'keep', tab, draft: now }, 1000))?.ok);
  location.reload();
}

addEventListener('pagehide', leave);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) leave(); // a phone may end a hidden page without another word
  else if (away) forget();
});
addEventListener('pageshow', (e) => { if (e.persisted && away) forget(); });
// On its way to another site, the browser delivers nothing from pagehide. The way may end here all the same: a mail
// program opens, a download begins.
addEventListener('beforeunload', (e) => {
  if (now && !worker()) e.preventDefault();
  leave();
  setTimeout(() => { if (away && !document.hidden) forget(); }, 5000);
});

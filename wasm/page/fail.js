// When something fails, honest words and a way on; never a dead page.

import { running, stop } from './bridge.js';
import { reload } from './draft.js';
import { close } from './gate.js';
import * as report from './report.js';
import { say } from './say.js';

const $ = (id) => document.getElementById(id);
let failed = false;

/** Shows what failed, with a button that loads the page again. The first failure is the one that counts. */
export function fail(reason, error) {
  if (failed) return;
  failed = true;
  const over = document.documentElement.classList.contains('kit'); // the app had the screen; else the page can be read on
  if (over || running()) {
    stop();
    close();
  }
  if (error) console.warn('placard:', reason, error);
  const boot = $('boot');
  boot.dataset.failed = reason;
  $('boot-title').textContent = say('page.fail.' + reason);
  $('status').textContent = say('page.why.' + reason);
  $('progress').hidden = $('enter').hidden = true;
  $('detail').textContent = over ? '' : say('page.readable');
  $('mirror').hidden = true;
  const again = $('again');
  again.textContent = reason === 'stopped' ? say('page.restart') : say('page.again');
  again.hidden = false;
  again.onclick = () => reload();
  boot.hidden = false;
  if (reason === 'stopped') report.offer(boot, error);
  if (over || document.activeElement === document.body) again.focus({ preventScroll: true });
}

/** Takes back what was said of a download that failed: it is tried again. */
export function recover() {
  failed = false;
  delete $('boot').dataset.failed;
  $('boot-title').textContent = say('page.boot');
  $('status').textContent = say('page.loading');
  $('again').hidden = true;
  $('progress').hidden = $('mirror').hidden = false;
}

/** Which words an error while starting deserves. */
export function reasonOf(error) {
  if (error.reason) return error.reason;
  if (error instanceof RangeError || /out of memory|could not allocate|cannot allocate/i.test(error.message)) return 'memory';
  if (error instanceof TypeError || error.name === 'AbortError' || error.name === 'NetworkError') return 'cut';
  return 'stopped';
}

export const hasFailed = () => failed;

/** Watches a running Go program: a trap in its WebAssembly surfaces as an uncaught error of some event handler. */
export function watch() {
  const look = (error) => {
    if (error instanceof WebAssembly.RuntimeError) fail(/memory/.test(error.message) ? 'memory' : 'stopped', error);
  };
  addEventListener('error', (e) => look(e.error));
  addEventListener('unhandledrejection', (e) => look(e.reason));
}

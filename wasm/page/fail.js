// When something fails, honest words and a way on; never a dead page.

import { running, stop } from './bridge.js';
import { reload } from './draft.js';
import { close } from './gate.js';

const words = {
  script: ['This browser is too old for Placard', 'It has no WebAssembly. Please use a current Chrome, Edge, Firefox or Safari. The campaign also takes signatures on paper.'],
  webgl: ['This browser cannot draw Placard', 'It has no WebGL, or it is switched off. Switch on "graphics acceleration" in its settings, or use another browser or device.'],
  memory: ['There is not enough memory', 'Close other tabs and apps, then try again. What was stored on this device is still there.'],
  cut: ['The download was cut', 'Placard could not be loaded completely. Check the connection and try again.'],
  stranger: ['Something else answered', 'Instead of Placard another page came, perhaps a Wi-Fi sign-in page. Sign in to the network, then try again.'],
  stopped: ['Placard has stopped', 'This is our fault. Everything that was stored on this device is still here and will be sent. Start again to go on.'],
  lost: ['The picture was lost', 'The device took the graphics memory away. Starting again…'],
};

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
  const [title, text] = words[reason];
  const boot = $('boot');
  boot.dataset.failed = reason;
  $('boot-title').textContent = title;
  $('status').textContent = text;
  $('progress').hidden = $('enter').hidden = true;
  $('detail').textContent = over ? '' : 'This page can be read, and its form used with a connection, all the same.';
  $('mirror').hidden = true;
  $('offer').hidden = true;
  const again = $('again');
  again.textContent = reason === 'stopped' ? 'Start again' : 'Try again';
  again.hidden = false;
  again.onclick = () => reload();
  boot.hidden = false;
  if (over || document.activeElement === document.body) again.focus({ preventScroll: true });
}

/** Takes back what was said of a download that failed: it is tried again. */
export function recover() {
  failed = false;
  delete $('boot').dataset.failed;
  $('boot-title').textContent = 'Placard';
  $('status').textContent = 'The app is loading. Then this works without a network too.';
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

// The page's beginning: what can be shown before Go, the download, and the start of the Go program.

import './wasm_exec.js';
import { running, shell } from './bridge.js';
import { canvas } from './canvas.js';
import { reload } from './draft.js';
import { fail, hasFailed, reasonOf, recover, watch as watchGo } from './fail.js';
import * as gate from './gate.js';
import * as handover from './handover.js';
import * as history from './history.js';
import { calm } from './idle.js';
import * as keyboard from './keyboard.js';
import './font.js';
import './home.js';
import { load } from './load.js';
import './look.js';
import { watch as watchPaintings } from './mirror.js';
import * as outside from './outside.js';
import { watch as watchOutput } from './report.js';
import { greet, number, say } from './say.js';
import './scribe.js';
import './storage.js';
import * as touch from './touch.js';
import * as update from './update.js';

const $ = (id) => document.getElementById(id);
const page = document.documentElement.dataset;

function canDraw() {
  const gl = document.createElement('canvas').getContext('webgl');
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return gl !== null;
}

function showProgress(part) {
  $('progress').value = Math.round(100 * part);
  const mb = number(Number(page.transfer) / 1e6, 1);
  $('detail').textContent = part < 1 ? say('page.progress', { Percent: Math.round(100 * part), MB: mb }) : '';
}

// A context that was lost (the system wanted the memory) stays black in Fyne: load the page again, to the same route.
function watchCanvas() {
  new MutationObserver((_, observer) => {
    const c = canvas();
    if (!c) return;
    observer.disconnect();
    c.setAttribute('aria-hidden', 'true');
    c.addEventListener('webglcontextlost', (e) => {
      e.preventDefault();
      if (!handover.taken()) return fail('memory'); // nobody misses it yet: the page can be read on
      const again = () => { if (!document.hidden) reload(); };
      fail('lost');
      document.addEventListener('visibilitychange', again);
      setTimeout(again, 300);
    });
  }).observe(document.body, { childList: true });
}

/** Go calls this when the first screen is painted. */
shell.started = () => {
  performance.mark('placard-started');
  if (!hasFailed()) handover.offer();
  update.open(page.build);
};

// Timers and Fyne's listeners would go on to call a program that has exited.
function bury(go) {
  for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
  go._scheduledTimeouts.clear();
  go._resume = () => {};
}

// The app's stylesheet; the readable page does without it.
function dress() {
  return new Promise((done, failed) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'page.css', onload: done });
    link.onerror = () => failed(new TypeError('the stylesheet did not come'));
    document.head.append(link);
  });
}

async function start() {
  document.documentElement.classList.add('loading');
  greet();
  if (typeof WebAssembly !== 'object' || !WebAssembly.compileStreaming) return fail('script');
  if (!canDraw()) return fail('webgl');
  showProgress(0);
  performance.mark('placard-load');
  const [module] = await Promise.all([load(page.wasm, Number(page.size), page.build, showProgress), dress()]);
  performance.mark('placard-compiled');
  $('status').textContent = say('page.starting');
  $('progress').removeAttribute('value');
  const go = new Go();
  go.argv = ['placard'];
  calm(go);
  const instance = await WebAssembly.instantiate(module, go.importObject);
  await new Promise((done) => setTimeout(done)); // what is in hand is seen to before Go begins
  watchGo();
  watchOutput();
  watchCanvas();
  watchPaintings();
  gate.open();
  touch.open();
  keyboard.open();
  history.open();
  outside.open();
  await go.run(instance);
  bury(go);
  fail('stopped');
}

function begin() {
  start().catch((e) => {
    const reason = running() ? 'stopped' : reasonOf(e);
    fail(reason, e);
    // What the link broke is tried again without leaving the page, in which somebody may be writing.
    if (reason === 'cut' || reason === 'stranger') $('again').onclick = () => { recover(); begin(); };
  });
}

begin();

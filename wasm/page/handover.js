// From the readable page to the app. The app paints behind the page, out of sight; once it has, it takes the page's
// place: at the same part, near the same line, with what was typed as its draft. Under the hands of somebody who
// types, scrolls or marks a text nothing changes: then a button offers the app.

import { app } from './bridge.js';
import * as draft from './draft.js';
import * as gate from './gate.js';
import { inAddress, placed } from './history.js';
import { filling, held } from './plain.js';
import { say, take as speak } from './say.js';
import { scrollMiddle } from './scroll.js';

const rest = 400; // ms without a hand on the page
const $ = (id) => document.getElementById(id);
const root = document.documentElement;
const read = $('read');
const mirror = $('mirror');

let ready = false;
let entering = false;
let timer = 0;
let touched = -rest;
let down = false;
let steered = false; // somebody has moved about the page
let entered;

// The app asks for the draft at its start; what counts is what stands in the form when it takes over.
draft.hold(new Promise((done) => { entered = done; }));

/** Whether the app has the screen. */
export const taken = () => root.classList.contains('kit');

const marking = () => !document.getSelection().isCollapsed;
const busy = () => held() || filling() || down || marking();

/** The app has painted its first screen and can take over. */
export function offer() {
  ready = true;
  if (busy() || performance.now() - touched < rest) consider();
  else enter();
}

function consider() {
  if (!ready || taken()) return;
  $('status').textContent = say('page.ready');
  $('progress').hidden = true;
  $('detail').textContent = '';
  $('enter').hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { if (!busy()) enter(); }, rest);
}

function stirred(e) {
  steered ||= ['wheel', 'touchmove', 'keydown', 'input'].includes(e.type);
  touched = performance.now();
  if (ready) consider();
}

// Which of the app's screens shows what is read now.
function route() {
  const own = inAddress();
  // What was typed here leads to the form; what a page before this one left behind, to where that was.
  if (draft.get() && (steered || !own)) return own.startsWith('act/') ? own : 'sign';
  if (own && (!steered || own === 'outbox')) return own;
  const y = innerHeight / 2;
  const part = [...read.querySelectorAll('[id^="/"]')].filter((el) => el.localName !== 'li')
    .find((el) => el.getBoundingClientRect().top <= y && el.getBoundingClientRect().bottom > y);
  const name = part?.id.slice(1) ?? 'appeal';
  return name === 'archive' && own.startsWith('archive/') ? own : name;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const words = (el) => el.textContent.replace(/\s+/g, ' ').trim();

// Scrolls the app, still unseen, so that the first line in view stays where it is.
async function align() {
  const lines = [...read.querySelectorAll('main h1, main h2, main p, main li')];
  const line = lines.find((el) => { const r = el.getBoundingClientRect(); return r.height > 0 && r.top >= 60; });
  if (!line || scrollY < 60) return;
  const text = words(line);
  const { top } = line.getBoundingClientRect();
  const twin = () => [...mirror.querySelectorAll('*')].find((el) => el.childElementCount === 0 && words(el) === text);
  for (let n = 0; n < 12 && !twin(); n++) await pause(50);
  if (!twin()) return;
  const off = () => twin() ? twin().getBoundingClientRect().top - top : 0;
  scrollMiddle(0, off());
  for (let n = 0; n < 10 && Math.abs(off()) > 8; n++) await pause(50);
}

/** The app takes over. */
async function enter(always) {
  if (entering || taken()) return;
  entering = true;
  const to = route();
  if (to !== inAddress() && (to !== 'appeal' || inAddress() !== '')) app('route', to);
  if (steered || !placed()) await align();
  entering = false;
  if (!always && busy()) return;
  root.classList.add('kit');
  speak();
  read.hidden = true;
  $('boot').hidden = $('enter').hidden = true;
  scrollTo(0, 0);
  gate.take();
  entered();
  performance.mark('placard-taken');
}

for (const type of ['scroll', 'wheel', 'touchmove', 'keydown', 'selectionchange', 'focusin', 'focusout', 'input']) {
  (type === 'scroll' ? globalThis : document).addEventListener(type, (e) => { if (!taken()) stirred(e); }, { capture: true, passive: true });
}
for (const [type, on] of [['pointerdown', true], ['pointerup', false], ['pointercancel', false]]) {
  document.addEventListener(type, (e) => { down = on; if (!taken()) stirred(e); }, { capture: true, passive: true });
}
$('enter').addEventListener('click', () => enter(true));

// What of the browser's events reaches Fyne. Its web driver listens on document and window, prevents the default of
// everything, handles keys off the UI goroutine (typing fast panics) and takes places on the page for places on the
// canvas. So every event passes here first, in the capture phase of window: keys, wheel and focus never reach Fyne,
// mouse events do when they are meant for the canvas.

import { mouse as send, offset } from './canvas.js';
import { key } from './keys.js';
import { aim, moved, scrollBy } from './scroll.js';
import { room } from './text.js';

const mirror = document.getElementById('mirror');
const ownSelector = '#mirror, #boot';
let dead = false;
let taken = false; // the app has the screen; before that the page under it has all events
let pressed = false; // Fyne saw the press, so it must see the release, wherever that happens

const own = (e) => e.target instanceof Element && e.target.closest(ownSelector) !== null;

/** Lets events through to the app from now on. */
export function take() {
  taken = true;
}

function mouse(e) {
  if (!taken && e.isTrusted) {
    e.stopImmediatePropagation();
    return;
  }
  const ours = own(e);
  // Moves pass even over our elements: what Fyne highlighted must learn that the pointer has gone.
  const passes = !ours || e.type === 'mousemove' || (e.type === 'mouseup' && pressed);
  if (dead || !passes) {
    e.stopImmediatePropagation();
    return;
  }
  if (e.type !== 'mousemove') pressed = e.type === 'mousedown';
  if (e.type === 'mousedown' && e.isTrusted) send('mousemove', e.clientX, e.clientY); // Fyne clicks where the last move was
  if (ours) Object.defineProperty(e, 'preventDefault', { value() {} }); // or no text could be selected
  if (e.isTrusted) moved();
  const o = offset();
  if (o.x !== 0 || o.y !== 0) {
    Object.defineProperty(e, 'clientX', { value: e.clientX - o.x });
    Object.defineProperty(e, 'clientY', { value: e.clientY - o.y });
  }
}

// Whether a box of several lines can scroll on in a direction.
const turns = (el, dy) => (dy > 0 ? el.scrollTop < room(el) - 1 : el.scrollTop > 0);

function wheel(e) {
  if (e.fromShell) return;
  e.stopImmediatePropagation();
  if (!taken) return;
  // Ctrl with the wheel, and the pinch of a touchpad, are the browser's zoom.
  if (dead || e.ctrlKey || (own(e) && !mirror.contains(e.target))) return;
  if (room(e.target) && turns(e.target, e.deltaY)) return; // a box of several lines scrolls in itself
  e.preventDefault();
  const unit = [1, 16, innerHeight][e.deltaMode];
  const sideways = e.shiftKey && e.deltaX === 0;
  aim(e.clientX, e.clientY);
  scrollBy((sideways ? e.deltaY : e.deltaX) * unit, (sideways ? 0 : e.deltaY) * unit);
}

/** Lets nothing through any more. */
export function close() {
  dead = true;
}

export function open() {
  const capture = { capture: true, passive: false };
  for (const type of ['mousedown', 'mouseup', 'mousemove']) addEventListener(type, mouse, capture);
  addEventListener('wheel', wheel, capture);
  addEventListener('contextmenu', (e) => {
    e.stopImmediatePropagation();
    if (taken && !own(e)) e.preventDefault(); // a long press on the painting would offer to save it as an image
  }, capture);
  for (const type of ['keydown', 'keyup']) {
    addEventListener(type, (e) => {
      e.stopImmediatePropagation();
      if (taken && !dead && type === 'keydown') key(e);
    }, capture);
  }
  // Fyne would tell its widgets of the window's focus inside these handlers, off its goroutine.
  for (const type of ['focus', 'blur']) {
    addEventListener(type, (e) => { if (e.target === window) e.stopImmediatePropagation(); }, capture);
  }
  addEventListener('resize', (e) => { if (dead) e.stopImmediatePropagation(); }, capture);
}

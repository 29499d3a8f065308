// Scrolling in Fyne, by exact distances. The driver knows only wheel events, whose distance it multiplies by 0.2 below
// 5 and by 2 from there on; a distance in between is sent as several small ones.

import { app, dips, shell } from './bridge.js';
import { canvas, mouse, offset, wheel } from './canvas.js';

function send(dx, dy) {
  const most = Math.max(Math.abs(dx), Math.abs(dy));
  if (most < 10) {
    const n = Math.ceil(most / 0.98);
    for (let i = 0; i < n; i++) wheel((dx / n) * 5, (dy / n) * 5);
    return;
  }
  const big = (d) => (Math.abs(d) >= 10 ? d / 2 : 0);
  const small = (d) => (Math.abs(d) >= 10 ? 0 : d);
  wheel(big(dx), big(dy));
  if (small(dx) || small(dy)) send(small(dx), small(dy));
}

// Fyne's entries are scrolled areas themselves and swallow what is meant for the page: aim beside them.
function beside(x, y) {
  const field = document.elementsFromPoint(x, y).find((e) => e.classList.contains('field'));
  if (!field) return [x, y];
  const r = field.getBoundingClientRect();
  const free = ([px, py]) => document.elementsFromPoint(px, py).some((e) => e === canvas()) && !document.elementFromPoint(px, py).classList.contains('field');
  return [[r.left - 4, y], [r.right + 4, y], [x, r.top - 4], [x, r.bottom + 4]].find(free) ?? [x, y];
}

// Fyne scrolls what lies under the pointer, and takes in where that is some time after the event: between two frames,
// and those may be far apart on a slow phone. Distances are gathered until Go says that it has.
let place = null;
let asked = 0;
let known = false;

/** Tells Fyne which place is to be scrolled. */
export function aim(x, y) {
  leaving = false;
  const [px, py] = beside(x, y);
  if (place && place.x === px && place.y === py) return;
  place = { x: px, y: py };
  known = false;
  mouse('mousemove', px, py);
  app('aim', ++asked);
}

shell.aimed = (n) => {
  if (n !== asked) return;
  known = true;
  if (pending) requestAnimationFrame(flush);
  else if (leaving) off();
};

/** The pointer went somewhere else. */
export function moved() {
  place = null;
  leaving = false;
}

let pending = null;
let sent = false; // since Go last said where it stands
let leaving = false;

/**
 * Takes the pointer off the canvas, or what was touched last would stay highlighted. What is still to be scrolled there
 * comes first: Fyne scrolls what is under the pointer when it gets to it.
 */
export function leave() {
  if (leaving) return;
  leaving = Boolean(pending) || sent;
  if (!leaving) off();
  else if (!pending) settled();
}

function off() {
  moved();
  mouse('mousemove', -1, -1);
}

// Has Go answer once it has scrolled.
function settled() {
  sent = false;
  app('aim', ++asked);
}

function flush() {
  if (!pending || !known) return;
  const { dx, dy } = pending;
  pending = null;
  send(dx * dips.perCSS, dy * dips.perCSS);
  sent = true;
  if (leaving) settled();
}

/** Scrolls what lies under the pointer by CSS pixels, once a frame however often it is called. */
export function scrollBy(dx, dy) {
  if (!canvas()) return;
  moving();
  if (pending) {
    pending.dx += dx;
    pending.dy += dy;
    return;
  }
  pending = { dx, dy };
  if (known) requestAnimationFrame(flush);
}

/** Scrolls what lies in the middle of the screen, for keys. */
export function scrollMiddle(dx, dy) {
  const o = offset();
  aim(o.x + innerWidth / 2, o.y + innerHeight / 2);
  scrollBy(dx, dy);
}

let quiet = 0;

// While the page scrolls, the fields' painting shows instead of the fields, which follow a moment later.
function moving() {
  document.body.classList.add('scrolling');
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    app('read');
    requestAnimationFrame(() => document.body.classList.remove('scrolling'));
  }, 150);
}

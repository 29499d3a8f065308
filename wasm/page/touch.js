// Fingers. Fyne's web driver knows only a mouse: a tap reaches it as the mouse click that browsers make of taps, a
// drag becomes scrolling with a fling, and the click that would follow a drag is kept back.

import { app, shell } from './bridge.js';
import { mouse } from './canvas.js';
import { aim, leave, scrollBy } from './scroll.js';
import { room } from './text.js';

const slop = 8; // CSS pixels until a touch is a drag; less than any browser's own limit for a tap
const friction = 0.996; // of the speed that is left after a millisecond
const slowest = 0.02; // CSS pixels a millisecond
const long = 500; // ms until a touch that rests is a long press

const mirror = document.getElementById('mirror');
let touch = null;
let touches = 0; // so far
let fling = 0;
let holding = 0;
let box = null; // a box of several lines that scrolls in itself: { el, at }

function start(e) {
  touches++;
  const stopped = fling !== 0;
  cancelAnimationFrame(fling);
  fling = 0;
  if (touch?.drag) leave(); // a second finger makes a zoom of it
  touch = null;
  clearTimeout(holding);
  if (e.touches.length > 1 || e.target.type === 'range') return; // a slider is the browser's
  if (!(e.target instanceof HTMLCanvasElement) && !mirror.contains(e.target)) return;
  const { clientX: x, clientY: y } = e.touches[0];
  touch = { x, y, lastX: x, lastY: y, time: e.timeStamp, vx: 0, vy: 0, drag: false, stopped };
  box = room(e.target) ? { el: e.target, at: e.target.scrollTop } : null;
  if (e.target instanceof HTMLCanvasElement && !stopped) holding = setTimeout(rested, long);
}

// Behind a page that was busy all the while the finger's end may stand in line already: it comes first.
function rested() {
  holding = setTimeout(hold, 0);
}

// A long press on what has a menu is Fyne's click with the other button. On anything else it is a tap, however long cold
// hands take; the browser makes no click of it. Fields have the platform's own: handles and a menu.
function hold() {
  if (!touch || touch.drag) return;
  touch.held = hasMenu(touch.x, touch.y);
  touch.slow = !touch.held;
  if (touch.held) click(touch, 2);
}

function hasMenu(x, y) {
  return [...mirror.querySelectorAll('[data-menu]')].some((el) => {
    const r = el.getBoundingClientRect();
    return x >= r.left && x < r.right && y >= r.top && y < r.bottom && el.closest('[inert]') === null;
  });
}

function click({ x, y }, button) {
  mouse('mousemove', x, y);
  mouse('mousedown', x, y, button);
  mouse('mouseup', x, y, button);
}

// While the page is zoomed in, a drag moves what is seen of it, as far as that goes; only then the app scrolls.
function pans(dx, dy) {
  const v = visualViewport;
  if (v.scale < 1.02) return false;
  if (Math.abs(dx) > Math.abs(dy)) return true;
  return dy > 0 ? v.offsetTop + v.height < document.documentElement.clientHeight - 1 : v.offsetTop > 1;
}

// Scrolls the box as far as it goes, and what it lies in by the rest.
function scroll(dx, dy) {
  if (box) {
    const to = Math.max(0, Math.min(room(box.el), box.at + dy));
    dy -= to - box.at;
    box.at = to;
    box.el.scrollTop = to;
  }
  if (dx || dy) scrollBy(dx, dy);
}

// With something selected, a drag that begins in the field moves a selection handle.
function selecting(target) {
  return target === document.activeElement && target.selectionStart !== target.selectionEnd;
}

function move(e) {
  const t = touch;
  if (!t) return;
  const { clientX: x, clientY: y } = e.touches[0];
  if (!t.drag) {
    if (Math.hypot(x - t.x, y - t.y) <= slop) return;
    clearTimeout(holding);
    if (t.held || selecting(e.target) || pans(t.x - x, t.y - y)) {
      if (!t.held) touch = null;
      return;
    }
    t.drag = true;
    aim(t.x, t.y);
  }
  e.preventDefault();
  const dx = t.lastX - x;
  const dy = t.lastY - y;
  const dt = Math.max(1, e.timeStamp - t.time);
  t.vx = 0.6 * t.vx + (0.4 * dx) / dt;
  t.vy = 0.6 * t.vy + (0.4 * dy) / dt;
  t.lastX = x;
  t.lastY = y;
  t.time = e.timeStamp;
  scroll(dx, dy);
}

function end(e) {
  const t = touch;
  touch = null;
  clearTimeout(holding);
  if (!t) return;
  if (t.held) {
    if (e.cancelable) e.preventDefault(); // no click after it
    leave();
  } else if (t.drag) {
    e.preventDefault();
    const last = e.changedTouches[0]; // of a page that is busy a browser may tell the last stretch here alone
    const [dx, dy] = [t.lastX - last.clientX, t.lastY - last.clientY];
    if (e.type === 'touchend' && Math.hypot(dx, dy) > slop) scroll(dx, dy); // less is only how a zoomed page rounds
    // A finger that rested before it left the glass throws nothing.
    if (e.type === 'touchend' && e.timeStamp - t.time < 60) throwOn(t.vx, t.vy);
    else leave();
  } else if (t.stopped) {
    e.preventDefault(); // this tap stopped the fling and means nothing else
  } else if (e.type === 'touchend') {
    if (t.slow) {
      e.preventDefault();
      click(t, 0);
    }
    settleSoon();
  } else {
    leave();
  }
}

function settleSoon() {
  const n = touches;
  setTimeout(() => app('tapped', n), 400); // after the click that the browser makes of the tap
}

// Fyne clicks where the pointer was last, and on a slow phone it may come to that late: Go says when it has.
shell.tapped = (n) => {
  if (n === touches && !fling) leave(); // a later tap needs the pointer where it put it
};

function throwOn(vx, vy) {
  let last = performance.now();
  const step = (now) => {
    const dt = Math.max(0, now - last);
    last = now;
    scroll(vx * dt, vy * dt);
    const keep = friction ** dt;
    vx *= keep;
    vy *= keep;
    fling = Math.hypot(vx, vy) > slowest ? requestAnimationFrame(step) : 0;
    if (!fling) leave();
  };
  if (Math.hypot(vx, vy) > 0.1) fling = requestAnimationFrame(step);
  else leave();
}

export function open() {
  addEventListener('touchstart', start, { passive: true });
  addEventListener('touchmove', move, { passive: false });
  addEventListener('touchend', end, { passive: false });
  addEventListener('touchcancel', end, { passive: false });
}

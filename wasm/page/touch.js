// Fingers. Fyne's web driver knows only a mouse: a tap reaches it as the mouse click that browsers make of taps, a
// drag becomes scrolling with a fling, and the click that would follow a drag is kept back.

import { app, shell } from './bridge.js';
import { aim, leave, scrollBy } from './scroll.js';

const slop = 8; // CSS pixels until a touch is a drag; less than any browser's own limit for a tap
const friction = 0.996; // of the speed that is left after a millisecond
const slowest = 0.02; // CSS pixels a millisecond

const mirror = document.getElementById('mirror');
let touch = null;
let fling = 0;

function start(e) {
  const stopped = fling !== 0;
  cancelAnimationFrame(fling);
  fling = 0;
  touch = null;
  if (e.touches.length > 1) return;
  if (!(e.target instanceof HTMLCanvasElement) && !mirror.contains(e.target)) return;
  const { clientX: x, clientY: y } = e.touches[0];
  touch = { x, y, lastX: x, lastY: y, time: e.timeStamp, vx: 0, vy: 0, drag: false, stopped };
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
    if (selecting(e.target)) {
      touch = null;
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
  scrollBy(dx, dy);
}

function end(e) {
  const t = touch;
  touch = null;
  if (!t) return;
  if (t.drag) {
    e.preventDefault();
    // A finger that rested before it left the glass throws nothing.
    if (e.type === 'touchend' && e.timeStamp - t.time < 60) throwOn(t.vx, t.vy);
    else leave();
  } else if (t.stopped) {
    e.preventDefault(); // this tap stopped the fling and means nothing else
  } else {
    setTimeout(() => app('tapped'), 400); // after the click that the browser makes of the tap
  }
}

// Fyne clicks where the pointer was last, and on a slow phone it may come to that late: Go says when it has.
shell.tapped = () => {
  if (!touch && !fling) leave();
};

function throwOn(vx, vy) {
  let last = performance.now();
  const step = (now) => {
    const dt = Math.max(0, now - last);
    last = now;
    scrollBy(vx * dt, vy * dt);
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

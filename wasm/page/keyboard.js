// The soft keyboard. On Android it makes the page smaller (interactive-widget in index.html), on iPhones only what is
// seen of the page: there the canvas is made smaller here. Either way the field that is typed into comes into view.

import { app } from './bridge.js';
import { idOf } from './focus.js';

const least = 100; // CSS pixels; a toolbar that comes and goes is no keyboard
const root = document.documentElement;
let hidden = 0;
let timer = 0;

function fit() {
  const v = visualViewport;
  const zoomed = v.scale > 1.02;
  root.classList.toggle('zoomed', zoomed);
  if (zoomed) return; // fingers decide what is seen
  const under = root.clientHeight - v.height;
  const now = under > least ? Math.round(under) : 0;
  if (now === hidden) return;
  hidden = now;
  root.style.setProperty('--keyboard', `${now}px`);
  scrollTo(0, 0); // an iPhone pushed the page up to show a field that now moves by itself
  dispatchEvent(new Event('resize')); // Fyne measures its canvas
}

// The field may lie under the keyboard now; Go takes in the new size a moment later.
function follow() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const el = document.activeElement;
    if (el.classList.contains('field')) app('reveal', idOf(el));
  }, 150);
}

export function open() {
  addEventListener('resize', follow);
  visualViewport?.addEventListener('resize', fit);
}

// Keys. The focus is the browser's, so Tab, Shift+Tab, Enter on a button and all text editing are the browser's too,
// and its own shortcuts stay alone. What is left goes to Go: Return in a one-line field, Escape, the arrows of
// sliders and lists, and scrolling.

import { app } from './bridge.js';
import { idOf } from './focus.js';
import { scrollMiddle } from './scroll.js';

const line = 48; // CSS pixels
const page = () => innerHeight * 0.85;

const scrolls = {
  ArrowUp: () => scrollMiddle(0, -line),
  ArrowDown: () => scrollMiddle(0, line),
  PageUp: () => scrollMiddle(0, -page()),
  PageDown: () => scrollMiddle(0, page()),
  Home: () => scrollMiddle(0, -1e6),
  End: () => scrollMiddle(0, 1e6),
};

// Fyne's names of the keys that its widgets understand.
const names = { ArrowUp: 'Up', ArrowDown: 'Down', ArrowLeft: 'Left', ArrowRight: 'Right', Home: 'Home', End: 'End' };
const steered = new Set(['slider', 'combobox', 'radio', 'list', 'listitem', 'tab', 'menuitem', 'tree']);

/** Handles a keydown; what it does not handle is left to the browser. */
export function key(e) {
  if (e.isComposing || e.keyCode === 229 || e.defaultPrevented) return; // the input method's, not ours
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const el = e.target instanceof HTMLElement ? e.target : document.body;
  const id = idOf(el);
  if (e.key === 'Escape') {
    app('escape');
  } else if (el.classList.contains('field')) {
    if (e.key !== 'Enter' || el.localName === 'textarea') return;
    app('key', id, 'Return');
  } else if (id && steered.has(el.getAttribute('role')) && names[e.key]) {
    app('key', id, names[e.key]);
  } else if (id && e.key === ' ' && el.localName === 'a') {
    el.click();
  } else if (scrolls[e.key] && !el.closest('#boot, #offer')) {
    scrolls[e.key]();
  } else if (e.key === ' ' && el === document.body) {
    scrollMiddle(0, e.shiftKey ? -page() : page());
  } else {
    return;
  }
  e.preventDefault();
}

// Keys. The focus is the browser's, so Tab, Shift+Tab, Enter on a button and all text editing are the browser's too,
// and its own shortcuts stay alone. What is left: the arrows in groups, Return in a one-line field, Escape, scrolling.

import { app } from './bridge.js';
import { idOf, rowOf, wantRow } from './focus.js';
import { begins, groupOf, members, step } from './rove.js';
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

const arrows = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

// In a list the arrows lead on to rows that are not there yet.
function walk(el, group, key) {
  const pos = rowOf(group, el);
  const of = Number(el.getAttribute('aria-setsize'));
  const shown = Math.max(1, members(group).length - 2);
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: shown, PageUp: -shown, Home: -of, End: of }[key];
  if (by === undefined || !pos) return false;
  wantRow(group, Math.max(1, Math.min(of, pos + by)));
  return true;
}

// Moves among the members of a group; radios and tabs are chosen as the focus comes to them.
function among(e, el) {
  const group = groupOf(el);
  if (!group) return false;
  const role = el.getAttribute('role');
  if (role === 'listitem') return walk(el, group, e.key);
  const to = arrows.has(e.key) ? step(el, e.key) : e.key.length === 1 && e.key !== ' ' ? begins(el, e.key) : null;
  if (!to) return false;
  to.focus({ preventScroll: true });
  if (to !== el && (role === 'radio' || role === 'tab')) app('act', idOf(to));
  return true;
}

// What the element with the focus does with a key; true when that was something.
function use(e, el, id) {
  if (among(e, el)) return true;
  const role = el.getAttribute('role');
  if (role === 'combobox' && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) {
    app('act', id);
    return true;
  }
  if (role === 'combobox' && (e.key === 'ArrowLeft' || e.key === 'ArrowRight')) {
    app('key', id, e.key.slice('Arrow'.length)); // the option before and after, without opening
    return true;
  }
  if ((e.key === ' ' && el.localName === 'a') || (role === 'listitem' && (e.key === ' ' || e.key === 'Enter'))) {
    el.click();
    return true;
  }
  // A menu is left by Tab; what it was opened from has the focus again.
  if (e.key === 'Tab' && (role === 'option' || role === 'menuitem')) {
    app('escape');
    return true;
  }
  return el.type === 'range' && scrolls[e.key] ? null : false;
}

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
  } else {
    const done = id ? use(e, el, id) : false;
    if (done === null || (!done && !scroll(e, el))) return;
  }
  e.preventDefault();
}

function scroll(e, el) {
  if (scrolls[e.key] && !el.closest('#boot')) {
    scrolls[e.key]();
    return true;
  }
  if (e.key !== ' ' || el !== document.body) return false;
  scrollMiddle(0, e.shiftKey ? -page() : page());
  return true;
}

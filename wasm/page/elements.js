// One element for one node of the semantic tree: which tag, which ARIA attributes, and what using it does.

import { app } from './bridge.js';
import { groups } from './rove.js';
import { makeSlider, updateSlider } from './slider.js';
import { makeField, updateField } from './text.js';

const tags = { paragraph: 'p', link: 'a', slider: 'input' };
for (const role of ['button', 'checkbox', 'radio', 'combobox', 'tab', 'menuitem', 'option']) tags[role] = 'button';
const implied = new Set(['paragraph', 'button', 'link', 'textbox', 'heading', 'slider']); // the tag says it already
const named = new Set(['paragraph', 'button', 'link', 'heading', 'checkbox', 'radio', 'tab', 'menuitem', 'option', 'status', 'alert']); // by their text

const isField = (n) => n.role === 'textbox' || n.role === 'searchbox';

/** The tag that a node wants; a node that wants another one gets a new element. */
export function tagOf(n) {
  if (n.role === 'heading') return `h${Math.min(6, Math.max(1, n.level || 2))}`;
  if (isField(n)) return n.multiline ? 'textarea' : 'input';
  return tags[n.role] ?? 'div';
}

export function make(n) {
  const el = document.createElement(tagOf(n));
  el.id = `n${n.id}`;
  if (isField(n)) {
    makeField(el, n.id);
    return el;
  }
  if (n.role === 'slider') {
    makeSlider(el, n.id);
    return el;
  }
  if (el.localName === 'button') el.type = 'button';
  el.addEventListener('click', (e) => {
    e.preventDefault();
    e.stopPropagation();
    app('act', n.id);
  });
  return el;
}

function set(el, name, value) {
  if (value === undefined || value === null || value === '' || value === false) {
    if (el.hasAttribute(name)) el.removeAttribute(name);
  } else {
    const s = String(value);
    if (el.getAttribute(name) !== s) el.setAttribute(name, s);
  }
}

const flag = (on) => (on ? 'true' : undefined);
const either = (v) => (v === undefined ? undefined : v ? 'true' : 'false');

/** Brings an element up to date; `shown` is what this function returned for it before. */
export function update(el, n, shown) {
  place(el, n);
  const now = JSON.stringify(n, skip);
  if (now === shown) return now;
  describe(el, n);
  if (isField(n)) updateField(el, n);
  else if (n.role === 'slider') updateSlider(el, n);
  else words(el, n);
  return now;
}

// What place() and the children's own elements take care of.
const skip = (k, v) => (k === 'children' || k === 'box' || k === 'view' ? undefined : v);

function words(el, n) {
  const text = n.role === 'combobox' ? n.value || n.placeholder || '' : n.name || '';
  if (named.has(n.role) && !n.children?.length) {
    if (el.textContent !== text) el.textContent = text;
    set(el, 'aria-label', undefined);
    return;
  }
  if (el.firstChild?.nodeType === Node.TEXT_NODE && n.children?.length) el.firstChild.remove();
  if (n.role === 'combobox' && el.textContent !== text) el.textContent = text;
  set(el, 'aria-label', n.name);
}

function describe(el, n) {
  const can = new Set(n.can);
  if (!implied.has(n.role)) set(el, 'role', n.role);
  set(el, 'lang', n.lang);
  set(el, 'aria-description', [n.error, n.description].filter(Boolean).join(' '));
  set(el, 'aria-invalid', flag(n.invalid || n.error));
  set(el, 'aria-required', flag(n.required && !isField(n)));
  set(el, 'aria-busy', flag(n.busy));
  set(el, 'aria-modal', flag(n.modal));
  set(el, 'aria-current', n.current ? 'page' : undefined);
  set(el, 'aria-expanded', n.role === 'combobox' ? either(n.expanded ?? false) : either(n.expanded));
  set(el, 'aria-haspopup', n.role === 'combobox' ? 'listbox' : undefined);
  set(el, 'aria-checked', n.role === 'checkbox' || n.role === 'radio' ? either(!!n.checked) : undefined);
  set(el, 'aria-selected', n.role === 'tab' || n.role === 'option' ? either(!!n.selected) : undefined);
  set(el, 'aria-posinset', n.of ? n.pos : undefined);
  set(el, 'aria-setsize', n.of && n.pos ? n.of : undefined);
  if (n.role === 'progressbar') {
    set(el, 'aria-valuenow', n.value);
    set(el, 'aria-valuemin', n.min);
    set(el, 'aria-valuemax', n.max);
  }
  if (n.role === 'link') set(el, 'href', /^(https?|mailto):/.test(n.value ?? '') ? n.value : '#');
  if ('disabled' in el) el.disabled = !!n.disabled;
  else set(el, 'aria-disabled', flag(n.disabled));
  set(el, 'data-menu', can.has('menu'));
  const focusable = can.has('tap') || can.has('focus');
  // Of a group one member takes Tab; rove.js says which.
  if (el.localName === 'div' && n.role !== 'listitem') {
    set(el, 'tabindex', n.role === 'dialog' || groups[n.role] ? -1 : focusable ? 0 : undefined);
  } else if (el.localName === 'div') {
    set(el, 'data-row', focusable);
    if (!focusable) set(el, 'tabindex', undefined);
  }
}

function place(el, n) {
  const [x, y, w, h] = n.box;
  const s = el.style;
  const px = (v) => `${Math.round(v * 100) / 100}px`;
  const want = [px(x), px(y), px(w), px(h)].join(' ');
  if (el.dataset.box !== want) {
    el.dataset.box = want;
    [s.left, s.top, s.width, s.height] = want.split(' ');
  }
  // A field takes taps, so what of it is scrolled away, perhaps under a button, must not; and no focus ring shows
  // where Fyne paints nothing of what it is around.
  const room = isField(n) ? 0 : -8;
  s.clipPath = n.view ? `inset(${n.view.map((v) => px(v > 0 ? v : room)).join(' ')})` : '';
}

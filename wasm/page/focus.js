// The one owner of the focus is the browser. When an element of the mirror gets it, Go hears of it and Fyne's focus
// follows; when the app moves Fyne's focus by itself (to the first wrong field, say), the browser's follows once. Nothing
// here repeats itself, so a soft keyboard that was dismissed stays so until the next tap on a field.

import { app, shell } from './bridge.js';
import { current, groupOf, groups, rove } from './rove.js';

const mirror = document.getElementById('mirror');

export const idOf = (el) => (el instanceof Element && mirror.contains(el) && el !== mirror ? Number(el.id.slice(1)) : 0);

let following = false; // the focus moves because Go said so
let wanted = 0; // Go's focus, for an element that is not there yet
let lost = 0; // had the focus when its element went
let covered = 0; // had the focus when a dialog or menu covered it, and is uncovered again
let row = null; // { list, pos }: the row that gets the focus when it is there
let finger = false; // the last thing that touched the page was a finger

addEventListener('pointerdown', (e) => { finger = e.pointerType === 'touch'; }, { capture: true, passive: true });
addEventListener('keydown', (e) => { if (e.isTrusted && e.keyCode !== 229) finger = false; }, { capture: true, passive: true });

mirror.addEventListener('focusin', (e) => {
  wanted = lost = covered = 0;
  row = null;
  const group = groupOf(e.target);
  if (group) rove(group);
  if (!following) app('focus', idOf(e.target));
});

mirror.addEventListener('focusout', (e) => {
  // When the whole window loses the focus, it comes back to this very element.
  if (following || mirror.contains(e.relatedTarget) || !document.hasFocus()) return;
  app('blur', idOf(e.target));
});

// Of a group one member has the focus.
const takes = (el) => (groups[el.getAttribute('role')] ? current(el) ?? el : el);

function give(el) {
  following = true;
  takes(el).focus({ preventScroll: true });
  following = false;
}

// The same, by the page's own decision: Go hears of it.
function take(el) {
  takes(el).focus({ preventScroll: true });
}

function drop() {
  following = true;
  document.activeElement.blur();
  following = false;
}

/** Go's focus moved by itself; 0 is nowhere. */
shell.focus = (id) => {
  const active = idOf(document.activeElement);
  wanted = 0;
  if (id === active) return;
  if (id === 0) return drop();
  const el = document.getElementById(`n${id}`);
  if (el?.closest('[inert]') === null) give(el);
  else wanted = id;
};

/** The place of the row of a list that is to get the focus; else that of the row that has it. */
export const rowOf = (list, el) => (row?.list === list ? row.pos : Number(el.getAttribute('aria-posinset')));

/** The focus goes to a row of a list as soon as that is there. */
export function wantRow(list, pos) {
  const el = rowAt(list, pos);
  if (el) return take(el);
  row = { list, pos };
  app('row', idOf(list), pos);
}

const rowAt = (list, pos) => list.querySelector(`:scope > [aria-posinset="${pos}"]`);

/** To be called before elements go: remembers the focus if it goes with them. */
export function beforeRemoval(gone) {
  if (gone.contains(document.activeElement)) lost = idOf(document.activeElement);
}

/** To be called before a layer is covered; returns what is to get the focus when it is uncovered. */
export function cover(layer) {
  const had = layer.contains(document.activeElement) ? idOf(document.activeElement) : covered;
  lost = covered = 0;
  if (layer.contains(document.activeElement)) drop();
  return had;
}

/** To be called when a layer is uncovered, with what cover returned. */
export function uncover(had) {
  lost = 0;
  covered = had;
}

/** To be called when the mirror shows a new reading; layer is the top one, fresh says that it was not there before. */
export function settle(layer, fresh) {
  const has = document.activeElement !== document.body && !document.activeElement.closest('[inert]');
  const [go, under, before] = [wanted, covered, lost].map(there);
  if (row) {
    const el = row.list.isConnected && rowAt(row.list, row.pos);
    if (el) take(el);
  } else if (has) {
    return;
  } else if (go) {
    wanted = 0;
    give(go);
  } else if (fresh && layer.firstElementChild) {
    take(layer.firstElementChild); // keys and screen readers go where everything else is covered
  } else if (under ?? before) {
    const next = under ?? before;
    if (finger && next.classList.contains('field')) return; // it would open the soft keyboard again
    if (under) take(next);
    else give(next); // the same thing as before: nothing for Go to bring into view
  }
}

// The element of a node, if it can have the focus.
function there(id) {
  const el = id ? document.getElementById(`n${id}`) : null;
  return el?.closest('[inert]') === null ? el : null;
}

// Fyne's web driver focuses and blurs #dummyEntry to open and close a soft keyboard, whatever got its focus. The call
// comes from inside Go, which can hear of it only afterwards.
const dummy = document.getElementById('dummyEntry');
dummy.focus = dummy.blur = () => queueMicrotask(() => app('fyneFocus'));

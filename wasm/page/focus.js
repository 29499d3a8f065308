// The one owner of the focus is the browser. When an element of the mirror gets it, Go hears of it and Fyne's focus
// follows; when the app moves Fyne's focus by itself (to the first wrong field, say), the browser's follows once. Nothing
// here repeats itself, so a soft keyboard that was dismissed stays so until the next tap on a field.

import { app, shell } from './bridge.js';

const mirror = document.getElementById('mirror');

export const idOf = (el) => (el instanceof Element && mirror.contains(el) && el !== mirror ? Number(el.id.slice(1)) : 0);

let following = false; // the focus moves because Go said so
let wanted = 0; // Go's focus, for an element that is not there yet
let lost = 0; // had the focus when its element went, behind a dialog perhaps

mirror.addEventListener('focusin', (e) => {
  wanted = lost = 0;
  if (!following) app('focus', idOf(e.target));
});

mirror.addEventListener('focusout', (e) => {
  // When the whole window loses the focus, it comes back to this very element.
  if (following || mirror.contains(e.relatedTarget) || !document.hasFocus()) return;
  app('blur', idOf(e.target));
});

function give(el) {
  following = true;
  el.focus({ preventScroll: true });
  following = false;
}

/** Go's focus moved by itself; 0 is nowhere. */
shell.focus = (id) => {
  const active = idOf(document.activeElement);
  wanted = 0;
  if (id === active) return;
  if (id === 0) {
    following = true;
    document.activeElement.blur();
    following = false;
    return;
  }
  const el = document.getElementById(`n${id}`);
  if (el) give(el);
  else wanted = id;
};

/** To be called before elements go: remembers the focus if it goes with them. */
export function beforeRemoval(gone) {
  if (gone.contains(document.activeElement)) lost = idOf(document.activeElement);
}

/** To be called when the mirror shows a new reading. */
export function settle() {
  const next = document.getElementById(`n${wanted || lost}`);
  if (idOf(document.activeElement)) return;
  if (wanted && next) {
    wanted = 0;
    give(next);
    return;
  }
  const dialog = mirror.querySelector('[role=dialog]');
  if (lost && dialog) {
    give(dialog); // keys and screen readers go where everything else is hidden
  } else if (lost && next && !next.classList.contains('field')) {
    lost = 0; // a field would open the soft keyboard again
    give(next);
  }
}

// Fyne's web driver focuses and blurs #dummyEntry to open and close a soft keyboard, whatever got its focus. The call
// comes from inside Go, which can hear of it only afterwards.
const dummy = document.getElementById('dummyEntry');
dummy.focus = dummy.blur = () => queueMicrotask(() => app('fyneFocus'));

// Copying text: the clipboard's own way, or the old one where a browser has no other or forbids it.

import { shell } from './bridge.js';

/** Copies a text; resolves to whether it is in the clipboard. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byHand(text);
  }
}

function byHand(text) {
  const before = document.activeElement;
  const box = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
  box.setAttribute('aria-hidden', 'true');
  box.className = 'copied';
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  before?.focus?.({ preventScroll: true });
  return done;
}

shell.copy = copy;

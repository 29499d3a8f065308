// How the user wants the kit to look: what was chosen in the settings, and for the rest what the browser says of the
// user's needs. The choice says nothing about a person; it lies in localStorage, so that the page can follow it before
// Go runs, and where there is no store for signatures too.

import { app, shell } from './bridge.js';

const key = 'placard-look';
const root = document.documentElement;
const highs = ['(prefers-contrast: more)', '(forced-colors: active)'].map((q) => matchMedia(q));

/** What was chosen, as app.Look has it; empty where nothing was. */
export function chosen() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') ?? {};
  } catch {
    return {}; // storage is forbidden, or somebody else wrote there
  }
}

// The browser's own text size is the root's font size, 16 where nothing was changed.
const wishes = () => ({
  text: Math.round((100 * Number.parseFloat(getComputedStyle(root).fontSize)) / 16),
  contrast: highs.some((q) => q.matches),
});

/** The page around the app follows: page.css and read.css know these attributes. */
function dress() {
  const { contrast, scheme, text } = chosen();
  const high = contrast ? contrast === 'high' : wishes().contrast;
  if (high) root.dataset.contrast = 'high';
  else delete root.dataset.contrast;
  if (scheme === 'light' || scheme === 'dark') root.dataset.scheme = scheme;
  else delete root.dataset.scheme;
  root.style.setProperty('--text', String((Number(text) || wishes().text) / 100));
}

/** What was chosen and what the browser says, as JSON. */
shell.look = () => JSON.stringify({ chosen: chosen(), wishes: wishes() });

/** Keeps a choice, and reports whether it will be there the next time. */
shell.keepLook = (json) => {
  let kept = true;
  try {
    localStorage.setItem(key, json);
  } catch {
    kept = false;
  }
  dress();
  return kept;
};

function changed() {
  dress();
  const w = wishes();
  app('wishes', w.text, w.contrast);
}

for (const q of highs) q.addEventListener('change', changed);
// No event tells of a changed text size; the user who changed it comes back to the page.
addEventListener('visibilitychange', () => { if (!document.hidden) changed(); });
dress();

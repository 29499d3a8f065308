// Sliders. A real range input lies over Fyne's and takes keys, mouse, fingers and screen readers alike; Fyne paints it.

import { app } from './bridge.js';

let sent = 0;

export function makeSlider(el, id) {
  el.type = 'range';
  el.className = 'slider';
  el.addEventListener('input', () => app('text', id, el.value, ++sent));
}

export function updateSlider(el, n) {
  for (const name of ['min', 'max', 'step']) {
    if (n[name] !== undefined && el.getAttribute(name) !== n[name]) el.setAttribute(name, n[name]);
  }
  if (el.value !== n.value) el.value = n.value;
  if (n.name) el.setAttribute('aria-label', n.name);
}

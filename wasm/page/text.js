// Text fields. A real input or textarea lies over each of Fyne's entries, and it is the editor: accents, dead keys,
// input methods, soft keyboards, undo and paste are the browser's. Its value goes to Go after each change;
// Go's value comes back only when Go has seen the last change and still says otherwise.

import { app, shell } from './bridge.js';

let sent = 0;

/** Makes an element the editor of a textbox node. */
export function makeField(el, id) {
  el.className = 'field';
  el.dataset.sent = 0;
  el.dir = 'auto'; // what is typed decides: Arabic begins at the right
  el.addEventListener('input', () => {
    el.dataset.sent = ++sent;
    app('text', id, el.value, sent);
    measure(el);
    // Somebody scrolled it away and types on. A box that fills the screen stays as it was put.
    if (el.style.clipPath && el.clientHeight < innerHeight / 2) app('reveal', id);
  });
  el.addEventListener('compositionstart', () => { el.dataset.composing = '1'; });
  el.addEventListener('compositionend', () => { delete el.dataset.composing; });
}

const types = { email: 'email', tel: 'tel', url: 'url', search: 'search' };

export function updateField(el, n) {
  attribute(el, 'aria-label', n.name);
  attribute(el, 'placeholder', n.placeholder);
  // Never autofill: with it the browser keeps what a signer types in its profile, for its session file and for the next
  // person. Set before there is a value.
  attribute(el, 'autocomplete', 'off');
  if (el.localName === 'input') {
    // The type stays "text" for e-mail: a field of type email hides what it finds wrong, and has no selection.
    const type = n.password ? 'password' : 'text';
    if (el.type !== type) el.type = type;
    attribute(el, 'enterkeyhint', n.role === 'searchbox' ? 'search' : 'next');
  }
  const mode = types[n.input] ?? '';
  attribute(el, 'inputmode', mode);
  attribute(el, 'autocapitalize', mode || n.password ? 'none' : n.autofill?.includes('name') ? 'words' : 'sentences');
  // Some browsers send what they check, or help to write, to their maker.
  attribute(el, 'spellcheck', 'false');
  attribute(el, 'writingsuggestions', 'false');
  attribute(el, 'autocorrect', mode || n.autofill || n.password ? 'off' : undefined);
  // Names come in every script. What Fyne has no letters for, or would set in the wrong order, this field shows with the
  // system's letters, whether it has the focus or not.
  attribute(el, 'dir', 'auto');
  el.classList.toggle('foreign', !!n.foreign);
  el.required = !!n.required;
  el.disabled = !!n.disabled;
  setValue(el, n);
  measure(el);
}

/** How far a box of several lines scrolls in itself, 0 for any other element. */
export const room = (el) => (el.localName === 'textarea' ? Math.max(0, el.scrollHeight - el.clientHeight) : 0);

// Fyne scrolls its own painting of a long text by its own cursor, so a box with more than it shows is shown as it is.
function measure(el) {
  if (el.localName === 'textarea') el.classList.toggle('long', room(el) > 1);
}

function attribute(el, name, value) {
  if (value === undefined || value === '') el.removeAttribute(name);
  else if (el.getAttribute(name) !== value) el.setAttribute(name, value);
}

function setValue(el, n) {
  const value = n.value ?? '';
  if (el.value === value || el.dataset.composing || Number(el.dataset.sent) > (n.seen ?? 0)) return;
  const from = el.selectionStart;
  const to = el.selectionEnd;
  const fromEnd = el.value.length - to;
  const was = el.value;
  const top = el.scrollTop;
  el.value = value;
  el.scrollTop = top;
  if (document.activeElement !== el) return;
  // The caret stays where it was in the text: by its distance from the side that did not change.
  const same = value.startsWith(was.slice(0, from));
  const at = same ? from : Math.max(0, value.length - fromEnd);
  el.setSelectionRange(Math.min(at, value.length), same ? Math.min(to, value.length) : at);
}

// The looks of Fyne's entries: { size, line, pad, radius } in CSS pixels, { ink, paper, accent, faint } as colours.
shell.fieldStyle = (style) => {
  const s = document.getElementById('mirror').style;
  for (const [k, v] of Object.entries(style)) s.setProperty(`--field-${k}`, v);
};

// Fyne's own font is inside the Go program already: the fields use the same letters without another download.
shell.fieldFont = async (bytes) => {
  const face = new FontFace('Placard Text', bytes);
  document.fonts.add(await face.load());
  document.getElementById('mirror').style.setProperty('--field-font', '"Placard Text", system-ui, sans-serif');
};

// The readable page's own form and links, while the app loads. The form works without this module; with it, nothing
// typed is lost when the link breaks, the same press is counted once however often it is repeated, and what was typed
// is the app's draft.

import * as draft from './draft.js';
import { say } from './say.js';

const read = document.getElementById('read');
const fields = 'field.'; // the names of data/pack/html
const consents = 'consent.';

const form = () => read.querySelector('form[data-form]');

let sending = false;
let sent = false;

/** Whether the page must not be taken away: something is being sent, or its answer is being read. */
export const held = () => sending || sent;

/** Whether the focus is in the form. */
export const filling = () => form()?.contains(document.activeElement) ?? false;

function typed() {
  const f = form();
  const d = { form: f.dataset.form, lang: f.elements.lang.value, fields: {}, consents: [] };
  for (const [name, value] of new FormData(f)) {
    if (name.startsWith(fields) && value !== '') d.fields[name.slice(fields.length)] = value;
    if (name.startsWith(consents)) d.consents.push(name.slice(consents.length));
  }
  return Object.keys(d.fields).length > 0 || d.consents.length > 0 ? d : null;
}

/** Puts a draft into the empty form: the tab's last page may have left one. */
function fill(d) {
  const f = form();
  if (!d || !f || d.form !== f.dataset.form || typed()) return;
  for (const [name, value] of Object.entries(d.fields ?? {})) {
    const el = f.elements[fields + name];
    if (el) el.value = value;
  }
  // A box is ticked for the words beside it: in another language it is asked anew.
  for (const purpose of d.lang === f.elements.lang.value ? d.consents ?? [] : []) {
    const el = f.elements[consents + purpose];
    if (el) el.checked = true;
  }
}

// A random number that goes along: whoever sends the very same words again with it has sent them once.
function stamp() {
  const f = form();
  if (!f || f.elements.once) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const once = Object.assign(document.createElement('input'), { type: 'hidden', name: 'once' });
  once.value = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  f.prepend(once);
}

// Parts of another page stand one level lower here, and their links lead where they led there.
function adopt(part, base) {
  for (const el of part.querySelectorAll('[href]')) {
    const href = el.getAttribute('href');
    if (!href.startsWith('#')) el.setAttribute('href', new URL(href, base));
  }
  for (const h of [...part.querySelectorAll('h2'), ...part.querySelectorAll('h1')]) {
    const lower = document.createElement(h.localName === 'h1' ? 'h2' : 'h3');
    lower.id = h.id;
    lower.append(...h.childNodes);
    h.replaceWith(lower);
  }
  return document.adoptNode(part);
}

async function fetched(url, options) {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout?.(60000) });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return { response, part: page.querySelector('#read main > section, #read main > article'), refusal: page.querySelector('#read main > .refused') };
}

function complain(title, text) {
  const box = document.createElement('div');
  box.className = 'wrong';
  box.id = 'wrong';
  box.tabIndex = -1;
  box.setAttribute('role', 'alert');
  const strong = document.createElement('strong');
  strong.textContent = title;
  box.append(strong, ` ${text}`);
  document.getElementById('wrong')?.remove();
  form().before(box);
  box.focus();
  box.scrollIntoView({ block: 'center' });
}

async function send() {
  const f = form();
  const button = f.querySelector('button[type=submit]');
  const label = button.textContent;
  const { action } = f;
  sending = button.disabled = true;
  button.textContent = say('page.sending');
  try {
    const { response, part, refusal } = await fetched(action, { method: 'POST', body: new URLSearchParams(new FormData(f)) });
    if (refusal) {
      complain(`${refusal.querySelector('h1').textContent}.`, refusal.querySelector('p').textContent);
      return;
    }
    if (!part) {
      complain(say('page.unsent.stranger'), say('page.unsent.why.stranger'));
      return;
    }
    sent = response.ok;
    if (sent) draft.set(null);
    const section = f.closest('section');
    section.replaceChildren(...adopt(part, response.url).childNodes);
    if (form()) {
      form().action = action;
      stamp();
    }
    const head = section.querySelector('#wrong') ?? section.querySelector('h2');
    head.tabIndex = -1;
    head.focus();
    head.scrollIntoView({ block: 'center' });
  } catch {
    complain(say('page.unsent.cut'), say('page.unsent.why.cut'));
  } finally {
    sending = button.disabled = false;
    button.textContent = label;
  }
}

read.addEventListener('input', () => { if (form()) draft.set(typed()); });
read.addEventListener('submit', (e) => {
  if (e.target !== form()) return;
  e.preventDefault();
  if (!sending) send();
});

// A deep link to a news item shows it in its place in the list.
async function item() {
  if (!/^#\/archive\/./.test(location.hash)) return;
  const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const link = entry?.querySelector('a');
  if (!link) return;
  const { response, part } = await fetched(link.href);
  if (!part || entry.querySelector('article')) return;
  entry.append(adopt(part, response.url));
  entry.scrollIntoView();
}

// A reload restores a place in the app, which says nothing here.
function place() {
  const part = location.hash.startsWith('#/') && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (part && part.id !== '/appeal' && scrollY === 0) part.scrollIntoView();
}

place();
stamp();
draft.ready.then(() => fill(draft.get()));
item().catch(() => {}); // the link to it is there
addEventListener('hashchange', () => item().catch(() => {}));

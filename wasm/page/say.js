// The page's own words, and the language of the page. The build takes the words from the app's translations
// (app/translation), the keys that begin with "page.", and puts them into words.js.

import { shell } from './bridge.js';
import { chosen } from './look.js';
import { words } from './words.js';

const root = document.documentElement;

// The nearest language that there are words of, "sw" for "sw-KE".
function nearest(tags) {
  for (const tag of tags) {
    const has = Object.keys(words).find((l) => tag.toLowerCase() === l.toLowerCase() || tag.toLowerCase().startsWith(`${l.toLowerCase()}-`));
    if (has) return has;
  }
  return 'en';
}

let language = nearest([String(chosen().language ?? ''), ...navigator.languages]);
let app = null; // the app's { lang, dir }, once it has said
let taken = false; // the app has the screen: until then the page is in the pack's language

/** What the browser's user reads, best first. */
shell.languages = () => navigator.languages.join(' ');

/** The app's words are in a language, and with them the page's. */
shell.speak = (lang, dir) => {
  app = { lang, dir };
  language = nearest([lang]);
  if (taken) Object.assign(root, app);
  name();
  mark();
};

/** The app takes the screen, and the page its language. */
export function take() {
  taken = true;
  Object.assign(root, app);
  mark();
}

// What the page says by itself may be in another language than what stands around it.
function mark() {
  const boot = document.getElementById('boot');
  boot.lang = language;
  boot.dir = 'auto';
}

// What screen readers are told of the loading bar.
function name() {
  document.getElementById('boot').setAttribute('aria-label', say('page.app'));
  document.getElementById('progress').setAttribute('aria-label', say('page.progress.name'));
}

/** Says everything of the loading bar in the user's language; until now it was in the pack's. */
export function greet() {
  mark();
  for (const [id, key] of [['boot-title', 'page.boot'], ['status', 'page.loading'], ['again', 'page.again'], ['enter', 'page.enter']]) {
    document.getElementById(id).textContent = say(key);
  }
  name();
}

/** A number as the user's language writes it, with so many digits after the comma. */
export const number = (n, digits) => n.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The words of a key in the user's language; {{.N}} in them is data.N. */
export function say(key, data = {}) {
  const text = words[language][key] ?? words.en[key];
  return text.replace(/{{\.(\w+)}}/g, (blank, name) => data[name] ?? blank);
}

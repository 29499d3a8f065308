// The page's own words. The build takes them from the app's translations (app/translation), the keys that begin with
// "page.", and puts them into words.js.

import { words } from './words.js';

const language = navigator.languages.map((l) => l.split('-')[0].toLowerCase()).find((l) => Object.hasOwn(words, l)) ?? 'en';

/** The words of a key in the user's language; {{.N}} in them is data.N. */
export function say(key, data = {}) {
  const text = words[language][key] ?? words.en[key];
  return text.replace(/{{\.(\w+)}}/g, (blank, name) => data[name] ?? blank);
}

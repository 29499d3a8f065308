// Groups of which one member takes Tab and the arrows lead to the others: radios, tabs, options, menus, lists.

/** The role of the members, by the role of the group. */
export const groups = { radiogroup: 'radio', tablist: 'tab', listbox: 'option', menu: 'menuitem', list: 'listitem' };

const roleOf = (el) => el?.getAttribute?.('role');

/** The members of a group that can be used. */
export function members(group) {
  const role = groups[roleOf(group)];
  return role ? [...group.children].filter((e) => roleOf(e) === role && !e.disabled && (role !== 'listitem' || e.dataset.row)) : [];
}

/** The group that an element is a member of. */
export function groupOf(el) {
  const group = el.parentElement;
  return groups[roleOf(group)] && members(group).includes(el) ? group : null;
}

/** The member that takes Tab: the one that has the focus, is chosen, had the focus last, or is the first. */
export function current(group) {
  const all = members(group);
  const chosen = (e) => e.getAttribute('aria-checked') === 'true' || e.getAttribute('aria-selected') === 'true';
  return all.find((e) => e === document.activeElement) ?? all.find(chosen) ?? all.find((e) => e.id === group.dataset.at) ?? all[0];
}

/** Brings a group up to date after its members have changed, or the focus among them. */
export function rove(group) {
  const at = current(group);
  if (at === document.activeElement) group.dataset.at = at.id;
  for (const e of members(group)) {
    const index = e === at ? 0 : -1;
    if (e.getAttribute('tabindex') !== String(index)) e.tabIndex = index;
  }
}

/** The member that a key leads to, from one of them; null is none. A list may have rows that are not there yet. */
export function step(el, key) {
  const group = groupOf(el);
  if (!group) return null;
  const all = members(group);
  const i = all.indexOf(el);
  const round = roleOf(el) !== 'listitem';
  const to = { ArrowDown: i + 1, ArrowRight: i + 1, ArrowUp: i - 1, ArrowLeft: i - 1, Home: 0, End: all.length - 1 }[key];
  if (to === undefined) return null;
  return all[round ? (to + all.length) % all.length : to] ?? null;
}

/** The next member that begins with a letter, in menus and listboxes. */
export function begins(el, letter) {
  const group = groupOf(el);
  if (!group || !['option', 'menuitem'].includes(roleOf(el))) return null;
  const all = members(group);
  const i = all.indexOf(el);
  return [...all.slice(i + 1), ...all.slice(0, i)].find((e) => e.textContent.toLowerCase().startsWith(letter.toLowerCase())) ?? null;
}

// The mirror: an element for everything that Fyne paints and a person can read or use, laid over the canvas, for screen
// readers, switches, find-in-page, keyboards and tests. It is fed from one semantic tree (app/semantic) and elements
// keep their identity by the node's id.

import { app, dips, shell } from './bridge.js';
import { make, tagOf, update } from './elements.js';
import { beforeRemoval, cover, settle, uncover } from './focus.js';
import { stir } from './idle.js';
import { groups, rove } from './rove.js';

const mirror = document.getElementById('mirror');

// What dialogs and menus cover stays where it is, out of reach: fields keep their text's history, and the focus has
// somewhere to come back to. Each layer: { el, known: id → { el, shown }, had: what had the focus when it was covered }.
const layers = [];
let next = null; // the map of the reading in work

/** Shows a reading: the root node as JSON, bounds in Fyne's pixels from the canvas's corner. */
shell.mirror = (json) => {
  const root = JSON.parse(json);
  const depth = root.over ?? 0;
  const fresh = stack(depth);
  const layer = layers[depth];
  next = new Map();
  gather(root, layer.known);
  for (const [id, k] of layer.known) {
    if (next.get(id)?.el !== k.el) drop(k.el);
  }
  layer.known = next;
  fill(layer.el, root.children ?? [], 0, 0);
  settle(layer.el, fresh && depth > 0);
};

// Makes the layer of a depth the top one, and says whether it is new.
function stack(depth) {
  while (layers.length > depth + 1) {
    const gone = layers.pop();
    gone.el.remove();
    const top = layers.at(-1);
    top.el.inert = false;
    if (top.el === layers[depth].el) uncover(top.had);
  }
  const fresh = layers.length <= depth;
  while (layers.length <= depth) {
    const under = layers.at(-1);
    if (under) {
      under.had = cover(under.el);
      under.el.inert = true;
    }
    const el = document.createElement('div');
    el.className = 'layer';
    mirror.append(el);
    layers.push({ el, known: new Map(), had: 0 });
  }
  return fresh;
}

function drop(el) {
  beforeRemoval(el);
  el.remove();
}

// Finds or makes the element of each node first, so that what goes can go before anything moves: moving an element
// takes the focus from it.
function gather(n, known) {
  for (const c of n.children ?? []) {
    const k = known.get(c.id);
    const keep = k && k.el.localName === tagOf(c);
    next.set(c.id, keep ? k : { el: make(c), shown: undefined });
    gather(c, known);
  }
}

function fill(parent, nodes, left, top) {
  let at = parent.firstElementChild;
  for (const n of nodes) {
    const k = next.get(n.id);
    n.box = [(n.x - left) / dips.perCSS, (n.y - top) / dips.perCSS, n.w / dips.perCSS, n.h / dips.perCSS];
    if (n.view) n.view = n.view.map((v) => v / dips.perCSS);
    k.shown = update(k.el, n, k.shown);
    if (k.el === at) at = at.nextElementSibling;
    else parent.insertBefore(k.el, at);
    if (n.children) fill(k.el, n.children, n.x, n.y);
    if (groups[n.role]) rove(k.el);
  }
}

// Fyne asks for an animation frame once for each frame that it paints and for nothing else: after a painting, and only
// then, the tree may have changed. Go reads it at most ten times a second.
const rhythm = 100;
let timer = 0;
let last = 0;

function painted() {
  if (timer) return;
  timer = setTimeout(() => {
    timer = 0;
    last = performance.now();
    app('read');
  }, Math.max(0, last + rhythm - performance.now()));
}

/** Watches Fyne's paintings. To be called before Go starts: Fyne keeps the function that it finds then. */
export function watch() {
  const plain = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (f) => {
    stir();
    painted();
    return plain.call(globalThis, f);
  };
}

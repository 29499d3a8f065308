// The report after a panic, without anything personal: which build and browser, and where in our own code. What Go
// prints of a panic can hold what somebody typed, in its message and in the arguments of functions; so only known words,
// names of functions, and files with line numbers get through. It is shown in full, and goes nowhere by itself.

import { copy } from './clipboard.js';
import { say } from './say.js';

const most = 65536; // characters of Go's output
let output = '';

/** Listens to what Go prints. To be called before it starts. */
export function watch() {
  const write = fs.writeSync;
  const decoder = new TextDecoder();
  fs.writeSync = (fd, bytes) => {
    output = (output + decoder.decode(bytes, { stream: true })).slice(-most);
    return write(fd, bytes);
  };
}

const causes = [
  /^panic: (runtime error: (?:index out of range|slice bounds out of range|invalid memory address or nil pointer dereference|integer divide by zero|makeslice: len out of range|hash of unhashable type|comparing uncomparable type|integer overflow))/m,
  /^panic: (interface conversion)/m,
  /^panic: (send on closed channel|close of closed channel|close of nil channel|assignment to entry in nil map|all goroutines are asleep)/m,
  /^fatal error: (all goroutines are asleep - deadlock!|out of memory|stack overflow|concurrent map (?:writes|read and map write|iteration and map write)|runtime: out of memory)/m,
];

const name = /^(?:created by )?((?:[\w.-]+\/)*[\w.-]+\.[\w.()*[\]·…-]*?[\w)\]])(?:\((?:[^)]*|\.\.\.)\))?(?: in goroutine \d+)?$/;
const place = /^\t(?:.*\/)?([\w.-]+\.(?:go|s):\d+)(?: \+0x[0-9a-f]+)?$/;

/** The names of functions and the lines in what Go printed. */
export function frames(text) {
  const heads = [...text.matchAll(/^goroutine \d+ .*\[.*\]:$/gm)];
  const head = heads.findLast((h) => h[0].includes('[running')) ?? heads[0];
  if (!head) return [];
  const lines = text.slice(head.index).split('\n').slice(1);
  const list = [];
  for (let i = 0; i + 1 < lines.length && list.length < 40; i++) {
    const f = lines[i].match(name);
    const at = f && lines[i + 1].match(place);
    if (at) list.push(`${f[1]} ${at[1]}`);
    if (lines[i] === '' && list.length > 0) break;
  }
  return list;
}

/** Browser and system by family and number, never the whole of what the browser says of itself. */
export function family(agent) {
  const browser = [[/Edg(?:e|A|iOS)?\/(\d+)/, 'Edge'], [/SamsungBrowser\/(\d+)/, 'Samsung Internet'], [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
    [/(?:Chrome|CriOS)\/(\d+)/, 'Chrome'], [/Version\/(\d+).*Safari/, 'Safari']]
    .map(([re, word]) => agent.match(re) && `${word} ${agent.match(re)[1]}`).find(Boolean) ?? say('page.report.browser');
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Macintosh', 'CrOS', 'Linux'].find((s) => agent.includes(s)) ?? say('page.report.system');
  return say('page.report.on', { Browser: browser, System: system });
}

function compose(error) {
  const { build, version } = document.documentElement.dataset;
  const cause = causes.map((re) => output.match(re)?.[1]).find(Boolean) ?? (error instanceof WebAssembly.RuntimeError ? 'WebAssembly' : 'panic');
  return [
    `Placard ${version} (${build})`,
    family(navigator.userAgent),
    say('page.report.window', { Width: innerWidth, Height: innerHeight, Ratio: devicePixelRatio }),
    say('page.report.stopped', { Cause: cause }),
    ...frames(output),
  ].join('\n');
}

/** Shows the report below a failure, with ways to hand it on. */
export function offer(boot, error) {
  const text = compose(error);
  output = '';
  const section = document.createElement('section');
  section.id = 'report';
  const part = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });
  const button = (words, act) => section.append(Object.assign(part('button', words), { type: 'button', onclick: act }));
  const shown = part('pre', text);
  shown.tabIndex = 0;
  section.append(part('h3', say('page.report')), part('p', say('page.report.what')), shown);
  button(say('page.report.copy'), async (e) => { if (await copy(text)) e.target.textContent = say('page.report.copied'); });
  if (navigator.share) button(say('page.report.share'), () => navigator.share({ text }).catch(() => {}));
  button(say('page.report.mail'), () => {
    location.href = `mailto:?subject=${encodeURIComponent(say('page.report.subject'))}&body=${encodeURIComponent(text)}`;
  });
  document.getElementById('report')?.remove();
  boot.append(section);
}

// Runs a Go test binary. The runner reads window.output and window.exit.
'use strict';
window.output = '';
window.exit = null;
const decoder = new TextDecoder();
fs.writeSync = (_, bytes) => {
  window.output += decoder.decode(bytes, { stream: true });
  return bytes.length;
};
window.start = async (args, env = {}) => {
  const go = new Go();
  go.argv = args;
  go.env = env;
  go.exit = (code) => { window.exit = code; };
  const { instance } = await WebAssembly.instantiateStreaming(fetch('test.wasm'), go.importObject);
  go.run(instance).catch((e) => { window.output += `\nthe program ended: ${e}\n`; window.exit ??= 2; });
};

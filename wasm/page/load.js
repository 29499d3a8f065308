// Loads the Go program: one download, compiled while it streams, its progress shown in bytes that have really come.

const attempts = 3;
const stall = 30000; // ms without a byte

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

class Unfit extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Returns the compiled module. The very response goes to compileStreaming, which lets the browser keep its compiled
 * code for the next start; a copy of it is counted, and kept for the service worker so that nothing comes twice.
 */
export async function load(url, size, build, progress) {
  for (let n = 1; ; n++) {
    try {
      return await once(url, size, build, progress);
    } catch (e) {
      if (e.reason || n === attempts || !(e instanceof TypeError || e.name === 'AbortError')) throw e;
      await wait(1000 * n);
    }
  }
}

async function once(url, size, build, progress) {
  const cut = new AbortController();
  let timer = setTimeout(() => cut.abort(), stall);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => cut.abort(), stall);
  };
  try {
    const response = await fetch(url, { signal: cut.signal });
    if (!response.ok) throw new TypeError(`the server answers ${response.status}`);
    if (!/^application\/wasm\b/.test(response.headers.get('content-type'))) throw new Unfit('stranger', 'the answer is no WebAssembly');
    const copy = keep(url, build, counted(response.clone(), size, (done) => { alive(); progress(done); }));
    const module = await WebAssembly.compileStreaming(response);
    await copy;
    return module;
  } catch (e) {
    // A stream that breaks off can surface as a failed compilation of what came.
    throw e instanceof WebAssembly.CompileError ? new TypeError(e.message) : e;
  } finally {
    clearTimeout(timer);
  }
}

function counted(response, size, progress) {
  let got = 0;
  const counter = new TransformStream({
    transform(chunk, out) {
      got += chunk.byteLength;
      progress(Math.min(1, got / size));
      out.enqueue(chunk);
    },
  });
  const headers = new Headers(response.headers);
  headers.delete('content-encoding'); // the bytes here are the decoded ones
  headers.delete('content-length');
  return new Response(response.body.pipeThrough(counter), { headers });
}

// Where a cache is not to be had (private windows, a full disk) the bytes are still counted.
async function keep(url, build, response) {
  try {
    const cache = await caches.open(build);
    if (navigator.serviceWorker && !navigator.serviceWorker.controller && !(await cache.match(url))) {
      await cache.put(url, response);
      return;
    }
  } catch {
    if (response.bodyUsed) return;
  }
  await response.body.pipeTo(new WritableStream()).catch(() => {});
}

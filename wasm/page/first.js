// The first word is the page's own text. Nothing of the app is fetched before that text is on the screen: on a slow
// link a few modules would double the time to it, and five megabytes of program take the pictures' share.

const patience = 5000; // ms for what a page may never have: a painting (in a hidden tab), or all its pictures

const within = (what) => Promise.race([what, new Promise((done) => setTimeout(done, patience))]);

const told = new Promise((done) => {
  try {
    new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) done();
    }).observe({ type: 'paint', buffered: true });
  } catch {
    done(); // a browser that does not tell
  }
});

const loaded = new Promise((done) => {
  if (document.readyState === 'complete') done();
  else addEventListener('load', done, { once: true });
});

const frame = () => new Promise((done) => requestAnimationFrame(done));

// Firefox does not tell of every page that is loaded again. What is loaded and has had two frames is painted.
async function shown() {
  await loaded;
  await frame();
  await frame();
  // The word itself is better, where it comes; nothing is in a hurry on a first visit.
  await new Promise((done) => setTimeout(done, navigator.serviceWorker?.controller ? 200 : 1000));
}

async function begin() {
  await within(Promise.race([told, shown()]));
  await import('./plain.js');
  // With a service worker in charge nothing comes over the link.
  if (!navigator.serviceWorker?.controller) await within(loaded);
  await import('./boot.js');
}

begin().catch((e) => {
  console.warn('placard: cut', e);
  const $ = (id) => document.getElementById(id);
  document.documentElement.classList.add('loading');
  const boot = $('boot').dataset; // its own words are on the page: the module of words may not have come
  boot.failed = 'cut';
  $('boot-title').textContent = boot.cut;
  $('status').textContent = boot.cutWhy;
  $('progress').hidden = true;
  $('again').hidden = false;
  $('again').onclick = () => location.reload();
});

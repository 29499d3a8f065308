//go:build unix

package firefox

import (
	"encoding/json"
	"strings"
	"time"
)

// Before has a script run in each page that the tab loads from now on, before the page's own; undo ends that.
func (p *Page) Before(script string) (undo func()) {
	p.b.t.Helper()
	var made struct {
		Script string `json:"script"`
	}
	p.b.do("script.addPreloadScript", map[string]any{"functionDeclaration": "() => {" + script + "\n}", "contexts": []string{p.context}}, &made)
	return func() {
		p.b.t.Helper()
		p.b.do("script.removePreloadScript", map[string]any{"script": made.Script}, nil)
	}
}

// Scripts switches the pages' JavaScript on or off for what the tab loads next.
func (p *Page) Scripts(on bool) {
	p.b.t.Helper()
	p.system(`tab.allowJavascript = %v;`, on)
	p.mute = !on
}

// Allow answers, once for all, what the browser would ask a person whom a site wants something of: "notifications",
// "clipboard-read", "clipboard-write".
func (b *Browser) Allow(url, what string) {
	b.t.Helper()
	if strings.HasPrefix(what, "clipboard-") { // Firefox asks with a button beside the pointer each time
		b.System(`Services.prefs.setBoolPref('dom.events.testing.asyncClipboard', true)`)
		return
	}
	b.do("permissions.setPermission", map[string]any{"descriptor": map[string]any{"name": what}, "state": "granted", "origin": strings.TrimSuffix(url, "/")}, nil)
}

// Downloads names the folder for what is downloaded, and asks nobody.
func (b *Browser) Downloads(dir string) {
	b.t.Helper()
	b.do("browser.setDownloadBehavior", map[string]any{"downloadBehavior": map[string]any{"type": "allowed", "destinationFolder": dir}}, nil)
}

// picker takes the place of the system's file chooser: it gives the files at once, or none, and keeps how it was asked.
const picker = `
const paths = %s, registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
const own = Services.uuid.generateUUID(), contract = '@mozilla.org/filepicker;1', old = registrar.contractIDToCID(contract);
const opened = new Promise((done) => {
  const factory = {
    createInstance(iid) {
      const files = paths.map((path) => { const f = Cc['@mozilla.org/file/local;1'].createInstance(Ci.nsIFile); f.initWithPath(path); return f; });
      let mode;
      const chooser = {
        init(context, title, asked) { mode = asked; },
        appendFilters() {}, appendFilter() {}, appendRawFilter() {}, isModeSupported() {},
        file: files[0] ?? null,
        get files() {
          const list = Cc['@mozilla.org/array;1'].createInstance(Ci.nsIMutableArray);
          for (const f of files) list.appendElement(f);
          return list.enumerate();
        },
        open(answer) {
          registrar.unregisterFactory(own, factory);
          registrar.registerFactory(old, '', contract, null);
          answer.done(files.length > 0 ? Ci.nsIFilePicker.returnOK : Ci.nsIFilePicker.returnCancel);
          done(mode === Ci.nsIFilePicker.modeOpenMultiple);
        },
        QueryInterface: ChromeUtils.generateQI(['nsIFilePicker']),
      };
      return chooser.QueryInterface(iid);
    },
    QueryInterface: ChromeUtils.generateQI(['nsIFactory']),
  };
  registrar.registerFactory(own, 'the chooser of a test', contract, factory);
});
win.chosen = opened;
`

// Choose does what opens a file chooser and chooses the files in it, or leaves it without one. It reports whether the
// chooser takes several.
func (p *Page) Choose(open func(), files ...string) (several bool) {
	p.b.t.Helper()
	list, err := json.Marshal(append([]string{}, files...))
	if err != nil {
		p.b.t.Fatal(err)
	}
	p.system(picker, list)
	open()
	got := p.system(`return Promise.race([win.chosen, wait(%d).then(() => { throw new Error('no chooser opened'); })]);`, (30 * time.Second).Milliseconds())
	return string(got) == "true"
}

// listener reads what Firefox tells assistive technology of the page.
const listener = `
const roles = { 'entry': 'textbox', 'password text': 'textbox', 'push button': 'button', 'pushbutton': 'button', 'check button': 'checkbox', 'checkbutton': 'checkbox', 'text leaf': 'StaticText' };
const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
const all = [];
const walk = (at) => {
  for (let e = at?.firstChild; e; e = e.nextSibling) {
    const role = service.getStringRole(e.role);
    all.push({ role: roles[role] ?? role, name: e.name ?? '', e });
    walk(e);
  }
};
walk(service.getAccessibleFor(tab.embedderElement));
`

// Spoken lists what the browser's accessibility tree tells of the page, as "role name".
func (p *Page) Spoken() (list []string) {
	p.b.t.Helper()
	if err := json.Unmarshal(p.system(listener+`return all.map(({ role, name }) => role + ' ' + name);`), &list); err != nil {
		p.b.t.Fatalf("read the accessibility tree: %v", err)
	}
	return list
}

//go:build unix

package chrome

import (
	"context"
	"strings"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Before has a script run in each page that the tab loads from now on, before the page's own; undo ends that.
func (p *Page) Before(script string) (undo func()) {
	p.b.t.Helper()
	made, err := Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	if err != nil {
		p.b.t.Fatalf("add a script: %v", err)
	}
	return func() {
		p.b.t.Helper()
		if _, err := Call(p.ctx, page.RemoveScriptToEvaluateOnNewDocument, page.RemoveScriptToEvaluateOnNewDocumentParams{Identifier: made.Identifier}); err != nil {
			p.b.t.Fatalf("remove a script: %v", err)
		}
	}
}

// Scripts switches the pages' JavaScript on or off for what the tab loads next.
func (p *Page) Scripts(on bool) {
	p.b.t.Helper()
	if _, err := Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		p.b.t.Fatalf("switch scripts: %v", err)
	}
}

// Allow answers, once for all, what the browser would ask a person whom a site wants something of: "notifications",
// "clipboard-read", "clipboard-write".
func (b *Browser) Allow(url, what string) {
	b.t.Helper()
	set := cdpbrowser.SetPermissionParams{Permission: &cdpbrowser.PermissionDescriptor{Name: what}, Setting: "granted", Origin: strings.TrimSuffix(url, "/")}
	if _, err := chromedp.CallBrowser(b.ctx, cdpbrowser.SetPermission, set); err != nil {
		b.t.Fatalf("allow %s: %v", what, err)
	}
}

// Downloads names the folder for what is downloaded, and asks nobody.
func (b *Browser) Downloads(dir string) {
	b.t.Helper()
	allow := cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}
	if _, err := chromedp.CallBrowser(b.ctx, cdpbrowser.SetDownloadBehavior, allow); err != nil {
		b.t.Fatalf("choose a folder for downloads: %v", err)
	}
}

// Choose does what opens a file chooser and chooses the files in it, or leaves it without one. It reports whether the
// chooser takes several.
func (p *Page) Choose(open func(), files ...string) (several bool) {
	p.b.t.Helper()
	none := len(files) == 0
	set := page.SetInterceptFileChooserDialogParams{Enabled: true, Cancel: &none}
	if _, err := Call(p.ctx, page.SetInterceptFileChooserDialog, set); err != nil {
		p.b.t.Fatalf("wait for a chooser: %v", err)
	}
	opened := make(chan page.EventFileChooserOpened, 4)
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*page.EventFileChooserOpened); ok {
			opened <- *e
		}
	})
	if err != nil {
		p.b.t.Fatalf("wait for a chooser: %v", err)
	}
	open()
	select {
	case e := <-opened:
		if none {
			return e.Mode == page.FileChooserOpenedModeSelectMultiple
		}
		if _, err := Call(p.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, BackendNodeID: e.BackendNodeID}); err != nil {
			p.b.t.Fatalf("choose files: %v", err)
		}
		return e.Mode == page.FileChooserOpenedModeSelectMultiple
	case <-time.After(callTime):
		p.b.t.Fatal("no chooser opened")
	}
	return false
}

// Spoken lists what the browser's accessibility tree tells of the page, as "role name".
func (p *Page) Spoken() []string {
	p.b.t.Helper()
	r, err := Call(p.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		p.b.t.Fatalf("read the accessibility tree: %v", err)
	}
	var list []string
	for _, n := range r.Nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		name := ""
		if n.Name != nil {
			name = strings.Trim(string(n.Name.Value), `"`)
		}
		list = append(list, strings.Trim(string(n.Role.Value), `"`)+" "+name)
	}
	return list
}

//go:build unix

package firefox

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// prefs are what every headless run needs: nothing of the browser's own on the network or in the way, WebGL by
// software. What Firefox keeps of a page is left as its users have it, only sooner: a test of a seized device reads it.
var prefs = map[string]any{
	"remote.prefs.recommended":                                    false, // it would switch off much that users have, session files among it
	"apz.content_response_timeout":                                60000, // a page on a busy machine may take its time to claim a touch
	"alerts.useSystemBackend":                                     false, // there is no desktop that would show what sites tell
	"app.normandy.enabled":                                        false,
	"app.update.disabledForTesting":                               true,
	"browser.aboutwelcome.enabled":                                false,
	"browser.download.alwaysOpenPanel":                            false, // it takes the keyboard
	"browser.discovery.enabled":                                   false,
	"browser.ml.enable":                                           false,
	"browser.newtabpage.enabled":                                  false,
	"browser.region.network.url":                                  "",
	"browser.safebrowsing.blockedURIs.enabled":                    false,
	"browser.safebrowsing.downloads.enabled":                      false,
	"browser.safebrowsing.malware.enabled":                        false,
	"browser.safebrowsing.phishing.enabled":                       false,
	"browser.search.update":                                       false,
	"browser.sessionstore.interval":                               1000, // milliseconds; 15 s as delivered
	"browser.shell.checkDefaultBrowser":                           false,
	"browser.startup.homepage_override.mstone":                    "ignore",
	"browser.startup.page":                                        0,
	"browser.tabs.closeWindowWithLastTab":                         false,
	"browser.topsites.contile.enabled":                            false,
	"browser.translations.enable":                                 false,
	"browser.warnOnQuit":                                          false,
	"datareporting.healthreport.uploadEnabled":                    false,
	"datareporting.policy.dataSubmissionEnabled":                  false,
	"datareporting.policy.dataSubmissionPolicyBypassNotification": true,
	"datareporting.usage.uploadEnabled":                           false,
	"dom.ipc.reportProcessHangs":                                  false,
	"dom.max_script_run_time":                                     0, // nobody is there to be asked
	"dom.push.connection.enabled":                                 false,
	"extensions.getAddons.cache.enabled":                          false,
	"extensions.systemAddon.update.enabled":                       false,
	"extensions.update.enabled":                                   false,
	"focusmanager.testmode":                                       true, // each window believes that it is the one in use
	"network.captive-portal-service.enabled":                      false,
	"network.connectivity-service.enabled":                        false,
	"network.manage-offline-status":                               false,
	"services.settings.server":                                    "data:,#remote-settings-dummy/v1",
	"termsofuse.bypassNotification":                               true,
	"toolkit.cosmeticAnimations.enabled":                          false,
	"toolkit.startup.max_resumed_crashes":                         -1, // tests kill
	"toolkit.telemetry.reportingpolicy.firstRun":                  false,
	"toolkit.telemetry.server":                                    "",
	"webgl.disabled":                                              false,
	"webgl.force-enabled":                                         true,
	"gfx.webrender.software":                                      true,
	"widget.windows.window_occlusion_tracking.enabled":            false,
}

// write puts the preferences into the profile.
func writePrefs(profile string, more map[string]any) error {
	all := maps.Clone(prefs)
	maps.Copy(all, more)
	var s strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all)) {
		value, err := json.Marshal(all[name])
		if err != nil {
			return fmt.Errorf("write preference %s: %w", name, err)
		}
		fmt.Fprintf(&s, "user_pref(%q, %s);\n", name, value)
	}
	if err := os.MkdirAll(profile, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(profile, "user.js"), []byte(s.String()), 0o600)
}

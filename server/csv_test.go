package server_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"placard/data"
	"placard/server"
)

func TestSafeCell(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"Wanjirũ wa Ngũgĩ":       "Wanjirũ wa Ngũgĩ",
		"O'Brien":                "O'Brien",
		"Smith-Jones":            "Smith-Jones",
		"a=b":                    "a=b",
		"wanjiru@example.org":    "wanjiru@example.org",
		"=1+1":                   "'=1+1",
		"+254 700":               "'+254 700",
		"-1":                     "'-1",
		"@SUM(A1)":               "'@SUM(A1)",
		"|calc":                  "'|calc",
		"%x":                     "'%x",
		"\tx":                    "'\tx",
		"\rx":                    "'\rx",
		"\t=1":                   "'\t'=1",
		" =1":                    " '=1",
		"\u00A0=1":               "\u00A0'=1",
		"\u200B=1":               "\u200B'=1",
		"\u3000=1":               "\u3000'=1",
		"\uFEFF=1":               "\uFEFF'=1",
		`"=1`:                    `"'=1`,
		`'=1`:                    `''=1`,
		`" "=1`:                  `" "'=1`,
		"\uFF1D1+1":              "'\uFF1D1+1",
		"\uFF201":                "'\uFF201",
		"x;=1":                   "x;'=1",
		"x\t=1":                  "x\t'=1",
		"x\n=cmd|' /C calc'!A0":  "x\n'=cmd|' /C calc'!A0",
		"x\r\n\"=1":              "x\r\n\"'=1",
		"=-1;=2":                 "'=-1;'=2",
		`=HYPERLINK("http://x")`: `'=HYPERLINK("http://x")`,
	} {
		if got := server.SafeCell(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// FuzzSafeCell checks that no cell, however a program cuts it, begins like a formula.
func FuzzSafeCell(f *testing.F) {
	for _, s := range []string{"=1", "x;=1", "\t\t=1", "';'=", "\n\n-", "\"\"\"+"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := server.SafeCell(in)
		for _, cut := range []string{"\x00never", ";", "\t", "\n", "\r"} {
			for part := range strings.SplitSeq(out, cut) {
				if part = strings.TrimLeft(part, " \"\u00A0\uFEFF\u200B\u3000"); part != "" && strings.ContainsAny(part[:1], "=+-@") {
					t.Errorf("%q: got %q, in which %q begins like a formula", in, out, part)
				}
			}
		}
	})
}

func TestCSV(t *testing.T) {
	h := start(t)
	evil := action("=cmd|' /C calc'!A0", "evil@example.org")
	evil.Fields["comment"] = "line one\n=2+2; \"quoted\""
	evil.Form = "petition"
	no := action("Juma", "juma@example.org")
	no.Consents[0].Given = false
	quiet := action("Naïve, “quoted”", "")
	quiet.Consents = nil
	for _, a := range []data.Action{evil, no, quiet, action("juma", "Juma@example.org")} {
		h.send(h.seal(a))
	}
	h.total(data.Signature)
	table := func(state server.State) [][]string {
		t.Helper()
		var b bytes.Buffer
		if err := h.WriteCSV(t.Context(), &b, server.Query{Campaign: campaign, Kind: data.Signature, State: state}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	rows := table(server.Counted)
	if len(rows) != 4 {
		t.Fatalf("got %d rows, want a head and three", len(rows))
	}
	col := map[string]int{}
	for i, name := range rows[0] {
		col[name] = i
	}
	for _, c := range []struct {
		row          int
		column, want string
	}{
		{1, "number", "1"}, {1, "id", evil.ID.String()}, {1, "name", "'=cmd|' /C calc'!A0"}, {1, "email", "evil@example.org"},
		{1, "contact_consent", "yes"}, {1, "form", "petition"}, {2, "form", ""}, {1, "time_utc", "2008-02-27T17:04:05Z"}, {1, "consent_text_sha256", strings.Repeat("ab", 32)},
		{1, "other_fields", `{"comment":"line one\n=2+2; \"quoted\""}`},
		{2, "contact_consent", "no"}, {3, "contact_consent", ""}, {3, "name", "Naïve, “quoted”"}, {3, "status", "counted"},
	} {
		if got := rows[c.row][col[c.column]]; got != c.want {
			t.Errorf("row %d, %s: got %q, want %q", c.row, c.column, got, c.want)
		}
	}
	if rows := table(server.Doubled); len(rows) != 2 || rows[1][col["double_of"]] != "2" {
		t.Errorf("doubles: got %q", rows)
	}
	if rows := table(server.Fresh); len(rows) != 5 {
		t.Errorf("all: got %d rows", len(rows))
	}
}

package pack

import "testing"

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"plain **bold** and *italic* ~~gone~~":  "plain bold and italic gone",
		"# Head\n\nfirst\nline\n\n- one\n- two": "Head\nfirst line\none\ntwo",
		"> quoted\n\n1. one":                    "quoted\none",
		Clean("AT&T, a [b] < c \\* d"):          "AT&T, a [b] < c * d",
		"`code` and\n\n    more code":           "code and\nmore code",
		"| a | b |\n|---|---|\n| c | d |":       "a\nb\nc\nd",
		"":                                      "",
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestTexts(t *testing.T) {
	p, err := Bundled()
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	for text := range p.Texts() {
		n := p.News[i]
		if text.ID != n.ID || text.Headline != n.Headline || text.Body == "" || len(n.Figures) > 0 && text.Figures == "" {
			t.Errorf("item %d: got %+v", i, text)
		}
		i++
	}
	if i != len(p.News) {
		t.Errorf("got %d texts, want %d", i, len(p.News))
	}
}

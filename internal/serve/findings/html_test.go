package findings_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"entente/internal/record"
	"entente/internal/serve/findings"
	"entente/internal/text"
)

func html(t *testing.T, p findings.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := findings.HTML(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestHTMLEscapes: articles and users' tables are hostile text.
func TestHTMLEscapes(t *testing.T) {
	p := checked(t, "<script>alert(1)</script> Russian Defense Minister <b>Pavel</b> Ostrogin said \"x\" & 'y' on Monday. Analysts reportedly expect <img src=x onerror=alert(2)> trade between China and India to fall.", text.Date{Year: 2025, Month: 6, Day: 27})
	p.Doc.Title, p.Doc.Publisher = "</title><script>alert(3)</script>", "<i>"
	p.Findings = append(p.Findings, record.Finding{Claim: record.Claim{Kind: record.ClaimOffice, Text: "<u>", Said: -1}, Verdict: record.Refuted, Text: "<s>never</s>",
		Grounds: []record.Ground{{Row: "\"><script>", Says: "<em>", Source: "javascript:alert(4)", AsOf: "<q>"}}})
	got := html(t, p)
	if n := strings.Count(got, "<script"); n != 0 {
		t.Errorf("%d scripts in the page", n)
	}
	for _, tag := range []string{"<img", "<b>Pavel", "<u>", "<s>", "<em>&", "<q>", "<i>"} {
		if strings.Contains(got, tag) {
			t.Errorf("%s of the text is in the page", tag)
		}
	}
	if m := regexp.MustCompile(`(?i)(src|href)="[^#"]`).FindString(got); m != "" {
		t.Errorf("the page asks for something from outside: %s", m)
	}
	for _, want := range []string{"&lt;s&gt;never&lt;/s&gt;", "default-src 'none'", "&lt;/title&gt;"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// TestHTMLShows: the text is there whole, each claim marked, each finding with
// its grounds.
func TestHTMLShows(t *testing.T) {
	each(t, func(t *testing.T, a asArticle, body string) {
		p := checked(t, body, text.Date{})
		got := html(t, p)
		tags := regexp.MustCompile(`(?s)<section class="row"><div class="n">\d+</div>\s*<p>(.*?)</p>`)
		rows := tags.FindAllStringSubmatch(got, -1)
		if len(rows) != len(p.Doc.Sentences) {
			t.Fatalf("%d rows for %d sentences", len(rows), len(p.Doc.Sentences))
		}
		plain := regexp.MustCompile(`(?s)<sup.*?</sup>|<[^>]+>`)
		for i, r := range rows {
			if want, have := p.Doc.Text(p.Doc.Sentences[i].Span), strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&").Replace(plain.ReplaceAllString(r[1], "")); have != want {
				t.Errorf("sentence %d reads %q, want %q", i+1, have, want)
			}
		}
		if n := strings.Count(got, `<mark class="refuted"`); n != 2 {
			t.Errorf("%d stretches are marked refuted, want the two names", n)
		}
		if n := strings.Count(got, `<div class="card `); n != len(p.Findings) {
			t.Errorf("%d cards for %d findings", n, len(p.Findings))
		}
		for _, want := range []string{"Andrei Belousov", "reference/holders.tsv:", "<b>2</b> of <b>2</b> names", `<i class="refuted" style="flex:2">`, "as of " + p.AsOf} {
			if !strings.Contains(got, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if again := html(t, p); again != got {
			t.Error("the same page came out twice in two ways")
		}
	})
}

// TestTextColors: colours where they are asked for, none where they are not,
// and no control character of the text.
func TestTextColors(t *testing.T) {
	p := checked(t, "Russian Defense Minister Pavel\x1b[2J Ostrogin met Chinese officials.\n\nMontenegro joined NATO in June 2017.", text.Date{Year: 2025, Month: 6, Day: 27})
	var plain, color bytes.Buffer
	if err := findings.Text(&plain, p, findings.Options{Width: 60}); err != nil {
		t.Fatal(err)
	}
	if err := findings.Text(&color, p, findings.Options{Width: 60, Color: true}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain.String(), "\x1b") {
		t.Errorf("escapes without colour: %q", plain.String())
	}
	if strings.Contains(color.String(), "\x1b[2J") || !strings.Contains(color.String(), "\x1b[1;32mSUPPORTED") {
		t.Errorf("coloured text is %q", color.String())
	}
	if got := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(color.String(), ""); got != plain.String() {
		t.Errorf("colours change the words:\n%s\n%s", got, plain.String())
	}
	for _, l := range strings.Split(plain.String(), "\n") {
		if len([]rune(l)) > 60 {
			t.Errorf("line of %d columns: %q", len([]rune(l)), l)
		}
	}
}

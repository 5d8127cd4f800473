package gaps_test

import (
	"strings"
	"testing"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/serve/gaps"
	"entente/internal/text"
)

func TestGaps(t *testing.T) {
	c, err := coder.New(data.FS, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
	if err != nil {
		t.Fatal(err)
	}
	g := gaps.New(c.Lists)
	for i, s := range []string{
		"The Zorvan Brigade attacked Kenya on Monday.",
		"The Zorvan Brigade attacked Uganda on Friday. Kenya outfoxed Uganda on Sunday.",
		"Kenya attacked Uganda on Monday.",
	} {
		doc := &text.Document{ID: string(rune('a' + i)), Body: s, Language: "en"}
		g.Add(doc, c.Code(doc))
	}
	var b strings.Builder
	if err := g.Write(&b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		"count\tdocuments\tkind\twording\texample\tdocument\n",
		"\tThe Zorvan Brigade attacked Kenya on Monday.\ta\n",
		"1\t1\twording that is not listed\toutfox\tKenya outfoxed Uganda on Sunday.\tb\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the table lacks %q:\n%s", want, got)
		}
	}
	if first := strings.Split(got, "\n")[1]; !strings.HasPrefix(first, "2\t2\tunknown") || !strings.Contains(first, "Zorvan Brigade") {
		t.Errorf("the most frequent gap is not first: %q", first)
	}
	if strings.Contains(got, "Uganda\t") || strings.Contains(got, "Kenya\t") {
		t.Errorf("known actors are listed:\n%s", got)
	}
}

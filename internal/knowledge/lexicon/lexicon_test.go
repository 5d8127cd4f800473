package lexicon

import (
	"strings"
	"testing"
	"testing/fstest"
)

const head = "lemma\tpos\tact\troles\tif\tcase\n"

func load(t *testing.T, rows string) (*Lexicon, error) {
	t.Helper()
	files := fstest.MapFS{
		"lexicon/en/verbs.tsv":   {Data: []byte(head + rows)},
		"lexicon/en/classes.tsv": {Data: []byte("class\twords\nweapon\tmissile|rocket\n")},
		"lexicon/en/light.tsv":   {Data: []byte("verb\tsubject\tnote\nlaunch\ts\t\ncome_under\tt\t\n")},
	}
	return Load(files, "en", func(a string) bool { return a == "attack" || a == "meet" }, []string{"attack", "meet"})
}

func TestSpecificSenseComesFirst(t *testing.T) {
	l, err := load(t, "fire\tv\tattack\ts=subj t=on|at\tobj=@weapon\tx\nfire\tv\t-\t\t\tx\nair_strike\tn\tattack\t\t\tx\n")
	if err != nil {
		t.Fatal(err)
	}
	ss := l.Senses(Verb, "fire")
	if len(ss) != 2 || ss[0].Act != "attack" || !ss[1].NoEvent() {
		t.Fatalf("senses of fire: %+v", ss)
	}
	if !ss[0].Conds[0].Words["rocket"] {
		t.Error("class @weapon is not expanded")
	}
	if ns := l.Senses(Noun, "strike"); len(ns) != 1 || ns[0].Rest[0] != "air" {
		t.Errorf("multiword noun is not filed under its head: %+v", ns)
	}
	if ls := l.Light("come"); len(ls) != 1 || ls[0].Subject != 't' {
		t.Errorf("light verb: %+v", ls)
	}
}

func TestEveryWrongRowIsReported(t *testing.T) {
	_, err := load(t, "a\tv\tattac\t\t\tx\nb\tq\tattack\t\t\tx\nc\tv\tattack\ts=nowhere\t\tx\nd\tv\tattack\t\tobj=@nothing\tx\n")
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"verbs.tsv:2:5", `did you mean "attack"?`, "verbs.tsv:3:3", `"nowhere" is no slot`, `class "@nothing"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error lacks %q:\n%v", want, err)
		}
	}
}

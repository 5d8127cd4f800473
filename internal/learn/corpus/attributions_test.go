package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An article of our own, with characters of two and three bytes, a quotation in
// two stretches, a tie that stands before what it ties, and one without source.
const (
	saidBody = "Zoë Ünal lied, the mayor said. “We know it,” he added. “All of us.” It is feared that she fled.\n"
	saidAnn  = "T1\tSource 15 24\tthe mayor\nT2\tCue 25 29\tsaid\nT3\tContent 0 13\tZoë Ünal lied\nE1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n" +
		"E2\tAttribution:T5 Source:T4 Cue:T5 Content:T6\nT4\tSource 45 47\the\nT5\tCue 48 53\tadded\nT6\tContent 31 44;55 67\t“We know it,” “All of us.”\n" +
		"T7\tCue 68 80\tIt is feared\nT8\tContent 81 94\tthat she fled\nE3\tAttribution-no-source:T7 Cue:T7 Content:T8\n\nthe text of a note that goes on\n"
)

func attributedFolder(t *testing.T, ann string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range map[string]string{"text/own.txt": saidBody, "attributions/own_a1.ann": ann} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAttributionsAreReadByBytes(t *testing.T) {
	all, err := ReadAttributed(attributedFolder(t, saidAnn))
	if err != nil || len(all) != 1 || len(all[0].Said) != 3 {
		t.Fatalf("%v, %+v", err, all)
	}
	var got []string
	for _, s := range all[0].Said {
		for _, part := range s.Content {
			got = append(got, saidBody[part.Start:part.End])
		}
		got = append(got, saidBody[s.Cue[0].Start:s.Cue[0].End])
	}
	want := "Zoë Ünal lied|said|“We know it,”|“All of us.”|added|It is feared|that she fled"
	// Cues come in the order of the text, each behind its contents.
	want = strings.Replace(want, "It is feared|that she fled", "that she fled|It is feared", 1)
	if strings.Join(got, "|") != want {
		t.Errorf("read %q", strings.Join(got, "|"))
	}
	if n := len(all[0].Said[2].Source); n != 0 {
		t.Errorf("the third has %d sources", n)
	}
}

func TestBrokenAttributionsSayWhere(t *testing.T) {
	for ann, want := range map[string]string{
		"T1\tCue 25 2900\tsaid\n":                      "own_a1.ann:1",
		"T1\tCue 25 29\tsaid\nE1\tCue:T1 Content:T9\n": "T9 is not defined",
	} {
		_, err := ReadAttributed(attributedFolder(t, ann))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v", ann, err)
		}
	}
	if _, err := ReadAttributed(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no annotated article") {
		t.Errorf("an empty folder gives %v", err)
	}
}

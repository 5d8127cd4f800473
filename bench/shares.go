package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// rooms are where the time goes: a label and the function that is entered for
// it, as a profile names it. A label with an arrow is a part of the one above.
var rooms = []struct{ name, function string }{
	{"reading/source: articles out of files", "entente/internal/reading/source.(*Reader).Next"},
	{"reading/parse: sentences, words, trees, names", "entente/internal/reading/parse.(*Parser).Parse"},
	{"→ parts of speech", "entente/internal/reading/parse.(*Grammar).tag"},
	{"→ trees", "entente/internal/reading/parse.(*Grammar).build"},
	{"→ names", "entente/internal/reading/parse.(*Grammar).findNames"},
	{"coding/actor", "entente/internal/coding/actor.(*Resolver).Resolve"},
	{"coding/place", "entente/internal/coding/place.(*Locator).Locate"},
	{"coding/timex", "entente/internal/coding/timex.(*Tagger).Tag"},
	{"coding/attribution", "entente/internal/coding/attribution.(*Judge).Find"},
	{"coding/domain", "entente/internal/coding/domain.(*Finder).Find"},
	{"coding/event", "entente/internal/coding/event.(*Finder).Find"},
	{"coder: joining and codes", "entente/internal/coder.(*Coder).bind"},
	{"serve/export: writing", "main.(*codeCmd).Run.func1"},
	{"garbage collector", "runtime.gcBgMarkWorker"},
}

// shares profiles a run on one core and tells the rooms apart.
func (b *bench) shares(in input) error {
	profile := filepath.Join(b.dir, "cpu.pprof")
	if _, err := b.code(1, "--cpu-profile", profile, in.path); err != nil {
		return err
	}
	cmd := exec.Command("go", "tool", "pprof", "-top", "-cum", "-nodecount=0", "-nodefraction=0", b.bin, profile)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("pprof: %w", err)
	}
	share := map[string]float64{}
	for _, line := range strings.Split(string(out), "\n") {
		// flat flat% sum% cum cum% function
		f := strings.Fields(line)
		if len(f) < 6 || !strings.HasSuffix(f[4], "%") {
			continue
		}
		if v, err := strconv.ParseFloat(strings.TrimSuffix(f[4], "%"), 64); err == nil {
			share[f[5]] = v
		}
	}
	b.say("## Where the time goes\n")
	b.say("Profile of %s on one core, start-up left out.\n", in.name)
	b.say("| room | share |")
	b.say("|---|---|")
	for _, r := range rooms {
		b.say("| %s | %.1f %% |", r.name, share[r.function])
	}
	b.say("")
	return nil
}

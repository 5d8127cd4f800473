package main

import (
	"strings"
	"testing"

	"entente/internal/track/fold"
)

func TestIncidentsDoNotSteerTheTerminal(t *testing.T) {
	const bad = "x\x1b[2Jy"
	var b strings.Builder
	writeIncident(&b, &fold.Incident{Source: []string{bad}, Target: []string{bad}, Disagreements: []string{bad}, Reports: []fold.Report{{Article: bad, SaidBy: bad}}})
	if strings.Contains(b.String(), "\x1b") || strings.Count(b.String(), "\ufffd") != 5 {
		t.Errorf("%q", b.String())
	}
}

// Package deliver sends alerts on: as text or JSON lines to a writer, appended to
// a file, posted to a web address, or as e-mail. In come alerts that are to go
// out; what is sent already is not its business (alert.Book keeps that). It
// reaches the world only through what it is handed: an http.Client, a dialer, a
// clock that sleeps.
package deliver

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"entente/internal/track/alert"
)

// A Channel sends alerts; each way of sending is one.
type Channel interface {
	Send(ctx context.Context, alerts []alert.Alert) error
}

// Text writes alerts for a person.
type Text struct{ W io.Writer }

// Send implements Channel.
func (t Text) Send(_ context.Context, alerts []alert.Alert) error {
	for i := range alerts {
		if _, err := io.WriteString(t.W, describe(&alerts[i])); err != nil {
			return err
		}
	}
	return nil
}

// linesOfEvidence are the incidents that a person is shown; JSON has all.
const linesOfEvidence = 5

// describe says an alert in a few lines.
func describe(a *alert.Alert) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", plain(a.Title()))
	voices := fmt.Sprintf("%d publishers", a.Publishers)
	if a.Publishers == 1 {
		voices = "1 publisher"
	}
	fmt.Fprintf(&b, "  %s since %s, probability %s, %s, alert %s\n", a.Kind, plain(a.Since), percent(a.Probability), voices, a.ID)
	for i := range a.Evidence[:min(len(a.Evidence), linesOfEvidence)] {
		e := &a.Evidence[i]
		who := e.Source + " to " + e.Target
		switch {
		case e.Target == "":
			who = e.Source
		case e.Mutual:
			who = e.Source + " and " + e.Target
		}
		fmt.Fprintf(&b, "  %s  %s  %s: %s  [%s]\n    %s\n", plain(e.Incident), plain(e.Day), plain(who), plain(e.Act),
			plain(strings.Join(e.Publishers, ", ")), plain(strings.Join(strings.Fields(e.Sentence), " ")))
	}
	if n := len(a.Evidence); n > linesOfEvidence {
		fmt.Fprintf(&b, "  and %d more: %s\n", n-linesOfEvidence, plain(strings.Join(a.Incidents[linesOfEvidence:], " ")))
	} else if n == 0 && len(a.Incidents) > 0 {
		fmt.Fprintf(&b, "  incidents: %s\n", plain(strings.Join(a.Incidents, " ")))
	}
	return b.String()
}

// percent does not round what is uncertain up to certainty.
func percent(p float64) string {
	switch {
	case p > 0.999:
		return "over 99.9 %"
	case p < 0.001:
		return "under 0.1 %"
	}
	return fmt.Sprintf("%.1f %%", p*100)
}

// plain leaves out what could steer a terminal or break a header.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// Lines writes one JSON object a line.
type Lines struct{ W io.Writer }

// Send implements Channel.
func (l Lines) Send(_ context.Context, alerts []alert.Alert) error {
	for i := range alerts {
		line, err := line(&alerts[i])
		if err != nil {
			return err
		}
		if _, err := l.W.Write(line); err != nil {
			return err
		}
	}
	return nil
}

func line(a *alert.Alert) ([]byte, error) {
	b, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("alert %s: %w", a.ID, err)
	}
	return append(b, '\n'), nil
}

// File appends JSON lines to a file, each with one write, so that two programs
// that append do not cut each other's lines.
type File struct{ Path string }

// Send implements Channel.
func (f File) Send(ctx context.Context, alerts []alert.Alert) error {
	if len(alerts) == 0 {
		return nil
	}
	out, err := os.OpenFile(f.Path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = mend(f.Path, out)
	if err == nil {
		err = Lines{out}.Send(ctx, alerts)
	}
	if err == nil {
		err = out.Sync()
	}
	if e := out.Close(); err == nil {
		err = e
	}
	return err
}

// mend ends a line that an earlier run left broken off, so that the next one
// stands by itself.
func mend(path string, out *os.File) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil || info.Size() == 0 || !info.Mode().IsRegular() {
		return err
	}
	var last [1]byte
	if _, err := in.ReadAt(last[:], info.Size()-1); err != nil {
		return err
	}
	if last[0] == '\n' {
		return nil
	}
	_, err = out.Write([]byte{'\n'})
	return err
}

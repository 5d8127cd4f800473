package watch

import (
	"encoding/json"
	"os"
	"path/filepath"

	"entente/internal/diag"
	"entente/internal/track/alert"
)

// A Memory is what was told of an origin, and what is still to be sent. Unlike the
// states it cannot be worked out again: without it everything is told once more.
type Memory struct {
	Book   alert.Book `json:"book"`
	Judged string     `json:"judged,omitempty"` // last day that rules were held against
	Outbox []Letter   `json:"outbox,omitempty"`
	path   string
}

// A Letter is an alert on its way: it stays in the outbox until it was sent.
type Letter struct {
	To    string      `json:"to"` // a channel, by a name that the sender understands
	Day   string      `json:"day"`
	Alert alert.Alert `json:"alert"`
}

// Remember reads the memory of an origin in the store's folder dir.
func Remember(dir, origin string) (*Memory, error) {
	m := &Memory{path: filepath.Join(dir, folder, origin+"-told.json")}
	b, err := os.ReadFile(m.path)
	if missing(err) {
		return m, nil
	}
	if err == nil {
		err = json.Unmarshal(b, m)
	}
	if err != nil {
		return nil, &diag.Error{File: m.path, Msg: "cannot be read: " + err.Error(), Hint: "restore it from a copy of the store; without it what was told is told again", Reason: diag.Unreadable}
	}
	return m, nil
}

// Keep writes the memory down.
func (m *Memory) Keep() error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return write(m.path, append(b, '\n'))
}

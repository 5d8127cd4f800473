// Package demo carries the demonstration corpus inside the binary: short reports
// of ours on public events, under invented publishers.
package demo

import _ "embed"

// Reports are the reports as JSON lines.
//
//go:embed reports.jsonl
var Reports []byte

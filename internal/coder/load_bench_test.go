package coder

import (
	"testing"

	"entente/data"
)

// The start-up of every program run, less the binary's own.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(data.FS, Built{Models: data.Models("en"), Gazetteer: data.Gazetteer}); err != nil {
			b.Fatal(err)
		}
	}
}

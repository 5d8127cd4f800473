package coder_test

import (
	"sync"
	"testing"

	"entente/data"
	"entente/internal/coder"
)

var load = sync.OnceValues(func() (*coder.Coder, error) {
	return coder.New(data.FS, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
})

func theCoder(t testing.TB) *coder.Coder {
	t.Helper()
	c, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

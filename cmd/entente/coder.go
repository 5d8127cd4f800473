package main

import (
	"io/fs"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/pipeline"
)

// newCoder loads all knowledge and returns what codes one document.
func newCoder(files fs.FS) (pipeline.Coder, error) {
	c, err := coder.New(files, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
	if err != nil {
		return nil, err
	}
	return c.Code, nil
}

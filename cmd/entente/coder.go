package main

import (
	"io/fs"
	"runtime/debug"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/pipeline"
)

// newCoder loads all knowledge and returns what codes one document.
func newCoder(files fs.FS) (pipeline.Coder, error) {
	// What is read now stays until the end: a collector that runs meanwhile,
	// six times while the heap is small, finds next to nothing.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	c, err := coder.New(files, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
	if err != nil {
		return nil, err
	}
	return c.Code, nil
}

// coder loads the knowledge that the flags name.
func (k knowledgeFlags) coder() (pipeline.Coder, error) {
	files, err := k.files()
	if err != nil {
		return nil, err
	}
	return newCoder(files)
}

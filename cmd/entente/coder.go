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
	c, err := loadCoder(files, data.Models("en"))
	if err != nil {
		return nil, err
	}
	return c.Code, nil
}

// loadCoder loads all knowledge, with these models.
func loadCoder(files fs.FS, models map[string]string) (*coder.Coder, error) {
	// What is read now stays until the end: a collector that runs meanwhile,
	// six times while the heap is small, finds next to nothing.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	return coder.New(files, coder.Built{Models: models, Gazetteer: data.Gazetteer})
}

// coder loads the knowledge that the flags name.
func (k knowledgeFlags) coder() (pipeline.Coder, error) {
	files, err := k.files()
	if err != nil {
		return nil, err
	}
	return newCoder(files)
}

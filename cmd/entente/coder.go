package main

import (
	"io/fs"
	"runtime/debug"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/knowledge/petrarch"
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

// loadCoder loads all knowledge, with these models and dictionaries of the user's.
func loadCoder(files fs.FS, models map[string]string, own ...petrarch.Dictionary) (*coder.Coder, error) {
	// What is read now stays until the end: a collector that runs meanwhile,
	// six times while the heap is small, finds next to nothing.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	return coder.New(files, coder.Built{Models: models, Gazetteer: data.Gazetteer, Dictionaries: own})
}

// coder loads the knowledge that the flags name; slips in dictionaries are said
// on the app's standard error.
func (a *app) coder(k knowledgeFlags, d dictionaryFlags) (*coder.Coder, error) {
	files, err := k.files()
	if err != nil {
		return nil, err
	}
	return a.coderOver(files, d)
}

// coderOver is coder over these tables.
func (a *app) coderOver(files fs.FS, d dictionaryFlags) (*coder.Coder, error) {
	own, err := d.read(a.stderr)
	if err != nil {
		return nil, err
	}
	return loadCoder(files, data.Models("en"), own...)
}

package main

import (
	"path/filepath"

	"entente/data"
	"entente/internal/coding/attribution"
	"entente/internal/learn/corpus"
	"entente/internal/learn/eval"
	"entente/internal/learn/fit"
)

// evalFactuality grades event words by the rules and by the shipped model,
// which was fitted to the training parts of the sets.
func evalFactuality(s scoring) error {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return err
	}
	return eval.Factuality(c.Attribution, s.path, []eval.Grader{eval.RuleGrader, eval.ModelGrader(c.Grader())}, s.Output)
}

// evalCertainty judges events by the rules and by a model that has seen none of
// the articles: the shipped one was fitted to sentences of theirs.
func evalCertainty(s scoring) error {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return err
	}
	if s.given {
		return eval.Certainty(c.Attribution, s.path, c.Grader(), s.Output)
	}
	var rows []fit.Row
	for _, set := range corpus.FactSets {
		if set.Scale == "meantime" {
			continue
		}
		facts, err := corpus.ReadFacts(filepath.Join(s.shared, "data/factuality", set.Folder, "train.jsonl"))
		if err != nil {
			return err
		}
		rows = append(rows, fit.Facts(c, facts, set.Scale)...)
	}
	b, err := fit.FactModel(rows, factLimit, [32]byte{}).Bytes()
	if err != nil {
		return err
	}
	g, err := attribution.NewGrader(string(b), c.Groups)
	if err != nil {
		return err
	}
	return eval.Certainty(c.Attribution, s.path, g, s.Output)
}

// factLimit is how many features the recipe of the model of factuality keeps.
const factLimit = 60000

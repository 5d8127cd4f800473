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

// evalCertainty judges events by the rules and then by a model: the shipped one
// where the articles are the user's, else one for each part of the articles
// that has seen none of their sentences.
func evalCertainty(s scoring) error {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return err
	}
	if s.given {
		return eval.Certainty(c.Attribution, s.path, func(string) *attribution.Grader { return c.Grader() }, s.Output)
	}
	sents, err := corpus.ReadWikinews(s.path)
	if err != nil {
		return err
	}
	rows := fit.WikinewsFacts(c, sents)
	for _, set := range corpus.FactSets {
		facts, err := corpus.ReadFacts(filepath.Join(s.shared, "data/factuality", set.Folder, "train.jsonl"))
		if err != nil {
			return err
		}
		rows = append(rows, fit.Facts(c, facts, set.Scale)...)
	}
	var parts [corpus.Folds]*attribution.Grader
	for k := range parts {
		held := map[string]bool{}
		for i := range sents {
			if corpus.Fold(sents[i].Article) == k {
				held[corpus.Key(sents[i].Body)] = true
			}
		}
		b, err := fit.FactModel(rows, held, factLimit, [32]byte{}).Bytes()
		if err != nil {
			return err
		}
		if parts[k], err = attribution.NewGrader(string(b), c.Groups); err != nil {
			return err
		}
	}
	return eval.Certainty(c.Attribution, s.path, func(article string) *attribution.Grader { return parts[corpus.Fold(article)] }, s.Output)
}

// factLimit is how many features the model of factuality keeps in
// cross-validation: as many as the recipe's.
const factLimit = 120000

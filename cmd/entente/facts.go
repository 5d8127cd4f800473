package main

import (
	"entente/data"
	"entente/internal/coding/attribution"
	"entente/internal/learn/eval"
)

// evalFactuality grades event words by the rules.
func evalFactuality(s scoring) error {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return err
	}
	return eval.Factuality(c.Attribution, s.path, []eval.Grader{eval.RuleGrader}, s.Output)
}

// evalCertainty judges events by the rules.
func evalCertainty(s scoring) error {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return err
	}
	rules := func(string) func(*attribution.Layer, int32) eval.Verdict { return eval.RuleVerdict }
	return eval.Certainty(c.Attribution, s.path, "the rules", rules, s.Output)
}

package main

import (
	"entente/internal/learn/eval"
	"entente/internal/track/forecast"
)

// evalTKG scores forecasts on a temporal knowledge graph: learn knows nothing of
// what follows records over time, so the two are joined here.
func evalTKG(s scoring) error {
	return eval.ScoreTKG(s.path, []eval.TKGMethod{
		{Name: "recurrency", Start: func(d *eval.TKG) (eval.TKGRanker, error) {
			return forecast.NewRecurrency(tkgSize(d), d.Train, d.Valid), nil
		}},
	}, s.Output)
}

func tkgSize(d *eval.TKG) forecast.Size {
	return forecast.Size{Entities: int32(len(d.Entities)), Relations: int32(len(d.Relations))}
}

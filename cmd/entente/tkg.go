package main

import (
	"runtime"

	"entente/internal/learn/eval"
	"entente/internal/track/forecast"
)

// evalTKG scores forecasts on a temporal knowledge graph: learn knows nothing of
// what follows records over time, so the two are joined here.
func evalTKG(s scoring) error {
	size := func(d *eval.TKG) forecast.Size {
		return forecast.Size{Entities: int32(len(d.Entities)), Relations: int32(len(d.Relations))}
	}
	return eval.ScoreTKG(s.path, []eval.TKGMethod{
		{Name: "recurrency", Start: func(d *eval.TKG) (eval.TKGRanker, error) {
			return forecast.NewRecurrency(size(d), d.Train, d.Valid), nil
		}},
		{Name: "trees", Start: func(d *eval.TKG) (eval.TKGRanker, error) {
			o := forecast.DefaultOptions(d.Entities, runtime.GOMAXPROCS(0))
			o.Progress = s.Report
			return forecast.NewRanker(size(d), d.Train, d.Valid, o), nil
		}},
	}, s.Output)
}

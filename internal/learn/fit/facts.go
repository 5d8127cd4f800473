package fit

import (
	"math"

	"entente/internal/coding/attribution"
	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
	"entente/internal/text"
)

// An Attributer reads a page as far as who says what.
type Attributer interface {
	Attribution(doc *text.Document) *attribution.Layer
	Groups(lower string) (small, middle, large uint32)
}

// FactOptions are how the model of factuality is fitted, in scoring and in training.
var FactOptions = Options{Classes: attribution.Grades, Passes: 5, Rate: 0.2, Decay: 1e-2, Least: 3, Seed: 1}

// Facts turns graded words into rows. A grade between two whole ones is a row
// of each, which counts the more the nearer the grade is to it.
func Facts(a Attributer, sents []corpus.Facts, scale string) []Row {
	var rows []Row
	for i := range sents {
		s := &sents[i]
		doc := &text.Document{ID: "fact", Body: s.Body, Language: "en"}
		l := a.Attribution(doc)
		for _, f := range s.Facts {
			t := corpus.TokenAt(doc, f.At)
			if t < 0 {
				continue
			}
			features := attribution.Features(l, t, scale, a.Groups)
			low := math.Floor(f.Value)
			part := f.Value - low
			add := func(grade, weight float64) {
				if weight > 0 {
					rows = append(rows, Row{features, 1 << (int(grade) + attribution.Grades/2), weight})
				}
			}
			add(low, 1-part)
			add(low+1, part)
		}
	}
	return rows
}

// FactModel fits the grader to the rows and keeps at most limit features.
func FactModel(rows []Row, limit int, inputs [32]byte) *model.Builder {
	o := FactOptions
	o.Only = Train(rows, o).Most(limit) // and fitted again, to do with these
	out := model.NewBuilder(attribution.GradeFeatures, inputs)
	w, top := Train(rows, o).Rows()
	out.Linear("grades", limit, w, top)
	return out
}

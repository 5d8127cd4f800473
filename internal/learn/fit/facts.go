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

// Certainties is the scale of MEANTIME's own annotation: 3, 2 and 1 are its
// certain, probable and possible, below 0 what is denied.
const Certainties = "certainty"

// A FactRow is a row with the key of its sentence, by which rows can be left
// out when the sentence is to be scored.
type FactRow struct {
	Row
	Key string
}

// Facts turns graded words into rows. A grade between two whole ones is a row
// of each, which counts the more the nearer the grade is to it.
func Facts(a Attributer, sents []corpus.Facts, scale string) []FactRow {
	var rows []FactRow
	for i := range sents {
		s := &sents[i]
		doc := &text.Document{ID: "fact", Body: s.Body, Language: "en"}
		l, key := a.Attribution(doc), corpus.Key(s.Body)
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
					rows = append(rows, FactRow{Row{features, 1 << (int(grade) + attribution.Grades/2), weight}, key})
				}
			}
			add(low, 1-part)
			add(low+1, part)
		}
	}
	return rows
}

// WikinewsFacts turns MEANTIME's events into rows of the scale Certainties.
// What annotators left open allows several grades.
func WikinewsFacts(a Attributer, sents []corpus.Wikinews) []FactRow {
	var rows []FactRow
	for i := range sents {
		s := &sents[i]
		if len(s.Events) == 0 {
			continue
		}
		doc := &text.Document{ID: s.Article, Body: s.Body, Language: "en"}
		l, key := a.Attribution(doc), corpus.Key(s.Body)
		for _, e := range s.Events {
			t, allowed := corpus.TokenAt(doc, e.At), gradesOf(e)
			if t >= 0 && allowed != 0 {
				rows = append(rows, FactRow{Row{attribution.Features(l, t, Certainties, a.Groups), allowed, 1}, key})
			}
		}
	}
	return rows
}

// gradesOf are the grades that the annotation of e allows, as bits; 0 for none.
func gradesOf(e corpus.WikinewsEvent) uint64 {
	grade := 0
	switch e.Certainty {
	case "CERTAIN":
		grade = 3
	case "PROBABLE":
		grade = 2
	case "POSSIBLE":
		grade = 1
	case "UNDERSPECIFIED":
		return 1 << (attribution.Grades / 2)
	default:
		return 0
	}
	bits := uint64(0)
	if e.Polarity != "NEG" {
		bits |= 1 << (attribution.Grades/2 + grade)
	}
	if e.Polarity != "POS" {
		bits |= 1 << (attribution.Grades/2 - grade)
	}
	return bits
}

// FactModel fits the grader to the rows, leaving out those of held sentences.
func FactModel(rows []FactRow, held map[string]bool, limit int, inputs [32]byte) *model.Builder {
	var train []Row
	for i := range rows {
		if !held[rows[i].Key] {
			train = append(train, rows[i].Row)
		}
	}
	out := model.NewBuilder(attribution.FeatureSet, inputs)
	o := FactOptions
	o.Only = Train(train, o).Most(limit) // and fitted again, to do with these
	w, top := Train(train, o).Rows()
	out.Linear("grades", limit, w, top)
	return out
}

package fold

import (
	"slices"
	"testing"
)

func TestWhyItIsOne(t *testing.T) {
	articles := five()[:3]
	other := articles[2]
	other.ID, other.Day = "x", "2024-03-07"
	other.Records = other.Records[:1:1]
	r := event("x1", "attack", "ASSAULT", "KEN", "SOM", "2024-03-01", "2024-03-01", nil)
	other.Records[0] = r
	other.Words = words(again + " Three days before that another raid had failed near the river, and nobody was hurt in it, they said.")
	all := sketches(append(articles, other))
	c, err := All(all)
	if err != nil {
		t.Fatal(err)
	}
	find := func(id string) *Sketch {
		for _, s := range all {
			if s.ID == id {
				return s
			}
		}
		return nil
	}
	k := slices.IndexFunc(c.Incidents, func(n Incident) bool { return slices.Contains(records(&n), "b1") })
	x, err := Explain(c.Incidents[k].ID, c.Incidents, find)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Joins) != len(c.Incidents[k].Reports)-1 {
		t.Errorf("%d reports are held together by %d pairs", len(c.Incidents[k].Reports), len(x.Joins))
	}
	if j := x.Joins[0]; j.A != "a1" || j.B != "b1" || j.Score != 7 || j.Common != "copies of one text" || len(j.Fields) != 6 {
		t.Errorf("the best pair is %+v", j)
	}
	if len(x.Copies) != 1 || len(x.Copies[0]) != 2 || x.Copies[0][1].Article != "b" || x.Copies[0][1].Share < copyShare {
		t.Errorf("copies %+v", x.Copies)
	}
	if !slices.ContainsFunc(x.Near, func(j Join) bool { return j.B == "x1" && j.Against == "done 2024-03-01, not 2024-03-05" }) {
		t.Errorf("near %+v", x.Near)
	}
	if _, err := Explain("none", c.Incidents, find); err == nil {
		t.Error("an incident that is none is explained")
	}
}

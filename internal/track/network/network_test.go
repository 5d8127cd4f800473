package network

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"entente/internal/record"
)

func sums() []record.Sum {
	return []record.Sum{
		{Source: "A", Target: "B", Quad: 1, Mutual: true, N: 3, Score: 3},
		{Source: "B", Target: "A", Quad: 1, Mutual: true, N: 1, Score: 1}, // the same edge, told the other way round
		{Source: "A", Target: "B", Quad: 4, N: 2, Score: -18},
		{Source: "B", Target: "A", Quad: 2, N: 1, Score: 5},
		{Source: "C", Target: "A", Quad: 3, N: 5, Score: -10},
		{Source: "D", Target: "A", Quad: 1, N: 1, Score: 1},
		{Source: "A", Target: "A", Quad: 4, N: 9}, // domestic
		{Source: "", Target: "A", Quad: 4, N: 9},
		{Source: "A", Target: "B", Quad: 0, N: 9},
	}
}

func TestEdgesKeepDirectionAndKind(t *testing.T) {
	n := Build(sums(), 2)
	want := []Edge{
		{Source: "C", Target: "A", Conflict: 5, ConflictScore: -10},
		{Source: "A", Target: "B", Mutual: true, Cooperation: 4, CooperationScore: 4},
		{Source: "A", Target: "B", Conflict: 2, ConflictScore: -18},
		{Source: "B", Target: "A", Cooperation: 1, CooperationScore: 5},
	}
	if !reflect.DeepEqual(n.Edges, want) || n.Left != 1 {
		t.Errorf("%+v, %d left out", n.Edges, n.Left)
	}
	a := n.Nodes[0]
	if a.Actor != "A" || a.Partners != 2 || a.CooperationBoth != 4 || a.CooperationIn != 1 || a.CooperationOut != 0 || a.ConflictOut != 2 || a.ConflictIn != 5 || a.Weight() != 12 {
		t.Errorf("%+v", a)
	}
}

// By hand: in conflict C acts on A and A on B. Whoever has no link out starts again
// anywhere.
func TestPageRank(t *testing.T) {
	got := pageRank(3, []link{{2, 0, 5}, {0, 1, 2}})
	// c = s, a = s + .85 c, b = s + .85 a, where s = .05 + .85 b / 3.
	b0 := 1 + 0.85*(1+0.85)
	s := 1 / (1 + 1.85 + b0)
	want := []float64{1.85 * s, b0 * s, s}
	for i := range got {
		if math.Abs(got[i]-want[i]) > 1e-4 {
			t.Errorf("%v, want %v", got, want)
		}
	}
	if got := pageRank(2, []link{{0, 1, 0}}); got[0] != 0 || got[1] != 0 {
		t.Errorf("without links: %v", got)
	}
}

func TestCommunitiesOfTwoCliques(t *testing.T) {
	ties := map[[2]int]float64{{2, 3}: 1}
	for _, c := range [][]int{{0, 1, 2}, {3, 4, 5, 6}} {
		for i, a := range c {
			for _, b := range c[i+1:] {
				ties[[2]int{a, b}] = 4
			}
		}
	}
	of, q := communities(8, ties)
	if !reflect.DeepEqual(of, []int{2, 2, 2, 1, 1, 1, 1, 0}) {
		t.Errorf("%v", of)
	}
	// Modularity by its definition.
	total, want := 0.0, 0.0
	degree := make([]float64, 8)
	for k, w := range ties {
		total += w
		degree[k[0]] += w
		degree[k[1]] += w
	}
	for k, w := range ties {
		if of[k[0]] == of[k[1]] {
			want += w / total
		}
	}
	for i := range 8 {
		for j := range 8 {
			if of[i] == of[j] {
				want -= degree[i] * degree[j] / (4 * total * total)
			}
		}
	}
	if math.Abs(q-want) > 1e-9 {
		t.Errorf("modularity %v, want %v", q, want)
	}
}

func TestOrderOfSumsDoesNotShow(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var in []record.Sum
	for range 400 {
		in = append(in, record.Sum{Source: string(rune('A' + r.IntN(12))), Target: string(rune('A' + r.IntN(12))), Quad: r.IntN(5), Mutual: r.IntN(4) == 0, N: 1 + r.IntN(5), Score: float64(r.IntN(9))})
	}
	want := Build(in, 3)
	for range 5 {
		r.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		if got := Build(in, 3); !reflect.DeepEqual(got, want) {
			t.Fatal("another network in another order")
		}
	}
}

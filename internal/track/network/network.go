// Package network makes of sums between parties who does what to whom: actors and
// directed edges on which cooperation and conflict are kept apart, how central
// each actor is in the one and in the other, and which actors cooperate more among
// themselves than with the rest. The same sums give the same network in any order.
package network

import (
	"cmp"
	"math"
	"slices"

	"entente/internal/record"
)

// An Edge is what one party did to another, or with mutual both to each other: an
// act stands in one edge.
type Edge struct {
	Source           string  `json:"source"`
	Target           string  `json:"target"`
	Mutual           bool    `json:"mutual,omitempty"`
	Cooperation      int     `json:"cooperation"`
	Conflict         int     `json:"conflict"`
	CooperationScore float64 `json:"cooperation_score"`
	ConflictScore    float64 `json:"conflict_score"` // sums of PLOVER's scores
}

// A Node is one actor.
type Node struct {
	Actor    string `json:"actor"`
	Partners int    `json:"partners"` // others that it shares an edge with
	// Weights, by what was counted: acts of the actor, on it, and together.
	CooperationOut  int     `json:"cooperation_out"`
	CooperationIn   int     `json:"cooperation_in"`
	CooperationBoth int     `json:"cooperation_mutual"`
	ConflictOut     int     `json:"conflict_out"`
	ConflictIn      int     `json:"conflict_in"`
	ConflictBoth    int     `json:"conflict_mutual"`
	CooperationRank float64 `json:"cooperation_pagerank"` // PageRank over edges of cooperation; these sum up to 1
	ConflictRank    float64 `json:"conflict_pagerank"`
	Community       int     `json:"community"` // from 1, the largest first; 0 alone
}

// Weight is all that was counted of a node.
func (n *Node) Weight() int {
	return n.CooperationOut + n.CooperationIn + n.CooperationBoth + n.ConflictOut + n.ConflictIn + n.ConflictBoth
}

// A Network is what was done between many.
type Network struct {
	Origin     string  `json:"origin"`
	From       string  `json:"from,omitempty"`
	To         string  `json:"to,omitempty"`
	Type       string  `json:"type,omitempty"`
	Field      string  `json:"domain,omitempty"`
	Min        int     `json:"min"` // fewest acts between two parties that make them neighbours
	Nodes      []Node  `json:"nodes"`
	Edges      []Edge  `json:"edges"`
	Left       int     `json:"left_out"`   // acts of pairs with fewer than min
	Modularity float64 `json:"modularity"` // of the communities
}

// Build makes a network of the pairs that have at least min acts between them in
// either direction. Nodes are in the order of their weight, edges in that of
// theirs.
func Build(sums []record.Sum, min int) *Network {
	n := &Network{Min: max(min, 1), Nodes: []Node{}, Edges: []Edge{}}
	type key struct {
		source, target string
		mutual         bool
	}
	edges := map[key]*Edge{}
	pairs := map[[2]string]int{}
	for i := range sums {
		s := &sums[i]
		if s.Source == s.Target || s.Source == "" || s.Target == "" || s.Quad < 1 || s.Quad > 4 {
			continue
		}
		k := key{s.Source, s.Target, s.Mutual}
		if s.Mutual && k.target < k.source {
			k.source, k.target = k.target, k.source
		}
		e := edges[k]
		if e == nil {
			e = &Edge{Source: k.source, Target: k.target, Mutual: k.mutual}
			edges[k] = e
		}
		if s.Quad <= 2 {
			e.Cooperation += s.N
			e.CooperationScore += s.Score
		} else {
			e.Conflict += s.N
			e.ConflictScore += s.Score
		}
		pairs[pairOf(s.Source, s.Target)] += s.N
	}
	for _, e := range edges {
		if pairs[pairOf(e.Source, e.Target)] < n.Min {
			n.Left += e.Cooperation + e.Conflict
			continue
		}
		e.CooperationScore, e.ConflictScore = math.Round(e.CooperationScore*10)/10+0, math.Round(e.ConflictScore*10)/10+0
		n.Edges = append(n.Edges, *e)
	}
	slices.SortFunc(n.Edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(b.Cooperation+b.Conflict, a.Cooperation+a.Conflict), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), mutualFirst(a, b))
	})
	n.nodes()
	return n
}

func mutualFirst(a, b Edge) int {
	switch {
	case a.Mutual == b.Mutual:
		return 0
	case a.Mutual:
		return -1
	}
	return 1
}

func pairOf(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

func (n *Network) nodes() {
	var names []string
	for i := range n.Edges {
		names = append(names, n.Edges[i].Source, n.Edges[i].Target)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	index := make(map[string]int, len(names))
	nodes := make([]Node, len(names))
	for i, name := range names {
		index[name] = i
		nodes[i].Actor = name
	}
	coop, conf := make([]link, 0, 2*len(n.Edges)), make([]link, 0, 2*len(n.Edges))
	ties := map[[2]int]float64{}
	met := map[[2]string]bool{}
	for i := range n.Edges {
		e := &n.Edges[i]
		a, b := index[e.Source], index[e.Target]
		s, t := &nodes[a], &nodes[b]
		if p := pairOf(e.Source, e.Target); !met[p] {
			met[p] = true
			s.Partners++
			t.Partners++
		}
		if e.Mutual {
			s.CooperationBoth, t.CooperationBoth = s.CooperationBoth+e.Cooperation, t.CooperationBoth+e.Cooperation
			s.ConflictBoth, t.ConflictBoth = s.ConflictBoth+e.Conflict, t.ConflictBoth+e.Conflict
			coop, conf = append(coop, link{b, a, float64(e.Cooperation)}), append(conf, link{b, a, float64(e.Conflict)})
		} else {
			s.CooperationOut, t.CooperationIn = s.CooperationOut+e.Cooperation, t.CooperationIn+e.Cooperation
			s.ConflictOut, t.ConflictIn = s.ConflictOut+e.Conflict, t.ConflictIn+e.Conflict
		}
		coop, conf = append(coop, link{a, b, float64(e.Cooperation)}), append(conf, link{a, b, float64(e.Conflict)})
		ties[[2]int{min(a, b), max(a, b)}] += float64(e.Cooperation)
	}
	for i, v := range pageRank(len(nodes), coop) {
		nodes[i].CooperationRank = v
	}
	for i, v := range pageRank(len(nodes), conf) {
		nodes[i].ConflictRank = v
	}
	of, q := communities(len(nodes), ties)
	n.Modularity = math.Round(q*1000)/1000 + 0
	for i := range nodes {
		nodes[i].Community = of[i]
	}
	slices.SortStableFunc(nodes, func(a, b Node) int { return cmp.Compare(b.Weight(), a.Weight()) })
	n.Nodes = append(n.Nodes, nodes...)
}

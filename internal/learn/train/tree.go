package train

import (
	"math/rand/v2"

	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// builder is the tree builder as it learns: moves and labels apart, because
// labels are asked for only when an arc is made.
type builder struct {
	moves, labels *table
	moveStep      float32
	labelStep     float32
	tree          feature.Tree
	f             [feature.NumTreeFeatures]uint64
	l             [feature.NumLabelFeatures]uint64
	gold          goldTree

	// What was right in the last pass; nil before.
	sureMoves, sureLabels *census
}

// goldTree is a sentence's tree with the lists of dependents that costs need.
type goldTree struct {
	tokens  []text.Token
	first   []int32 // first dependent of each word, and of the root at the end; -1 none
	next    []int32 // next dependent of the same head
	onStack []bool
}

func (g *goldTree) reset(tokens []text.Token) {
	n := len(tokens)
	g.tokens = tokens
	g.first = append(g.first[:0], make([]int32, n+1)...)
	g.next = append(g.next[:0], make([]int32, n)...)
	g.onStack = append(g.onStack[:0], make([]bool, n+1)...)
	for i := range g.first {
		g.first[i] = -1
	}
	for i := n - 1; i >= 0; i-- {
		h := g.head(i)
		g.next[i] = g.first[h]
		g.first[h] = int32(i)
	}
}

// head is the head of word i; the root counts as the word behind the last.
func (g *goldTree) head(i int) int {
	if h := g.tokens[i].Head; h >= 0 {
		return int(h)
	}
	return len(g.tokens)
}

// costs counts for each move the arcs of the gold tree that it puts out of
// reach (Goldberg and Nivre 2013).
func (b *builder) costs() (c [feature.NumMoves]int) {
	g := &b.gold
	front := b.tree.Front()
	clear(g.onStack)
	s0, s1 := -1, -1
	b.tree.Stack(func(w int) {
		g.onStack[w] = true
		if s0 < 0 {
			s0 = w
		} else if s1 < 0 {
			s1 = w
		}
	})
	if front < len(g.tokens) {
		if h := g.head(front); h < front && g.onStack[h] && h != s0 {
			c[feature.Shift]++
		}
		for d := g.first[front]; d >= 0; d = g.next[d] {
			if int(d) < front && g.onStack[d] {
				c[feature.Shift]++
			}
		}
	}
	if s0 < 0 {
		return c
	}
	lost := 0 // dependents of s0 that still wait
	for d := g.first[s0]; d >= 0; d = g.next[d] {
		if int(d) >= front {
			lost++
		}
	}
	h := g.head(s0)
	c[feature.Left], c[feature.Right] = lost, lost
	if h == s1 || h > front {
		c[feature.Left]++
	}
	if h >= front {
		c[feature.Right]++
	}
	return c
}

func newTreeBuilder() *builder {
	return &builder{moves: newTable(int(feature.NumMoves)), labels: newTable(text.NumRel)}
}

// trainTrees counts the moves and labels of the last pass in the two censuses.
func trainTrees(sents []corpus.Sentence, tags [][]feature.Tag, groups *feature.Lexicon, o options, seed uint64, moves, labels *census, progress func(epoch int)) *builder {
	b := newTreeBuilder()
	w := feature.NewWords(groups)
	rng := rand.New(rand.NewPCG(seed, 2))
	order := rng.Perm(len(sents))
	for e := range o.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			w.Reset(sents[k].Tokens)
			for i, t := range tags[k] {
				w.SetTag(i, t)
			}
			if e == o.epochs-1 {
				b.sureMoves, b.sureLabels = moves, labels
			}
			explore := o.explore
			if e == 0 {
				explore = 0
			}
			b.learn(&sents[k], w, o.margin, explore, rng)
		}
		progress(e + 1)
	}
	return b
}

// learn goes through one sentence.
func (b *builder) learn(s *corpus.Sentence, w *feature.Words, margin float32, explore float64, rng *rand.Rand) {
	b.tree.Reset(w)
	b.gold.reset(s.Tokens)
	for !b.tree.Done() {
		var allowed [feature.NumMoves]bool
		allowed[feature.Shift], allowed[feature.Left], allowed[feature.Right] = b.tree.Allowed()
		if allowed[feature.Shift] && !allowed[feature.Left] {
			b.tree.Apply(feature.Shift, 0)
			continue
		}
		b.moveStep++
		b.tree.Features(&b.f)
		var scores [feature.NumMoves]float32
		b.moves.score(scores[:], b.f[:], 0)
		cost := b.costs()
		least := 1 << 30
		for m, ok := range allowed {
			if ok {
				least = min(least, cost[m])
			}
		}
		if b.sureMoves != nil {
			b.sureMoves.seen(b.tree.SureKey(), func(m int) bool { return allowed[m] && cost[m] == least })
		}
		best, good, bad := -1, -1, -1
		for m, ok := range allowed {
			if !ok {
				continue
			}
			if best < 0 || scores[m] > scores[best] {
				best = m
			}
			if cost[m] == least {
				if good < 0 || scores[m] > scores[good] {
					good = m
				}
			} else if bad < 0 || scores[m] > scores[bad] {
				bad = m
			}
		}
		if bad >= 0 && scores[good]-scores[bad] <= margin {
			b.moves.update(b.f[:], 0, good, bad, b.moveStep)
		}
		if best != good && rng.Float64() >= explore {
			best = good
		}
		b.apply(feature.Move(best), margin)
	}
}

// apply makes a move, and learns the label where the new arc is right.
func (b *builder) apply(m feature.Move, margin float32) {
	if m == feature.Shift {
		b.tree.Apply(m, 0)
		return
	}
	b.labelStep++
	salt := uint64(0)
	if m == feature.Left {
		salt = feature.LeftSalt
	}
	var scores [model.MaxClasses]float32
	feature.LabelFeatures(&b.f, &b.l)
	b.labels.score(scores[:], b.l[:], salt)
	best := argmax(scores[:text.NumRel], -1)
	word, head := -1, b.tree.Front()
	b.tree.Stack(func(w int) {
		if word < 0 {
			word = w
		} else if m == feature.Right && head == b.tree.Front() {
			head = w
		}
	})
	if gold := int(b.gold.tokens[word].Rel); b.gold.head(word) == head {
		if b.sureLabels != nil {
			b.sureLabels.seen(b.tree.SureLabelKey(m), func(l int) bool { return l == gold })
		}
		if best != gold {
			b.labels.update(b.l[:], salt, gold, best, b.labelStep)
		} else if second := argmax(scores[:text.NumRel], best); scores[best]-scores[second] < margin {
			b.labels.update(b.l[:], salt, gold, second, b.labelStep)
		}
	}
	b.tree.Apply(m, text.Rel(best))
}

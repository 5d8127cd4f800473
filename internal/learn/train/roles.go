package train

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"

	"entente/internal/coding/role"
	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
)

// RoleOptions say how the role model is fitted.
type RoleOptions struct {
	Seeds, Epochs int
	Limit         int // most features kept
}

// RoleTrial are the options of cross-validation, those of the recipe.
var RoleTrial = RoleOptions{Seeds: 3, Epochs: 10, Limit: 1 << 14}

// Roles fits the role model to sentences: a conditional random field, since its
// likelihood makes more of a thousand sentences than a perceptron's mistakes
// do. Steps are AdaGrad's; in each, a part of the features is left out, so that
// none leans on another. Several fits from different orders are averaged.
func Roles(sents []corpus.Phrases, groups *model.Dict, inputs [32]byte, o RoleOptions) ([]byte, error) {
	set := readRoles(sents, groups)
	s := newSum(role.NumStates)
	for seed := uint64(1); seed <= uint64(o.Seeds); seed++ {
		set.fit(o.Epochs, seed)
		set.addTo(s)
	}
	b := model.NewBuilder(role.Set, inputs)
	b.Sparse("roles", o.Limit, s.modelRows())
	return b.Bytes()
}

// roles fits the role model to the recipe's sentences with marked phrases.
func (t *trainer) roles(ctx context.Context, load func(kind string) (Ground, error)) error {
	g, err := load(t.Kind)
	if err != nil {
		return err
	}
	var sents []corpus.Phrases
	for _, c := range t.Corpora {
		more, err := corpus.ReadPhrases(t.file(c, t.shared), g.Code)
		if err != nil {
			return err
		}
		sents = append(sents, more...)
	}
	t.logf("%d sentences", len(sents))
	if err := ctx.Err(); err != nil {
		return err
	}
	b, err := os.ReadFile(t.path("groups"))
	if err != nil {
		return fmt.Errorf("train the groups first: %w", err)
	}
	groups, err := role.OpenGroups(map[string]string{"groups": string(b)})
	if err != nil {
		return err
	}
	built, err := Roles(sents, groups, t.hash, RoleOptions{Seeds: t.Seeds, Epochs: t.Epochs, Limit: t.Tags})
	if err != nil {
		return err
	}
	t.logf("roles: %d bytes", len(built))
	return os.WriteFile(t.path("roles"), built, 0o644)
}

// A roleSet is the training text as numbers, and the weights.
type roleSet struct {
	sents  []roleSentence
	hashes []uint64 // of each feature
	w, g   []float64
	moves  [role.NumStates][role.NumStates]float64
	moveG  [role.NumStates][role.NumStates]float64
}

type roleSentence struct {
	features [][]int32
	states   []uint8
}

func readRoles(sents []corpus.Phrases, groups *model.Dict) *roleSet {
	set := &roleSet{}
	index := map[uint64]int32{}
	page := role.NewPage(groups)
	for i := range sents {
		p := &sents[i]
		labels, hints := p.Labels(), role.Hints(p.Coding)
		for k := range p.Doc.Sentences {
			s := &p.Doc.Sentences[k]
			states, ok := role.StatesOf(labels[s.First:s.Last])
			if !ok || s.First == s.Last {
				continue // sides beside a source: one sentence in a thousand
			}
			page.Reset(p.Doc, int32(k), p.Coding.Actors, hints)
			one := roleSentence{states: states, features: make([][]int32, len(states))}
			for i := range states {
				for _, h := range page.Features(i) {
					id, ok := index[h]
					if !ok {
						id = int32(len(set.hashes))
						index[h] = id
						set.hashes = append(set.hashes, h)
					}
					one.features[i] = append(one.features[i], id)
				}
			}
			set.sents = append(set.sents, one)
		}
	}
	return set
}

// Rates of fitting, chosen by cross-validation.
const (
	roleRate    = 0.15
	roleDropout = 0.5
	roleDecay   = 2e-4
)

func (r *roleSet) fit(epochs int, seed uint64) {
	r.w = make([]float64, len(r.hashes)*role.NumLabels)
	r.g = make([]float64, len(r.w))
	r.moves, r.moveG = [role.NumStates][role.NumStates]float64{}, [role.NumStates][role.NumStates]float64{}
	rng := rand.New(rand.NewPCG(seed, 5))
	order := rng.Perm(len(r.sents))
	var c crf
	for range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			r.step(&r.sents[k], &c, rng)
		}
	}
	for i := range r.w {
		r.w[i] *= 1 - roleDropout // as many features speak as did in training
	}
}

// step moves the weights along the gradient of one sentence.
func (r *roleSet) step(s *roleSentence, c *crf, rng *rand.Rand) {
	n := len(s.states)
	c.reset(n)
	c.kept = c.kept[:0]
	for i, fs := range s.features {
		for _, f := range fs {
			if rng.Float64() < roleDropout {
				continue
			}
			c.kept = append(c.kept, keptFeature{int32(i), f})
			for l, w := range r.w[int(f)*role.NumLabels:][:role.NumLabels] {
				c.emit[i][l] += w
			}
		}
	}
	c.run(&r.moves)
	from := uint8(0)
	for i, st := range s.states {
		c.grad[i][role.LabelOf(int(st))]++
		c.moveGrad[from][st]++
		from = st
	}
	for _, k := range c.kept {
		at := int(k.feature) * role.NumLabels
		for l, g := range c.grad[k.word] {
			r.move(&r.w[at+l], &r.g[at+l], g)
		}
	}
	for a := range r.moves {
		for b := range r.moves[a] {
			if g := c.moveGrad[a][b]; g != 0 {
				r.move(&r.moves[a][b], &r.moveG[a][b], g)
			}
		}
	}
}

func (r *roleSet) move(w, sum *float64, g float64) {
	g -= roleDecay * *w
	if g > -1e-5 && g < 1e-5 {
		return
	}
	*sum += g * g
	*w += roleRate * g / (1e-2 + math.Sqrt(*sum))
}

// addTo adds the weights as rows of a model.
func (r *roleSet) addTo(s *sum) {
	row := func(h uint64) []float32 {
		j, ok := s.index[h]
		if !ok {
			j = int32(len(s.hashes))
			s.index[h] = j
			s.hashes = append(s.hashes, h)
			s.w = append(s.w, make([]float32, s.classes)...)
		}
		return s.w[int(j)*s.classes:][:s.classes]
	}
	for f, h := range r.hashes {
		to := row(h)
		for l := range role.NumLabels {
			to[l] += float32(r.w[f*role.NumLabels+l])
		}
	}
	for from := range role.NumStates {
		to := row(role.MoveFeature(from))
		for st, w := range r.moves[from] {
			to[st] += float32(w)
		}
	}
}

// A crf computes, for one sentence, what a step needs: minus the expected
// counts of labels and transitions.
type crf struct {
	emit     [][role.NumLabels]float64
	grad     [][role.NumLabels]float64
	fwd, bwd [][role.NumStates]float64
	moveGrad [role.NumStates][role.NumStates]float64
	kept     []keptFeature
}

type keptFeature struct{ word, feature int32 }

func (c *crf) reset(n int) {
	if cap(c.emit) < n {
		c.emit, c.grad = make([][role.NumLabels]float64, n), make([][role.NumLabels]float64, n)
		c.fwd, c.bwd = make([][role.NumStates]float64, n), make([][role.NumStates]float64, n)
	}
	c.emit, c.grad, c.fwd, c.bwd = c.emit[:n], c.grad[:n], c.fwd[:n], c.bwd[:n]
	clear(c.emit)
	clear(c.grad)
	c.moveGrad = [role.NumStates][role.NumStates]float64{}
}

// roleMoves are the transitions there are, by target.
var roleMoves = func() (out [role.NumStates][]int) {
	for to := range role.NumStates {
		for from := range role.NumStates {
			if role.Follows(from, to) {
				out[to] = append(out[to], from)
			}
		}
	}
	return out
}()

// run is forward and backward, each word scaled so that its sums stay near one.
func (c *crf) run(moves *[role.NumStates][role.NumStates]float64) {
	n := len(c.emit)
	var m [role.NumStates][role.NumStates]float64
	for to := range moves {
		for _, from := range roleMoves[to] {
			m[from][to] = math.Exp(moves[from][to])
		}
	}
	for i := range c.emit {
		e := &c.emit[i]
		top := e[0]
		for _, v := range e {
			top = max(top, v)
		}
		for l, v := range e {
			e[l] = math.Exp(v - top)
		}
	}
	start := [role.NumStates]float64{0: 1}
	var scale float64
	for i := range n {
		prev := &start
		if i > 0 {
			prev = &c.fwd[i-1]
		}
		scale = 0
		for to := range role.NumStates {
			var v float64
			for _, from := range roleMoves[to] {
				v += prev[from] * m[from][to]
			}
			v *= c.emit[i][role.LabelOf(to)]
			c.fwd[i][to] = v
			scale += v
		}
		for st := range c.fwd[i] {
			c.fwd[i][st] /= scale
		}
	}
	for st := range role.NumStates {
		c.bwd[n-1][st] = 1
	}
	for i := n - 1; i >= 0; i-- {
		prev := &start
		if i > 0 {
			prev = &c.fwd[i-1]
		}
		var total float64
		for to := range role.NumStates {
			total += c.fwd[i][to] * c.bwd[i][to]
		}
		for to := range role.NumStates {
			c.grad[i][role.LabelOf(to)] -= c.fwd[i][to] * c.bwd[i][to] / total
		}
		// Transitions into word i, and the backward sums of the word before.
		var back [role.NumStates]float64
		var all float64
		for to := range role.NumStates {
			v := c.emit[i][role.LabelOf(to)] * c.bwd[i][to]
			for _, from := range roleMoves[to] {
				x := m[from][to] * v
				back[from] += x
				all += prev[from] * x
			}
		}
		for to := range role.NumStates {
			v := c.emit[i][role.LabelOf(to)] * c.bwd[i][to] / all
			for _, from := range roleMoves[to] {
				c.moveGrad[from][to] -= prev[from] * m[from][to] * v
			}
		}
		if i > 0 {
			var sum float64
			for _, v := range back {
				sum += v
			}
			for st, v := range back {
				c.bwd[i-1][st] = v / sum
			}
		}
	}
}

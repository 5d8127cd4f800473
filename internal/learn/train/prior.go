package train

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"strings"

	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
	"entente/internal/reading/parse/feature"
)

// Tag priors carry the tags of the words of the treebanks over to words that
// the treebanks lack: a softmax regression learns from the vectors of the
// known words which tags a word takes, and says so for every word that has a
// vector. What it says is a feature, in training as in use, so that it need
// not be right.

const (
	vectorSize  = 100
	priorPasses = 30
	priorRate   = 0.5
	secondShare = 0.15 // a second tag as likely as this is part of the prior
)

// vectors are the words of a vector file with their unit vectors.
type vectors struct {
	words []string
	v     [][]float32
}

// readVectors reads three files: words, one a line; signed bytes, 100 a word;
// float32 scales, one a word. Vectors are brought to one length, so the scales
// do not matter, and are not asked for.
func readVectors(words, values string) (*vectors, error) {
	w, err := os.ReadFile(words)
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(values)
	if err != nil {
		return nil, err
	}
	out := &vectors{}
	for l := range strings.Lines(string(w)) {
		i := len(out.words) * vectorSize
		if i+vectorSize > len(b) {
			return nil, errors.New("fewer vectors than words")
		}
		v := make([]float32, vectorSize+1)
		var sum float64
		for j := range vectorSize {
			x := float64(int8(b[i+j]))
			v[j] = float32(x)
			sum += x * x
		}
		scale := float32(4 / math.Sqrt(max(sum, 1)))
		for j := range vectorSize {
			v[j] *= scale
		}
		v[vectorSize] = 1
		out.words = append(out.words, strings.TrimRight(l, "\r\n"))
		out.v = append(out.v, v)
	}
	return out, nil
}

// regression is a row of weights for each tag.
type regression [feature.NumTags][vectorSize + 1]float32

func (r *regression) probabilities(v []float32) (p [feature.NumTags]float64) {
	top, sum := math.Inf(-1), 0.0
	for t := range p {
		var s float32
		for j, x := range r[t][:len(v)] {
			s += float32(x * v[j])
		}
		p[t] = float64(s)
		top = max(top, p[t])
	}
	for t := range p {
		p[t] = math.Exp(p[t] - top)
		sum += p[t]
	}
	for t := range p {
		p[t] /= sum
	}
	return p
}

// priors is the tag prior of every word that has a vector.
func priors(vec *vectors, sents []corpus.Sentence) []model.Pair {
	counts := map[string]*[feature.NumTags]float64{}
	for _, s := range sents {
		for i, t := range s.Tokens {
			if counts[t.Lower] == nil {
				counts[t.Lower] = new([feature.NumTags]float64)
			}
			counts[t.Lower][s.Tags[i]]++
		}
	}
	var known []int
	for i, w := range vec.words {
		if counts[w] != nil {
			known = append(known, i)
		}
	}
	r := &regression{}
	rng := rand.New(rand.NewPCG(1, 4))
	for pass := range priorPasses {
		rng.Shuffle(len(known), func(i, j int) { known[i], known[j] = known[j], known[i] })
		rate := priorRate / float64(1+pass)
		for _, i := range known {
			c := counts[vec.words[i]]
			var n float64
			for _, k := range c {
				n += k
			}
			p := r.probabilities(vec.v[i])
			for t := range p {
				step := float32(rate * min(n, 5) / 5 * (c[t]/n - p[t]))
				for j, x := range vec.v[i] {
					r[t][j] += float32(step * x)
				}
			}
		}
	}
	pairs := make([]model.Pair, 0, len(vec.words))
	for i, w := range vec.words {
		p := r.probabilities(vec.v[i])
		first, second := 0, -1
		for t := range p {
			if p[t] > p[first] {
				first = t
			}
		}
		for t := range p {
			if t != first && p[t] >= secondShare && (second < 0 || p[t] > p[second]) {
				second = t
			}
		}
		pairs = append(pairs, model.Pair{Hash: feature.WordHash(w), Value: uint32(1 + first*(feature.NumTags+1) + second + 1)})
	}
	return pairs
}

// addPriors adds the part "priors", where the recipe has vectors.
func (t *trainer) addPriors(b *model.Builder) error {
	var words, values string
	for _, c := range t.Corpora {
		switch c.Use {
		case "words":
			words = t.file(c, t.shared)
		case "vectors":
			values = t.file(c, t.shared)
		}
	}
	if words == "" || values == "" {
		b.Dict("priors", 1, nil)
		return nil
	}
	vec, err := readVectors(words, values)
	if err != nil {
		return err
	}
	sents, err := t.sentences()
	if err != nil {
		return err
	}
	pairs := priors(vec, sents)
	b.Dict("priors", model.Buckets(len(pairs)), pairs)
	t.logf("tag priors of %d words", len(pairs))
	return nil
}

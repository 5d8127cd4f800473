// Package boost grows trees that order the rows of a group, the answers before
// the others. Features come in as numbers and are cut into at most 64 bins.
// Each tree takes a step down the softmax loss in which every answer competes
// with the rows that are no answers, not with the other answers. The same data,
// options and seed give the same trees at any number of workers.
package boost

import (
	"math"
	"slices"
)

const bins = 64

// Data are rows in groups.
type Data struct {
	Features int
	Rows     []float32 // row by row; taken over and emptied by Train
	Starts   []int32   // of each group its first row, and the end of the last
	Answers  []bool    // of each row
	Missed   []int32   // of each group its answers that are among no rows
	// Offsets, if any, are added to the scores of rows while trees are grown: the
	// logarithm of how many rows, of which this one was drawn, it stands for.
	Offsets []float32

	bins []uint8
}

// Len counts the groups.
func (d *Data) Len() int { return len(d.Missed) }

// Close ends a group.
func (d *Data) Close(missed int) {
	if len(d.Starts) == 0 {
		d.Starts = append(d.Starts, 0)
	}
	d.Starts = append(d.Starts, int32(len(d.Answers)))
	d.Missed = append(d.Missed, int32(missed))
}

// Options say how trees are grown.
type Options struct {
	Trees, Leaves   int
	Rate            float64
	Columns, Groups float64 // share of features and groups that a tree sees
	Ridge           float64 // added to the curvature of a leaf
	LeastCurvature  float64 // of a leaf
	Patience        int     // stop when so many trees bring no better ranking of the valid rows
	Seed            uint64
	Workers         int
	Progress        func(trees int, train, valid float64)
}

// A Forest is a sum of trees.
type Forest struct {
	Trees []Tree
	MRR   float64   // of the valid rows
	Gain  []float64 // by feature: what it took off the loss
}

// A Tree is a list of nodes, the root first.
type Tree struct{ nodes []node }

type node struct {
	cut         float32 // go left if the feature is at most cut
	value       float32 // of a leaf
	feature     int16   // -1: a leaf
	bin         uint8   // the cut as a bin
	left, right int16
}

// Score adds what the forest gives rows to into, one number each.
func (f *Forest) Score(rows []float32, features int, into []float64) {
	for t := range f.Trees {
		nodes := f.Trees[t].nodes
		for i := range into {
			row := rows[i*features : (i+1)*features]
			n := &nodes[0]
			for n.feature >= 0 {
				if row[n.feature] <= n.cut {
					n = &nodes[n.left]
				} else {
					n = &nodes[n.right]
				}
			}
			into[i] += float64(n.value)
		}
	}
}

// cuts are the upper bounds of all bins of a feature but the last.
func cuts(d *Data) [][]float32 {
	n := len(d.Answers)
	step := max(1, n/200_000)
	out := make([][]float32, d.Features)
	var v []float32
	for f := range out {
		v = v[:0]
		for i := 0; i < n; i += step {
			v = append(v, d.Rows[i*d.Features+f])
		}
		slices.Sort(v)
		// Equal shares of the different values' rows, so that a feature that is
		// mostly nothing keeps its bins for the rest.
		left, room := len(v), bins-1
		for i := 0; i < len(v) && room > 0; {
			want := max(1, left/(room+1))
			j := i + want - 1
			if j >= len(v) {
				break
			}
			for j+1 < len(v) && v[j+1] == v[j] {
				j++
			}
			if j+1 >= len(v) {
				break
			}
			out[f] = append(out[f], (v[j]+v[j+1])/2)
			if out[f][len(out[f])-1] >= v[j+1] { // neighbours without a number between
				out[f][len(out[f])-1] = v[j]
			}
			left -= j + 1 - i
			i = j + 1
			room--
		}
	}
	return out
}

func (d *Data) cut(at [][]float32, workers int) {
	n := len(d.Answers)
	d.bins = make([]uint8, n*d.Features)
	parallel(n, workers, func(from, to int) {
		for i := from; i < to; i++ {
			for f := range d.Features {
				x := d.Rows[i*d.Features+f]
				lo, hi := 0, len(at[f])
				for lo < hi {
					if m := (lo + hi) / 2; at[f][m] < x {
						lo = m + 1
					} else {
						hi = m
					}
				}
				d.bins[i*d.Features+f] = uint8(lo)
			}
		}
	})
	d.Rows = nil
}

// MRR is the mean reciprocal rank of the answers: of those missed it is nothing.
func (d *Data) MRR(score []float64) float64 {
	sum, n := 0.0, 0
	for g := range d.Missed {
		from, to := d.Starts[g], d.Starts[g+1]
		n += int(d.Missed[g])
		for i := from; i < to; i++ {
			if !d.Answers[i] {
				continue
			}
			n++
			rank := 1.0
			for j := from; j < to; j++ {
				if d.Answers[j] {
					continue
				}
				if score[j] > score[i] {
					rank++
				} else if score[j] == score[i] {
					rank += 0.5
				}
			}
			sum += 1 / rank
		}
	}
	return sum / max(float64(n), 1)
}

// random is a number in [0, 1) made of a seed and two numbers.
func random(seed, a, b uint64) float64 {
	x := seed ^ a*0x9e3779b97f4a7c15 ^ b*0xd1b54a32d192ed03
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11) / (1 << 53)
}

// slopes sets gradient and curvature of each row and returns the loss.
func (d *Data) slopes(score []float64, grad, curve []float32, workers int) float64 {
	losses := make([]float64, d.Len())
	parallel(d.Len(), workers, func(lo, hi int) {
		for g := lo; g < hi; g++ {
			from, to := int(d.Starts[g]), int(d.Starts[g+1])
			top := math.Inf(-1)
			at := func(i int) float64 {
				if d.Offsets == nil {
					return score[i]
				}
				return score[i] + float64(d.Offsets[i])
			}
			for i := from; i < to; i++ {
				top = max(top, at(i))
			}
			others := 0.0
			for i := from; i < to; i++ {
				e := math.Exp(at(i) - top)
				grad[i] = float32(e) // for now
				if !d.Answers[i] {
					others += e
				}
			}
			pull, bend := 0.0, 0.0 // sums of 1/z and of 1/z^2 over the answers
			for i := from; i < to; i++ {
				if !d.Answers[i] {
					continue
				}
				e := float64(grad[i])
				z := e + others
				p := e / z
				losses[g] -= math.Log(max(p, 1e-30))
				pull += 1 / z
				bend += 1 / (z * z)
				grad[i], curve[i] = float32(p-1), float32(max(p*(1-p), 1e-6))
			}
			for i := from; i < to; i++ {
				if d.Answers[i] {
					continue
				}
				e := float64(grad[i])
				grad[i], curve[i] = float32(e*pull), float32(max(e*pull-e*e*bend, 1e-6))
			}
		}
	})
	sum := 0.0
	for _, l := range losses {
		sum += l
	}
	return sum / max(float64(len(losses)), 1)
}

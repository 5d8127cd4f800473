package boost

import (
	"sync"
)

// Train grows a forest on train and stops by the ranking of valid.
func Train(train, valid *Data, o Options) *Forest {
	at := cuts(train)
	train.cut(at, o.Workers)
	valid.cut(at, o.Workers)
	n := len(train.Answers)
	score, vscore := make([]float64, n), make([]float64, len(valid.Answers))
	grad, curve := make([]float32, n), make([]float32, n)
	f := &Forest{Gain: make([]float64, train.Features)}
	best := 0
	g := &grower{Options: o, data: train, grad: grad, curve: curve, cuts: at, gain: f.Gain}
	for t := range o.Trees {
		loss := train.slopes(score, grad, curve, o.Workers)
		tree := g.grow(uint64(t))
		f.Trees = append(f.Trees, tree)
		tree.add(train, score, o.Workers)
		tree.add(valid, vscore, o.Workers)
		if (t+1)%10 == 0 || t+1 == o.Trees {
			mrr := valid.MRR(vscore)
			if mrr > f.MRR {
				f.MRR, best = mrr, t+1
			}
			if o.Progress != nil {
				o.Progress(t+1, loss, mrr)
			}
			if t+1-best >= o.Patience {
				break
			}
		}
	}
	f.Trees = f.Trees[:best]
	return f
}

func (t Tree) add(d *Data, score []float64, workers int) {
	parallel(len(score), workers, func(from, to int) {
		for i := from; i < to; i++ {
			row := d.bins[i*d.Features : (i+1)*d.Features]
			n := &t.nodes[0]
			for n.feature >= 0 {
				if row[n.feature] <= n.bin {
					n = &t.nodes[n.left]
				} else {
					n = &t.nodes[n.right]
				}
			}
			score[i] += float64(n.value)
		}
	})
}

type grower struct {
	Options
	data        *Data
	grad, curve []float32
	cuts        [][]float32
	gain        []float64

	columns []int     // features that this tree sees
	rows    []uint8   // their bins, row by row, of the rows that it sees
	g, h    []float32 // weighted slopes of these rows
	order   []int32   // rows, those of a leaf together
	spare   []int32
}

type leaf struct {
	node     int
	from, to int // in order
	hist     [][2]float64
	g, h     float64
	// The best way to split it.
	gain   float64
	column int
	bin    int
}

// sample chooses the features and rows of a tree. Rows with a steep slope are
// always in; of the others, the flatter the fewer, each with a weight that makes
// up for those left out.
func (w *grower) sample(t uint64) {
	w.columns = w.columns[:0]
	for f := range w.data.Features {
		if len(w.cuts[f]) > 0 && random(w.Seed, t, uint64(f)+1<<40) < w.Columns {
			w.columns = append(w.columns, f)
		}
	}
	if len(w.columns) == 0 {
		w.columns = append(w.columns, int(t)%w.data.Features)
	}
	mean := 0.0
	for _, g := range w.grad {
		if g < 0 {
			g = -g
		}
		mean += float64(g)
	}
	mean /= max(float64(len(w.grad)), 1)
	w.rows, w.g, w.h, w.order = w.rows[:0], w.g[:0], w.h[:0], w.order[:0]
	for k := range w.data.Missed {
		if random(w.Seed, t, uint64(k)+1<<41) >= w.Groups {
			continue
		}
		for i := w.data.Starts[k]; i < w.data.Starts[k+1]; i++ {
			g := float64(w.grad[i])
			if g < 0 {
				g = -g
			}
			keep := min(1, (g+0.15*mean)/(2*mean+1e-12))
			if random(w.Seed, t, uint64(i)) >= keep {
				continue
			}
			w.order = append(w.order, int32(len(w.order)))
			w.g = append(w.g, w.grad[i]/float32(keep))
			w.h = append(w.h, w.curve[i]/float32(keep))
			row := w.data.bins[int(i)*w.data.Features:]
			for _, f := range w.columns {
				w.rows = append(w.rows, row[f])
			}
		}
	}
	if len(w.spare) < len(w.order) {
		w.spare = make([]int32, len(w.order))
	}
}

// histogram sums the slopes of a leaf's rows by bin. Workers share the features
// out, so that each sum is taken in the order of rows whatever their number.
func (w *grower) histogram(l *leaf) {
	c := len(w.columns)
	l.hist = make([][2]float64, c*bins)
	rows := w.order[l.from:l.to]
	work := func(from, to int) {
		for _, i := range rows {
			g, h := float64(w.g[i]), float64(w.h[i])
			row := w.rows[int(i)*c+from : int(i)*c+to]
			hist := l.hist[from*bins : to*bins]
			for k, b := range row {
				p := &hist[k*bins+int(b)]
				p[0] += g
				p[1] += h
			}
		}
	}
	if len(rows) < 4096 {
		work(0, c)
		return
	}
	parallel(c, w.Workers, work)
}

func (w *grower) seek(l *leaf) {
	l.gain = 0
	whole := l.g * l.g / (l.h + w.Ridge)
	for k, f := range w.columns {
		g, h := 0.0, 0.0
		for b := range len(w.cuts[f]) {
			p := &l.hist[k*bins+b]
			g += p[0]
			h += p[1]
			if h < w.LeastCurvature {
				continue
			}
			g2, h2 := l.g-g, l.h-h
			if h2 < w.LeastCurvature {
				break
			}
			if gain := g*g/(h+w.Ridge) + g2*g2/(h2+w.Ridge) - whole; gain > l.gain {
				l.gain, l.column, l.bin = gain, k, b
			}
		}
	}
}

// grow splits the leaf that gains most until there are enough.
func (w *grower) grow(t uint64) Tree {
	w.sample(t)
	tree := Tree{nodes: []node{{feature: -1}}}
	root := &leaf{to: len(w.order)}
	for i := range w.g {
		root.g += float64(w.g[i])
		root.h += float64(w.h[i])
	}
	w.histogram(root)
	w.seek(root)
	leaves := []*leaf{root}
	for len(leaves) < w.Leaves {
		at := 0
		for i, l := range leaves {
			if l.gain > leaves[at].gain {
				at = i
			}
		}
		l := leaves[at]
		if l.gain <= 1e-9 {
			break
		}
		a, b := w.split(l, &tree)
		leaves[at] = a
		leaves = append(leaves, b)
	}
	for _, l := range leaves {
		tree.nodes[l.node].value = float32(-w.Rate * l.g / (l.h + w.Ridge))
	}
	return tree
}

func (w *grower) split(l *leaf, tree *Tree) (a, b *leaf) {
	f := w.columns[l.column]
	w.gain[f] += l.gain
	left, right := len(tree.nodes), len(tree.nodes)+1
	tree.nodes = append(tree.nodes, node{feature: -1}, node{feature: -1})
	n := &tree.nodes[l.node]
	n.feature, n.bin, n.cut = int16(f), uint8(l.bin), w.cuts[f][l.bin]
	n.left, n.right = int16(left), int16(right)

	c, mid, other := len(w.columns), l.from, 0
	for _, i := range w.order[l.from:l.to] {
		if int(w.rows[int(i)*c+l.column]) <= l.bin {
			w.order[mid] = i
			mid++
		} else {
			w.spare[other] = i
			other++
		}
	}
	copy(w.order[mid:l.to], w.spare[:other])
	a = &leaf{node: left, from: l.from, to: mid}
	b = &leaf{node: right, from: mid, to: l.to}
	for i := range l.bin + 1 {
		p := l.hist[l.column*bins+i]
		a.g += p[0]
		a.h += p[1]
	}
	b.g, b.h = l.g-a.g, l.h-a.h
	// Count the smaller one; the other is what is left of their sum.
	small, large := a, b
	if b.to-b.from < a.to-a.from {
		small, large = b, a
	}
	w.histogram(small)
	large.hist = l.hist
	for i, p := range small.hist {
		large.hist[i][0] -= p[0]
		large.hist[i][1] -= p[1]
	}
	l.hist = nil
	w.seek(a)
	w.seek(b)
	return a, b
}

// parallel cuts n things into runs, one for each worker.
func parallel(n, workers int, work func(from, to int)) {
	workers = max(1, min(workers, n))
	var wait sync.WaitGroup
	for k := range workers {
		wait.Go(func() { work(n*k/workers, n*(k+1)/workers) })
	}
	wait.Wait()
}

package chart

import "math"

// A tie draws two nodes of a layout together.
type tie struct {
	a, b   int
	weight float64
}

// layout places nodes of some radii in a box by forces: ties pull, all nodes push
// each other away, and a pull to the middle keeps near what has no tie (Fruchterman
// and Reingold). It begins on a circle in the order of the nodes and draws no lots,
// so that the same network lies in the same way.
func layout(radii []float64, ties []tie, width, height float64) []point {
	n := len(radii)
	at := make([]point, n)
	if n == 1 {
		return []point{{width / 2, height / 2}}
	}
	for i := range at {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		// Each a little further out: on a true circle opposite pushes cancel out.
		r := 0.6 + 0.4*float64(i%5)/4
		at[i] = point{cos * r, sin * r}
	}
	heaviest := 0.0
	for _, t := range ties {
		heaviest = math.Max(heaviest, t.weight)
	}
	degree := make([]float64, n)
	for _, t := range ties {
		degree[t.a]++
		degree[t.b]++
	}
	ideal := 1.6 / math.Sqrt(float64(n))
	const rounds = 500
	move := make([]point, n)
	for round := range rounds {
		heat := 0.15 * math.Pow(1-float64(round)/rounds, 1.5)
		for i := range at {
			move[i] = point{-at[i].x * 2.5 * ideal, -at[i].y * 2.5 * ideal}
		}
		for i := range at {
			for j := range i {
				dx, dy := at[i].x-at[j].x, at[i].y-at[j].y
				long := math.Max(math.Hypot(dx, dy), 1e-3)
				f := ideal * ideal / (long * long)
				move[i].x, move[i].y = move[i].x+dx*f, move[i].y+dy*f
				move[j].x, move[j].y = move[j].x-dx*f, move[j].y-dy*f
			}
		}
		for _, t := range ties {
			dx, dy := at[t.a].x-at[t.b].x, at[t.a].y-at[t.b].y
			long := math.Hypot(dx, dy)
			// Each tie of an actor with many pulls less, or the busy ones would lie in
			// a heap.
			f := long / ideal * (0.15 + 0.85*math.Log1p(t.weight)/math.Log1p(heaviest)) / math.Sqrt(math.Min(degree[t.a], degree[t.b]))
			move[t.a].x, move[t.a].y = move[t.a].x-dx*f, move[t.a].y-dy*f
			move[t.b].x, move[t.b].y = move[t.b].x+dx*f, move[t.b].y+dy*f
		}
		for i := range at {
			long := math.Hypot(move[i].x, move[i].y)
			if long > 0 {
				k := math.Min(long, heat) / long
				at[i].x, at[i].y = at[i].x+move[i].x*k, at[i].y+move[i].y*k
			}
		}
	}
	fit(at, radii, width, height)
	for range 80 { // discs that lie over each other are pushed apart
		moved := false
		for i := range at {
			for j := range i {
				dx, dy := at[i].x-at[j].x, at[i].y-at[j].y
				long := math.Hypot(dx, dy)
				want := radii[i] + radii[j] + 26
				if long >= want {
					continue
				}
				if long == 0 {
					dx, dy, long = 1, 0, 1
				}
				k := (want - long) / 2 / long
				at[i].x, at[i].y = at[i].x+dx*k, at[i].y+dy*k
				at[j].x, at[j].y = at[j].x-dx*k, at[j].y-dy*k
				moved = true
			}
		}
		for i, r := range radii {
			at[i].x = math.Min(math.Max(at[i].x, r), width-r)
			at[i].y = math.Min(math.Max(at[i].y, r), height-r)
		}
		if !moved {
			break
		}
	}
	return at
}

// fit stretches a layout to the box.
func fit(at []point, radii []float64, width, height float64) {
	low, high := at[0], at[0]
	for _, p := range at {
		low, high = point{math.Min(low.x, p.x), math.Min(low.y, p.y)}, point{math.Max(high.x, p.x), math.Max(high.y, p.y)}
	}
	rim := 0.0
	for _, r := range radii {
		rim = math.Max(rim, r)
	}
	stretch := func(v, low, high, size float64) float64 {
		if high-low < 1e-9 {
			return size / 2
		}
		return rim + (v-low)/(high-low)*(size-2*rim)
	}
	for i, p := range at {
		at[i] = point{stretch(p.x, low.x, high.x, width), stretch(p.y, low.y, high.y, height)}
	}
}

package chart

import (
	"fmt"
	"math"

	"entente/internal/track/network"
)

// mostNodes are drawn; the table has all.
const mostNodes = 40

const (
	netWidth, netHeight = pageWidth, 640.0
	netTop, netSide     = 92.0, 60.0
)

// Network draws who does what to whom. A disc is an actor, as large as what was
// counted of it, cut by the shares of cooperation and conflict; a pair has a line
// for each of the two, as wide as what was counted. An arrow points at who is acted
// on; a line without one is of what both do together.
func Network(n *network.Network, o Options) *Drawing {
	d := &Drawing{Width: netWidth, Title: "Who does what to whom"}
	if n.From != "" || n.To != "" {
		d.Title += ", " + n.From + " to " + n.To
	}
	d.About = fmt.Sprintf("%d actors and %d directed edges of at least %d acts", len(n.Nodes), len(n.Edges), n.Min)
	d.write(netSide-32, 30, style{size: 18, bold: true}, d.Title, netWidth-60)
	nodes := n.Nodes[:min(len(n.Nodes), mostNodes)]
	sub := d.About
	if n.Min == 1 {
		sub = fmt.Sprintf("%d actors and %d directed edges", len(n.Nodes), len(n.Edges))
	}
	if len(nodes) < len(n.Nodes) {
		sub += fmt.Sprintf("; the %d with most acts are drawn", len(nodes))
	}
	d.write(netSide-32, 50, style{size: 12, color: faint}, sub, netWidth-60)
	d.netLegend(72)
	if len(nodes) == 0 {
		d.rect(netSide-32, netTop, netWidth-2*(netSide-32), 200, cloud, "")
		d.write(netWidth/2, netTop+105, style{size: 14, color: faint, align: middle}, "no two actors with enough acts in this span", netWidth)
		d.Height = netTop + 220
		return d
	}
	index := map[string]int{}
	radii := make([]float64, len(nodes))
	for i := range nodes {
		index[nodes[i].Actor] = i
		radii[i] = 7 + 21*math.Sqrt(float64(nodes[i].Weight())/float64(max(1, nodes[0].Weight())))
	}
	pairs := pairsOf(n.Edges, index)
	ties := make([]tie, len(pairs))
	widest := 1.0
	for i := range pairs {
		p := &pairs[i]
		ties[i] = tie{p.a, p.b, float64(p.total(0) + p.total(1))}
		widest = math.Max(widest, math.Max(float64(p.total(0)), float64(p.total(1))))
	}
	at := layout(radii, ties, netWidth-2*netSide, netHeight-netTop-30)
	for i := range at {
		at[i] = point{at[i].x + netSide, at[i].y + netTop + 6}
	}
	for i := len(pairs) - 1; i >= 0; i-- { // the weightiest on top
		d.pair(&pairs[i], at, radii, widest, nodes, o)
	}
	for i := range nodes {
		d.node(&nodes[i], at[i], radii[i], o)
	}
	d.labels(nodes, at, radii, o)
	d.Height = netHeight
	if len(o.Notes) > 0 {
		d.Height = d.notes(o.Notes, netSide-32, netHeight) + 12
	}
	return d
}

func (d *Drawing) netLegend(y float64) {
	x := netSide - 32
	for _, l := range []struct {
		c    color
		name string
	}{{blue, "cooperation"}, {brick, "conflict"}} {
		d.stroke(l.c, 3, point{x, y - 4}, point{x + 26, y - 4})
		d.write(x+32, y, style{size: 12}, l.name, 0)
		x += 32 + widthOf(l.name, 12, false) + 18
	}
	d.write(x, y, style{size: 12, color: faint}, "lines: as wide as there are acts; arrow: who is acted on; none: both together. Discs: as large as all acts of the actor", netWidth-x-20)
}

// A pairing is what two drawn actors did, by kind (cooperation, conflict) and way
// (a to b, b to a, both).
type pairing struct {
	a, b int
	n    [2][3]int
}

func (p *pairing) total(kind int) int { return p.n[kind][0] + p.n[kind][1] + p.n[kind][2] }

// pairsOf joins the edges of drawn actors by pair, in the order of the edges.
func pairsOf(edges []network.Edge, index map[string]int) (out []pairing) {
	seen := map[[2]int]int{}
	for i := range edges {
		e := &edges[i]
		a, ok1 := index[e.Source]
		b, ok2 := index[e.Target]
		if !ok1 || !ok2 {
			continue
		}
		way := 0
		if a > b {
			a, b, way = b, a, 1
		}
		if e.Mutual {
			way = 2
		}
		k, ok := seen[[2]int{a, b}]
		if !ok {
			k = len(out)
			seen[[2]int{a, b}] = k
			out = append(out, pairing{a: a, b: b})
		}
		out[k].n[0][way] += e.Cooperation
		out[k].n[1][way] += e.Conflict
	}
	return out
}

// pair draws the lines between two actors: cooperation bent to one side, conflict
// to the other.
func (d *Drawing) pair(p *pairing, at []point, radii []float64, widest float64, nodes []network.Node, o Options) {
	a, b := at[p.a], at[p.b]
	dx, dy := b.x-a.x, b.y-a.y
	long := math.Hypot(dx, dy)
	if long == 0 {
		return
	}
	ux, uy := dx/long, dy/long
	for kind, c := range [2]color{blue, brick} {
		n := p.total(kind)
		if n == 0 {
			continue
		}
		width := 0.8 + 5.2*math.Sqrt(float64(n)/widest)
		bend := math.Min(14, long*0.1)
		if p.total(1-kind) == 0 {
			bend = 0
		}
		if kind == 1 {
			bend = -bend
		}
		// A quadratic curve, cut off at the rims of the discs.
		mid := point{(a.x+b.x)/2 - uy*bend*2, (a.y+b.y)/2 + ux*bend*2}
		along := func(t float64) point {
			return point{(1-t)*(1-t)*a.x + 2*t*(1-t)*mid.x + t*t*b.x, (1-t)*(1-t)*a.y + 2*t*(1-t)*mid.y + t*t*b.y}
		}
		arrow := 4 + width*1.6
		one := p.n[kind][0] + p.n[kind][1]
		ends := [2]bool{p.n[kind][1]*4 >= one && p.n[kind][1] > 0, p.n[kind][0]*4 >= one && p.n[kind][0] > 0} // at a, at b
		from, to := 0.0, 1.0
		// Along the curve until the rim, and the arrow before it.
		rims := [2]float64{radii[p.a] + 2, radii[p.b] + 2}
		find := func(end int, gap float64) float64 {
			low, high := 0.0, 0.5
			if end == 1 {
				low, high = 1, 0.5
			}
			for range 30 {
				m := (low + high) / 2
				q := along(m)
				if math.Hypot(q.x-at[[2]int{p.a, p.b}[end]].x, q.y-at[[2]int{p.a, p.b}[end]].y) < gap {
					low = m
				} else {
					high = m
				}
			}
			return high
		}
		for end := range 2 {
			gap := rims[end]
			if ends[end] {
				tip, base := along(find(end, gap)), along(find(end, gap+arrow))
				tx, ty := tip.x-base.x, tip.y-base.y
				if l := math.Hypot(tx, ty); l > 0 {
					nx, ny := -ty/l*arrow*0.5, tx/l*arrow*0.5
					d.add(shape{outline: []point{atOf(tip), atOf(point{base.x + nx, base.y + ny}), atOf(point{base.x - nx, base.y - ny})}, color: c})
				}
				gap += arrow - 1
			}
			if end == 0 {
				from = find(0, gap)
			} else {
				to = find(1, gap)
			}
		}
		steps := 12
		if bend == 0 {
			steps = 1
		}
		line := make([]point, 0, steps+1)
		for k := range steps + 1 {
			line = append(line, along(from+(to-from)*float64(k)/float64(steps)))
		}
		d.stroke(c, tenth(width), line...)
		d.shapes[len(d.shapes)-1].note = fmt.Sprintf("%s and %s, %s: %d; of the first alone %d, of the second %d, together %d", o.name(nodes[p.a].Actor), o.name(nodes[p.b].Actor), [2]string{"cooperation", "conflict"}[kind], n, p.n[kind][0], p.n[kind][1], p.n[kind][2])
	}
}

func atOf(p point) point { return at(p.x, p.y) }

// node draws an actor as a disc cut by its shares.
func (d *Drawing) node(n *network.Node, at point, r float64, o Options) {
	coop := n.CooperationOut + n.CooperationIn + n.CooperationBoth
	conf := n.ConflictOut + n.ConflictIn + n.ConflictBoth
	note := fmt.Sprintf("%s: cooperation %d, conflict %d, %d partners; PageRank %.3f in cooperation, %.3f in conflict", o.name(n.Actor), coop, conf, n.Partners, n.CooperationRank, n.ConflictRank)
	d.disc(at.x, at.y, r+1.5, white, "")
	d.disc(at.x, at.y, r, blue, note)
	if share := float64(conf) / float64(max(1, coop+conf)); share > 0 {
		if share == 1 {
			d.disc(at.x, at.y, r, brick, note)
		} else {
			out := []point{atOf(at)}
			steps := max(2, int(math.Ceil(share*48)))
			for k := range steps + 1 {
				sin, cos := math.Sincos(2*math.Pi*share*float64(k)/float64(steps) - math.Pi/2)
				out = append(out, atOf(point{at.x + r*cos, at.y + r*sin}))
			}
			d.add(shape{outline: out, color: brick, note: note})
		}
	}
}

// labels are put where they cover neither discs nor each other, as far as there is
// such a place, and few lines: below, above, right, left; those of weighty actors
// first.
func (d *Drawing) labels(nodes []network.Node, at []point, radii []float64, o Options) {
	type box struct{ x0, y0, x1, y1 float64 }
	var taken []box
	for i, p := range at {
		taken = append(taken, box{p.x - radii[i], p.y - radii[i], p.x + radii[i], p.y + radii[i]})
	}
	var lines []point // along the edges
	for i := range d.shapes {
		for k, l := 1, d.shapes[i].line; k < len(l); k++ {
			n := max(1, int(math.Hypot(l[k].x-l[k-1].x, l[k].y-l[k-1].y)/6))
			for j := range n {
				t := float64(j) / float64(n)
				lines = append(lines, point{l[k-1].x + (l[k].x-l[k-1].x)*t, l[k-1].y + (l[k].y-l[k-1].y)*t})
			}
		}
	}
	for i := range nodes {
		size := 10.5 + 3*math.Sqrt(float64(nodes[i].Weight())/float64(max(1, nodes[0].Weight())))
		size = tenth(size)
		name := cut(o.name(nodes[i].Actor), size, false, 150)
		w := widthOf(name, size, false)
		p, r := at[i], radii[i]
		best, cost := box{}, math.Inf(1)
		for k, b := range []box{
			{p.x - w/2, p.y + r + 3, p.x + w/2, p.y + r + 3 + size},
			{p.x - w/2, p.y - r - 3 - size, p.x + w/2, p.y - r - 3},
			{p.x + r + 4, p.y - size/2, p.x + r + 4 + w, p.y + size/2},
			{p.x - r - 4 - w, p.y - size/2, p.x - r - 4, p.y + size/2},
		} {
			c := float64(k) * 0.5
			for _, t := range taken {
				c += math.Max(0, math.Min(b.x1, t.x1)-math.Max(b.x0, t.x0)) * math.Max(0, math.Min(b.y1, t.y1)-math.Max(b.y0, t.y0))
			}
			for _, l := range lines {
				if l.x > b.x0 && l.x < b.x1 && l.y > b.y0 && l.y < b.y1 {
					c += 8
				}
			}
			if b.x0 < 4 || b.x1 > netWidth-4 {
				c += 1e4
			}
			if c < cost {
				best, cost = b, c
			}
		}
		taken = append(taken, best)
		d.write((best.x0+best.x1)/2, best.y1-size*0.18, style{size: size, halo: true, align: middle}, name, 0)
	}
}

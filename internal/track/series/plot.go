package series

import (
	"fmt"
	"html"
	"io"
	"strings"
)

// SVG draws the series as one picture that needs nothing beside it: cooperation
// upwards, conflict downwards, each with its interval, and below how many
// articles were read. It has a title and a description for those who do not see
// it.
func (s *Series) SVG(w io.Writer) error {
	const width, top, half, gap, volume, left, right = 960, 56, 150, 26, 46, 46, 16
	height := top + 2*half + gap + volume + 34
	most, read := 1.0, 1
	coop, conf := 0, 0
	for i := range s.Bins {
		b := &s.Bins[i]
		most = max(most, float64(b.Coop), float64(b.Conf))
		read = max(read, b.Articles)
		coop, conf = coop+b.Coop, conf+b.Conf
	}
	// Whiskers may reach beyond the bars by a third; longer ones are cut.
	most *= 4.0 / 3
	step := float64(width-left-right) / float64(max(len(s.Bins), 1))
	bar := min(step*0.7, 40)
	x := func(i int) float64 { return left + step*(float64(i)+0.5) }
	y := func(v float64) float64 { return min(v/most, 1) * half }
	middle := float64(top + half)
	var b strings.Builder
	title := fmt.Sprintf("%s and %s, by %s", s.First, s.Second, s.By)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="12">`+"\n", width, height)
	fmt.Fprintf(&b, "<title id=\"t\">%s</title>\n<desc id=\"d\">%d incidents of cooperation and %d of conflict in %d bins</desc>\n", html.EscapeString(title), coop, conf, len(s.Bins))
	b.WriteString("<style>text{fill:#333}.g{stroke:#8886;stroke-width:1}.c{fill:#1f77b4}.f{fill:#c0392b}.w{stroke:#555;stroke-width:1}.v{fill:#999}@media(prefers-color-scheme:dark){text{fill:#ddd}.w{stroke:#bbb}}</style>\n")
	fmt.Fprintf(&b, "<text x=\"%d\" y=\"22\" font-size=\"16\" font-weight=\"600\">%s</text>\n", left, html.EscapeString(title))
	fmt.Fprintf(&b, "<text x=\"%d\" y=\"42\"><tspan class=\"c\">■</tspan> cooperation: %d incidents   <tspan class=\"f\">■</tspan> conflict: %d   bars with 95 %% interval; below: articles read</text>\n", left, coop, conf)
	for _, v := range ticks(most) {
		for _, sign := range [2]float64{-1, 1} {
			at := middle + sign*y(v)
			fmt.Fprintf(&b, "<line class=\"g\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", left, width-right, at, at, left-6, at+4, v)
		}
	}
	base := middle + half + gap + volume
	every := max(1, len(s.Bins)/12)
	for i := range s.Bins {
		n := &s.Bins[i]
		what := fmt.Sprintf("%s: cooperation %d, conflict %d, %d articles", n.Start, n.Coop, n.Conf, n.Articles)
		fmt.Fprintf(&b, "<g><title>%s</title>", what)
		fmt.Fprintf(&b, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"transparent\"/>", x(i)-step/2, top, step, 2*half)
		if n.Coop > 0 {
			fmt.Fprintf(&b, "<rect class=\"c\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", x(i)-bar/2, middle-y(float64(n.Coop)), bar, y(float64(n.Coop)))
			fmt.Fprintf(&b, "<line class=\"w\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x(i), x(i), middle-y(n.CoopCI[0]), middle-y(n.CoopCI[1]))
		}
		if n.Conf > 0 {
			fmt.Fprintf(&b, "<rect class=\"f\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", x(i)-bar/2, middle, bar, y(float64(n.Conf)))
			fmt.Fprintf(&b, "<line class=\"w\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x(i), x(i), middle+y(n.ConfCI[0]), middle+y(n.ConfCI[1]))
		}
		h := float64(n.Articles) / float64(read) * volume
		fmt.Fprintf(&b, "<rect class=\"v\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/></g>\n", x(i)-bar/2, base-h, bar, h)
		if i%every == 0 {
			fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>\n", x(i), base+18, n.Start)
		}
	}
	fmt.Fprintf(&b, "<line class=\"w\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>\n</svg>\n", left, width-right, middle, middle, left-6, base-volume+8, read)
	_, err := io.WriteString(w, b.String())
	return err
}

// ticks are three or four round values up to most.
func ticks(most float64) (out []float64) {
	step := 1.0
	for _, s := range [...]float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10000} {
		if step = s; most/s <= 4 {
			break
		}
	}
	for v := step; v <= most; v += step {
		out = append(out, v)
	}
	return out
}

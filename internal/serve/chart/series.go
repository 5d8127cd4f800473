package chart

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"entente/internal/serve/terminal"
	"entente/internal/track/series"
)

// Options say how series are drawn.
type Options struct {
	Rate  bool                // incidents by 1,000 read instead of incidents
	Names func(string) string // what a code is called; nil: its code
	Notes []string            // lines below the picture
}

func (o *Options) name(code string) string {
	if o.Names != nil {
		if n := o.Names(code); n != "" {
			return n
		}
	}
	return code
}

const (
	pageWidth  = 960.0
	marginLeft = 62.0
	marginSide = 18.0
)

// Series draws one series, or several below each other over one span: cooperation
// upwards, conflict downwards, each stacked by quad class and with its interval,
// and below them how much was read.
func Series(all []*series.Series, o Options) *Drawing {
	d := &Drawing{Width: pageWidth}
	if len(all) == 0 {
		all = []*series.Series{{}}
	}
	first := all[0]
	title := Title(&first.Ask, o.Names)
	if len(all) > 1 {
		title = fmt.Sprintf("The %d busiest pairs, by %s", len(all), first.By)
	}
	y := 30.0
	d.Title = title
	d.write(marginLeft, y, style{size: 18, bold: true}, title, pageWidth-marginLeft-marginSide)
	y += 20
	d.write(marginLeft, y, style{size: 12, color: faint}, subtitle(all), pageWidth-marginLeft-marginSide)
	y += 22
	d.legend(y, o, all)
	y += 16
	height, volume := 290.0, 44.0
	if len(all) > 1 {
		height, volume = 120, 0
	}
	for i, s := range all {
		if len(all) > 1 {
			y += 18
			d.write(marginLeft, y, style{size: 13, bold: true}, o.name(s.First)+" and "+o.name(s.Second), 360)
			d.write(pageWidth-marginSide, y, style{size: 11, color: faint, align: right}, fmt.Sprintf("%s of cooperation, %s of conflict", thousands(s.Total.Cooperation.N), thousands(s.Total.Conflict.N)), 400)
			y += 4
		}
		v := volume
		if i == len(all)-1 {
			v = 44
		}
		y = d.panel(s, o, y, height, v)
	}
	y = d.notes(append(trendLines(all), o.Notes...), marginLeft, y)
	d.Height = math.Ceil(y + 16)
	d.About = strings.Join(trendLines(all), " ")
	if d.About == "" {
		d.About = subtitle(all)
	}
	return d
}

// notes writes lines below a picture, cut into such as fit, and returns where they
// end.
func (d *Drawing) notes(notes []string, x, y float64) float64 {
	const size = 11.5
	width := pageWidth - x - marginSide
	for _, note := range notes {
		line := ""
		for _, word := range append(strings.Fields(terminal.OneLine(note)), "") {
			if longer := strings.TrimSpace(line + " " + word); word != "" && widthOf(longer, size, false) <= width {
				line = longer
				continue
			}
			if line != "" {
				y += 16
				d.write(x, y, style{size: size, color: faint}, line, width)
			}
			line = word
		}
	}
	return y
}

// Title says in words what a series is of.
func Title(a *series.Ask, names func(string) string) string {
	o := Options{Names: names}
	t := "All incidents"
	switch {
	case a.First != "" && a.Second != "":
		t = o.name(a.First) + " and " + o.name(a.Second)
	case a.First != "":
		t = o.name(a.First) + " and all others"
	}
	if a.Type != "" {
		t += ", " + a.Type
	}
	if a.Field != "" {
		t += ", " + a.Field
	}
	return t + ", by " + a.By
}

func subtitle(all []*series.Series) string {
	s := all[0]
	if len(s.Bins) == 0 {
		return "nothing was read or done in this span"
	}
	n, m := 0, 0
	for _, x := range all {
		n, m = n+x.Total.Cooperation.N, m+x.Total.Conflict.N
	}
	last := s.Bins[len(s.Bins)-1].Start
	what := "incidents"
	if n == 1 {
		what = "incident"
	}
	out := fmt.Sprintf("%s %s of cooperation and %s of conflict in %s %s; bins from %s to %s", thousands(n), what, thousands(m), thousands(s.Total.Read), s.Unit, s.Bins[0].Start, last)
	if s.Unit != "articles" {
		out = fmt.Sprintf("%s rows of cooperation and %s of conflict among %s of %s; bins from %s to %s", thousands(n), thousands(m), thousands(s.Total.Read), s.Origin, s.Bins[0].Start, last)
	}
	return out
}

func (d *Drawing) legend(y float64, o Options, all []*series.Series) {
	x := marginLeft
	for i, name := range quadNames {
		d.rect(x, y-9, 11, 11, quadColors[i], "")
		d.write(x+16, y, style{size: 12}, name, 0)
		x += 16 + widthOf(name, 12, false) + 18
	}
	d.stroke(ink, 1.2, point{x + 4, y - 10}, point{x + 4, y + 2})
	what := "95 % interval"
	d.write(x+12, y, style{size: 12}, what, 0)
	x += 12 + widthOf(what, 12, false) + 18
	d.rect(x, y-9, 11, 11, strip, "")
	d.write(x+16, y, style{size: 12}, all[0].Unit+" read", 0)
}

// A column is what one bar shows: a bin, or several where there are more bins than
// fit.
type column struct {
	start      string
	bins, read int
	quads      [4]float64
	n          [2]int
	low, high  [2]float64
}

// columnsOf puts neighbouring bins together until bars are wide enough to be seen.
func columnsOf(s *series.Series, width float64, rate bool) (out []column, each int) {
	each = max(1, int(math.Ceil(float64(len(s.Bins))*2/width)))
	for i := 0; i < len(s.Bins); i += each {
		c := column{start: s.Bins[i].Start}
		for _, b := range s.Bins[i:min(i+each, len(s.Bins))] {
			c.bins++
			c.read += b.Read
			for q := range b.Quads {
				c.quads[q] += float64(b.Quads[q])
			}
			c.n[0] += b.Cooperation.N
			c.n[1] += b.Conflict.N
		}
		k := 1.0
		if rate {
			if k = 0; c.read > 0 {
				k = 1000 / float64(c.read)
			}
		}
		for q := range c.quads {
			c.quads[q] *= k
		}
		for side, n := range c.n {
			ci := series.Interval(n)
			c.low[side], c.high[side] = ci[0]*k, ci[1]*k
		}
		out = append(out, c)
	}
	return out, each
}

// panel draws one series from y on and returns where it ends.
func (d *Drawing) panel(s *series.Series, o Options, y, height, volume float64) float64 {
	width := pageWidth - marginLeft - marginSide
	cols, each := columnsOf(s, width, o.Rate)
	top := y + 16
	if len(cols) == 0 || s.Total.Cooperation.N+s.Total.Conflict.N == 0 {
		d.rect(marginLeft, top, width, height, cloud, "")
		what := "no incident in this span"
		if len(cols) == 0 {
			what = "nothing was read in this span"
		}
		d.write(marginLeft+width/2, top+height/2+5, style{size: 14, color: faint, align: middle}, what, width)
		if len(cols) == 0 {
			return top + height
		}
	}
	step := width / float64(len(cols))
	bar := math.Min(math.Max(step*0.72, step-3), 46)
	whiskers := step >= 7
	// Each side is as high as its bars, and a whisker may reach beyond the highest
	// bar by half; longer ones are cut and end without a foot.
	extent := [2]float64{}
	for _, c := range cols {
		for side := range 2 {
			extent[side] = math.Max(extent[side], c.quads[2*side]+c.quads[2*side+1])
		}
	}
	most := math.Max(extent[0], extent[1])
	for side := range extent {
		reach, limit := extent[side], extent[side]*1.5
		if !o.Rate {
			limit += 4 // the intervals of small counts are wide
		}
		for _, c := range cols {
			if whiskers && c.n[side] > 0 {
				reach = math.Max(reach, math.Min(c.high[side], limit))
			}
		}
		extent[side] = math.Max(reach*1.06, most*0.18)
	}
	if most == 0 {
		extent = [2]float64{1, 1}
	}
	unit := height / (extent[0] + extent[1])
	zero := top + extent[0]*unit
	sign := [2]float64{-1, 1}
	if most > 0 {
		for side := range 2 {
			for _, v := range ticks(math.Max(extent[0], extent[1]), math.Max(extent[0], extent[1])*unit) {
				if v > extent[side] {
					continue
				}
				at := zero + sign[side]*v*unit
				d.stroke(rule, 1, point{marginLeft, at}, point{marginLeft + width, at})
				d.write(marginLeft-7, at+4, style{size: 11, color: faint, align: right}, plain(v), 0)
			}
		}
		d.write(marginLeft-7, zero+4, style{size: 11, color: faint, align: right}, "0", 0)
		measure := "incidents"
		if s.Unit != "articles" {
			measure = "rows"
		}
		if o.Rate {
			measure += " by 1,000 " + s.Unit
		}
		d.write(marginLeft, top-5, style{size: 11, color: faint}, "↑ cooperation, "+measure, 0)
		d.write(marginLeft, top+height+13, style{size: 11, color: faint}, "↓ conflict", 0)
	}
	if each > 1 {
		d.write(marginLeft+width, top-5, style{size: 11, color: faint, align: right}, fmt.Sprintf("each bar is %d %ss", each, s.By), 0)
	} else if !whiskers && most > 0 {
		d.write(marginLeft+width, top-5, style{size: 11, color: faint, align: right}, "bars too narrow for intervals: they are in the table", 0)
	}
	for i, c := range cols {
		x := marginLeft + step*(float64(i)+0.5)
		note := fmt.Sprintf("%s: cooperation %d, conflict %d, %d %s", c.start, c.n[0], c.n[1], c.read, s.Unit)
		for side := range 2 {
			from := zero
			for k := range 2 {
				q := 2*side + 1 - k // the material kind lies at the axis
				h := c.quads[q] * unit
				if side == 0 {
					d.rect(x-bar/2, from-h, bar, h, quadColors[q], note)
					from -= h
				} else {
					d.rect(x-bar/2, from, bar, h, quadColors[q], note)
					from += h
				}
			}
			if whiskers && c.n[side] > 0 && c.quads[2*side]+c.quads[2*side+1] > 0 {
				high := math.Min(c.high[side], extent[side])
				a, b := zero+sign[side]*c.low[side]*unit, zero+sign[side]*high*unit
				d.stroke(ink, 1, point{x, a}, point{x, b})
				foot := math.Min(bar/2, 4)
				d.stroke(ink, 1, point{x - foot, a}, point{x + foot, a})
				if c.high[side] <= extent[side] {
					d.stroke(ink, 1, point{x - foot, b}, point{x + foot, b})
				}
			}
		}
	}
	if most > 0 {
		d.stroke(ink, 1.2, point{marginLeft, zero}, point{marginLeft + width, zero})
	}
	bottom := top + height + 20
	if volume > 0 {
		bottom = d.volume(s, cols, bottom, volume, step, bar)
	}
	if volume > 0 {
		for i, label := range dates(s.By, cols, step) {
			x := marginLeft + step*float64(i)
			if label != "" {
				d.stroke(faint, 1, point{x, bottom}, point{x, bottom + 4})
			}
			if x+2+widthOf(label, 11, false) < pageWidth {
				d.write(x+2, bottom+14, style{size: 11, color: faint}, label, 0)
			}
		}
		bottom += 18
	}
	return bottom
}

// volume draws how much was read, as a strip of its own scale.
func (d *Drawing) volume(s *series.Series, cols []column, y, height, step, bar float64) float64 {
	most := 0
	for _, c := range cols {
		most = max(most, c.read)
	}
	width := step * float64(len(cols))
	d.rect(marginLeft, y, width, height, cloud, "")
	for i, c := range cols {
		if c.read > 0 {
			h := math.Max(float64(c.read)/float64(most)*height, 0.5)
			d.rect(marginLeft+step*(float64(i)+0.5)-bar/2, y+height-h, bar, h, strip, fmt.Sprintf("%s: %d %s", c.start, c.read, s.Unit))
		}
	}
	if most > 0 {
		d.write(marginLeft-7, y+9, style{size: 11, color: faint, align: right}, short(float64(most)), 0)
	}
	d.write(marginLeft-7, y+height, style{size: 11, color: faint, align: right}, "read 0", 0)
	d.stroke(faint, 1, point{marginLeft, y + height}, point{marginLeft + width, y + height})
	return y + height
}

// ticks are round values up to most, about one for each forty pixels and none
// between whole numbers where all are whole.
func ticks(most, pixels float64) (out []float64) {
	want := math.Max(1, math.Floor(pixels/40))
	step := math.Pow(10, math.Floor(math.Log10(most/want)))
	for _, k := range []float64{1, 2, 5, 10} {
		if most/(step*k) < want+1 {
			step *= k
			break
		}
	}
	if most >= 1 {
		step = math.Max(step, 1)
	}
	for i := 1.0; i*step <= most; i++ {
		out = append(out, i*step)
	}
	return out
}

// plain is a number as people write it on an axis.
func plain(v float64) string {
	if v >= 10000 {
		return short(v)
	}
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", v), "0"), ".")
}

// figures is a number with three digits that say something, and no exponent.
func figures(v float64) string {
	if v == 0 {
		return "0"
	}
	k := math.Pow(10, 2-math.Floor(math.Log10(math.Abs(v))))
	return strconv.FormatFloat(math.Round(v*k)/k, 'f', -1, 64)
}

// short is a number of any size in few letters.
func short(v float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e9, "bn"}, {1e6, "m"}, {1e3, "k"}} {
		if v >= 10*u.size || v >= u.size && u.size > 1e3 {
			return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.1f", v/u.size), "0"), ".") + u.name
		}
	}
	return fmt.Sprintf("%.0f", v)
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// dates labels columns where a year, a quarter, a month or a bin begins: the
// finest of these whose labels do not touch.
func dates(by string, cols []column, step float64) []string {
	const room = 12.0
	if n := len(cols); n > 0 && n <= 40 && by != "month" {
		first, err1 := time.Parse(time.DateOnly, cols[0].start)
		last, err2 := time.Parse(time.DateOnly, cols[n-1].start)
		if err1 == nil && err2 == nil && last.Sub(first) < 70*24*time.Hour { // too short for months to say much
			each := int(math.Ceil((widthOf(cols[0].start, 11, false) + room) / step))
			out := make([]string, n)
			for i := 0; i < n; i += each {
				out[i] = cols[i].start
			}
			return out
		}
	}
	kinds := []func(t time.Time) string{
		func(t time.Time) string { return t.Format(time.DateOnly) },
		func(t time.Time) string { return t.Format("2006-01") },
		func(t time.Time) string { return fmt.Sprintf("%d-%02d", t.Year(), (int(t.Month())-1)/3*3+1) },
		func(t time.Time) string { return fmt.Sprintf("%d-%02d", t.Year(), (int(t.Month())-1)/6*6+1) },
	}
	if by == "month" {
		kinds = kinds[1:]
	}
	for _, n := range []int{1, 2, 5, 10, 20, 50, 100, 500} {
		kinds = append(kinds, func(t time.Time) string { return fmt.Sprint(t.Year() / n * n) })
	}
	var out []string
	for _, kind := range kinds {
		out = make([]string, len(cols))
		last, fits, marks, before := math.Inf(-1), true, 0, ""
		for i, c := range cols {
			t, err := time.Parse(time.DateOnly, c.start)
			if err != nil {
				continue
			}
			label := kind(t)
			// The first column begins in the midst of a month or year: its own day
			// is no beginning, but the next one's is.
			if label == before || i == 0 && len(cols) > 1 && begun(kind, t) {
				before = label
				continue
			}
			before = label
			x := step * float64(i)
			if x < last+room {
				fits = false
				break
			}
			out[i] = label
			marks++
			last = x + widthOf(label, 11, false)
		}
		if fits && marks > 0 {
			return out
		}
	}
	return out
}

// begun reports that t lies in the midst of what kind calls by one name, a week
// and more after it began.
func begun(kind func(time.Time) string, t time.Time) bool {
	return kind(t) == kind(t.AddDate(0, 0, -7))
}

// trendLines say of each series what can be said of its trend.
func trendLines(all []*series.Series) (out []string) {
	if len(all) != 1 || len(all[0].Bins) == 0 {
		return nil
	}
	s := all[0]
	return []string{TrendLine("Cooperation", &s.Trends.Cooperation, s.Unit), TrendLine("Conflict", &s.Trends.Conflict, s.Unit)}
}

// TrendLine says what can be said of a trend, never without how sure it is.
func TrendLine(what string, t *series.Trend, unit string) string {
	if !t.Told {
		return fmt.Sprintf("%s: no trend can be told: %s.", what, cmp.Or(t.Why, "nothing was counted"))
	}
	verb := "neither a rise nor a fall can be told"
	if t.Rises() {
		verb = "rises"
	} else if t.Falls() {
		verb = "falls"
	}
	return fmt.Sprintf("%s by 1,000 %s: %s; the last bin has %s times the rate of the first (95 %% interval %s to %s; scatter %s).", what, unit, verb, figures(t.Over), figures(t.OverCI[0]), figures(t.OverCI[1]), figures(t.Scatter))
}

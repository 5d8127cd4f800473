package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"entente/internal/record"
	"entente/internal/track/network"
	"entente/internal/track/series"
)

const hostile = "<script>&\"'\x1b[31m\u202e]]>\x00 a very long name that goes on and on, and on, and on, for ever"

func drawn(t *testing.T, by string, days, most int, o series.Ask) *series.Series {
	t.Helper()
	r := rand.New(rand.NewPCG(1, uint64(days)))
	var sums []record.Sum
	read := map[string]int{}
	for d := range days {
		day := time.Date(2019, 3, 6+d, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		read[day] = r.IntN(300)
		for q := 1; q <= 4; q++ {
			if n := r.IntN(most + 1); n > 0 {
				sums = append(sums, record.Sum{Day: day, Source: o.First, Target: o.Second, Type: hostile, Quad: q, N: n, Score: float64(q)})
			}
		}
	}
	o.By = by
	s, err := series.Build(o, sums, []record.FieldSum{{Day: "2019-03-06", Field: hostile, N: 1}}, read)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func pair() series.Ask { return series.Ask{First: hostile, Second: "SOM", Type: hostile} }

func net(actors, acts int) *network.Network {
	r := rand.New(rand.NewPCG(2, uint64(actors)))
	var sums []record.Sum
	for i := range actors {
		for range 3 {
			sums = append(sums, record.Sum{Source: fmt.Sprintf("A%d", i), Target: fmt.Sprintf("A%d", r.IntN(actors)), Quad: 1 + r.IntN(4), Mutual: r.IntN(3) == 0, N: 1 + r.IntN(acts)})
		}
	}
	if actors > 0 {
		sums = append(sums, record.Sum{Source: hostile, Target: "A0", Quad: 4, N: acts})
	}
	return network.Build(sums, 1)
}

func drawings(t *testing.T) map[string]*Drawing {
	few := drawn(t, "day", 5, 1, pair())
	return map[string]*Drawing{
		"few":         Series([]*series.Series{few}, Options{Notes: []string{hostile}}),
		"one day":     Series([]*series.Series{drawn(t, "day", 1, 3, pair())}, Options{}),
		"weeks":       Series([]*series.Series{drawn(t, "week", 300, 4, pair())}, Options{Names: func(c string) string { return "the " + c }}),
		"long":        Series([]*series.Series{drawn(t, "day", 1500, 4, pair())}, Options{Rate: true}),
		"huge counts": Series([]*series.Series{drawn(t, "month", 700, 200000, pair())}, Options{}),
		"no incident": Series([]*series.Series{drawn(t, "week", 100, 0, pair())}, Options{}),
		"nothing":     Series([]*series.Series{{Ask: pair()}}, Options{}),
		"no series":   Series(nil, Options{}),
		"several":     Series([]*series.Series{drawn(t, "week", 400, 4, pair()), drawn(t, "week", 400, 9, pair())}, Options{}),
		"network":     Network(net(30, 40), Options{}),
		"large":       Network(net(150, 9), Options{Names: func(string) string { return hostile }}),
		"two":         Network(net(1, 3), Options{}),
		"empty":       Network(net(0, 1), Options{}),
	}
}

func TestPicturesAreWholeXML(t *testing.T) {
	for name, d := range drawings(t) {
		var b bytes.Buffer
		if err := d.SVG(&b); err != nil {
			t.Fatal(err)
		}
		dec := xml.NewDecoder(bytes.NewReader(b.Bytes()))
		texts := 0
		for {
			tok, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := tok.(xml.StartElement); ok {
				switch e.Name.Local {
				case "svg", "title", "desc", "rect", "circle", "polygon", "polyline":
				case "text":
					texts++
				default:
					t.Errorf("%s: an element <%s>", name, e.Name.Local)
				}
			}
		}
		if texts == 0 {
			t.Errorf("%s: no words", name)
		}
		if strings.ContainsAny(b.String(), "\x1b\x00\u202e") || strings.Contains(b.String(), "<script") {
			t.Errorf("%s: hostile text came through", name)
		}
	}
}

func TestShapesLieWithinThePicture(t *testing.T) {
	for name, d := range drawings(t) {
		within := func(what string, p point) {
			if p.x < 0 || p.x > d.Width || p.y < 0 || p.y > d.Height {
				t.Errorf("%s: %s at %v of %v by %v", name, what, p, d.Width, d.Height)
			}
		}
		for _, s := range d.shapes {
			switch {
			case s.text != "":
				w := widthOf(s.text, s.size, s.bold)
				x := s.center.x - w*float64(s.align)/2
				within(s.text, point{x, s.center.y - s.size*0.8})
				within(s.text, point{x + w, s.center.y + s.size*0.2})
			case s.radius > 0:
				within("disc", point{s.center.x - s.radius, s.center.y - s.radius})
				within("disc", point{s.center.x + s.radius, s.center.y + s.radius})
			}
			for _, p := range append(s.outline, s.line...) {
				within("point", p)
			}
		}
	}
}

// Bars are as high as what they show, on one scale for both sides.
func TestBarsAreToScale(t *testing.T) {
	sums := []record.Sum{{Day: "2024-01-01", Source: "A", Target: "B", Quad: 1, N: 6}, {Day: "2024-01-01", Source: "A", Target: "B", Quad: 2, N: 3}, {Day: "2024-01-02", Source: "A", Target: "B", Quad: 4, N: 12}}
	s, err := series.Build(series.Ask{First: "A", Second: "B", By: "day"}, sums, nil, map[string]int{"2024-01-01": 1, "2024-01-02": 1})
	if err != nil {
		t.Fatal(err)
	}
	height := map[color]float64{}
	edge := map[color][2]float64{}
	for _, x := range Series([]*series.Series{s}, Options{}).shapes {
		if len(x.outline) == 4 && strings.Contains(x.note, "cooperation") {
			height[x.color] = x.outline[2].y - x.outline[0].y
			edge[x.color] = [2]float64{x.outline[0].y, x.outline[2].y}
		}
	}
	unit := height[blue] / 3
	for c, n := range map[color]float64{sky: 6, blue: 3, brick: 12} {
		if d := height[c] - n*unit; d > 0.5 || d < -0.5 {
			t.Errorf("%s is %v high, want %v", c, height[c], n*unit)
		}
	}
	if height[orange] != 0 || edge[sky][1] != edge[blue][0] || edge[blue][1] != edge[brick][0] {
		t.Errorf("%v", edge)
	}
}

func TestPNGShowsTheSame(t *testing.T) {
	for name, d := range drawings(t) {
		var a, b bytes.Buffer
		if err := d.PNG(&a); err != nil {
			t.Fatal(name, err)
		}
		if name == "few" || name == "network" {
			if err := d.PNG(&b); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s: other bytes the second time (%v)", name, err)
			}
		}
		img, err := png.Decode(&a)
		if err != nil {
			t.Fatal(name, err)
		}
		if got := img.Bounds().Size(); got != (image.Point{int(d.Width) * scale, int(d.Height) * scale}) {
			t.Errorf("%s: %v for %v by %v", name, got, d.Width, d.Height)
		}
		// In the midst of each bar and disc that nothing covers the colour is the shape's.
		for _, s := range d.shapes {
			if s.radius > 5 && s.color == white || len(s.outline) != 4 || s.color == cloud {
				continue
			}
			x, y := (s.outline[0].x*3+s.outline[2].x)/4, (s.outline[0].y+s.outline[2].y)/2
			if s.outline[2].x-s.outline[0].x < 8 || s.outline[2].y-s.outline[0].y < 4 || name == "large" {
				continue
			}
			r, g, bl, _ := img.At(int(x*scale), int(y*scale)).RGBA()
			if want := rgb(s.color); uint8(r>>8) != want.R || uint8(g>>8) != want.G || uint8(bl>>8) != want.B {
				// A whisker's foot may lie there.
				if ink := rgb(ink); uint8(r>>8) > want.R+8 && uint8(r>>8) != ink.R {
					t.Errorf("%s: at %v,%v %02x%02x%02x, want %s", name, x, y, r>>8, g>>8, bl>>8, s.color)
				}
			}
		}
		dark := 0
		for y := range 80 {
			for x := range img.Bounds().Dx() {
				if r, _, _, _ := img.At(x, y).RGBA(); r < 0x6000 {
					dark++
				}
			}
		}
		if dark < 200 {
			t.Errorf("%s: no title can be read", name)
		}
	}
}

func TestTablesSteerNoTerminal(t *testing.T) {
	var b bytes.Buffer
	s := drawn(t, "week", 100, 3, pair())
	if err := Text(&b, s, nil); err != nil {
		t.Fatal(err)
	}
	if err := NetworkText(&b, net(20, 4), func(string) string { return hostile }); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\x00\u202e") {
		t.Error("controls came through")
	}
	for _, want := range []string{"total", "verbal cooperation", "PageRank", "cooperation by 1,000 articles: "} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestLabelsOfTimeDoNotTouch(t *testing.T) {
	for _, by := range series.Steps {
		for days := 1; days < 3000; days = days*3/2 + 1 {
			s := &series.Series{Ask: series.Ask{By: by}}
			for at := time.Date(2019, 3, 6, 0, 0, 0, 0, time.UTC); len(s.Bins) < days; {
				s.Bins = append(s.Bins, series.Bin{Start: at.Format(time.DateOnly)})
				switch by {
				case "day":
					at = at.AddDate(0, 0, 1)
				case "week":
					at = at.AddDate(0, 0, 7)
				default:
					at = at.AddDate(0, 1, 1-at.Day())
				}
			}
			cols, _ := columnsOf(s, 880, false)
			step := 880 / float64(len(cols))
			end, n := -1.0, 0
			for i, l := range dates(by, cols, step) {
				if l == "" {
					continue
				}
				n++
				if x := step * float64(i); x <= end {
					t.Errorf("%s, %d bins: %s touches the label before", by, days, l)
				}
				end = step*float64(i) + widthOf(l, 11, false)
			}
			if n == 0 {
				t.Errorf("%s, %d bins: no label", by, days)
			}
		}
	}
}

func TestNumbersInWords(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.0123456: "0.0123", 1: "1", 1234567: "1230000", 0.5: "0.5", 99.96: "100"} {
		if got := figures(v); got != want {
			t.Errorf("%v: %s", v, got)
		}
	}
	for v, want := range map[float64]string{9: "9", 12345: "12.3k", 2e6: "2m", 3.25e9: "3.2bn", 2917: "2917"} {
		if got := short(v); got != want {
			t.Errorf("%v: %s", v, got)
		}
	}
	if thousands(1234567) != "1,234,567" || thousands(12) != "12" {
		t.Error(thousands(1234567))
	}
}

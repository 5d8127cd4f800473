// Package chart shows series and networks: as tables for a terminal, as SVG and as
// PNG. A picture is drawn once, as a list of shapes (a Drawing), and written by one
// of two back ends, so that both show the same. What stands in a picture came from
// texts and may be hostile: it is stripped of controls and escaped. The same series
// gives the same bytes. The package counts nothing.
package chart

import (
	"math"

	"entente/internal/serve/terminal"
)

// A color is #rrggbb; "" draws nothing.
type color string

// The colours are those of Okabe and Ito, which people with any kind of colour
// vision can tell apart; of each pair one is dark and one is light, so that they
// differ in grey too. The ground is white: pictures end up in print.
const (
	white  color = "#ffffff"
	ink    color = "#222222"
	faint  color = "#666666"
	rule   color = "#dddddd"
	strip  color = "#bbbbbb"
	cloud  color = "#f6f6f6"
	blue   color = "#0072b2" // material cooperation
	sky    color = "#56b4e9" // verbal cooperation
	orange color = "#e69f00" // verbal conflict
	brick  color = "#d55e00" // material conflict
)

// quadColors by quad class.
var quadColors = [4]color{sky, blue, orange, brick}

var quadNames = [4]string{"verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}

type point struct{ x, y float64 }

// An align is where a text's point lies in it.
type align int

const (
	left align = iota
	middle
	right
)

// A shape is one mark: a filled outline, a line through points, or a text.
type shape struct {
	outline []point // filled, closed
	line    []point // drawn with width
	center  point   // of a disc
	radius  float64
	text    string // at center
	size    float64
	bold    bool
	halo    bool // a white rim, so that it can be read over lines
	align   align
	color   color
	width   float64
	note    string // told when pointed at
}

// A Drawing is a picture before it is SVG or PNG. Its unit is a pixel of a screen.
type Drawing struct {
	Width, Height float64
	Title, About  string // for those who do not see it
	shapes        []shape
}

// tenth rounds a coordinate as it is written, so that both back ends see one.
func tenth(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return math.Round(x*10)/10 + 0
}

func at(x, y float64) point { return point{tenth(x), tenth(y)} }

func (d *Drawing) add(s shape) { d.shapes = append(d.shapes, s) }

func (d *Drawing) rect(x, y, w, h float64, c color, note string) {
	if w > 0 && h > 0 {
		d.add(shape{outline: []point{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h)}, color: c, note: note})
	}
}

func (d *Drawing) stroke(c color, width float64, points ...point) {
	for i, p := range points {
		points[i] = at(p.x, p.y)
	}
	d.add(shape{line: points, color: c, width: width})
}

func (d *Drawing) disc(x, y, r float64, c color, note string) {
	d.add(shape{center: at(x, y), radius: tenth(r), color: c, note: note})
}

// A style is how a text looks.
type style struct {
	size  float64
	bold  bool
	halo  bool
	align align
	color color
}

// write puts a text on one line that is no longer than width, if one is given.
func (d *Drawing) write(x, y float64, s style, words string, width float64) {
	words = terminal.OneLine(words)
	if width > 0 {
		words = cut(words, s.size, s.bold, width)
	}
	if words == "" {
		return
	}
	if s.color == "" {
		s.color = ink
	}
	d.add(shape{center: at(x, y), text: words, size: s.size, bold: s.bold, halo: s.halo, align: s.align, color: s.color})
}

// cut is as much of words as fits.
func cut(words string, size float64, bold bool, width float64) string {
	if widthOf(words, size, bold) <= width {
		return words
	}
	r := []rune(words)
	for n := min(len(r), 400); n > 0; n-- {
		if s := string(r[:n]) + "…"; widthOf(s, size, bold) <= width {
			return s
		}
	}
	return ""
}

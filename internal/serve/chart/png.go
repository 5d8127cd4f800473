package chart

import (
	"image"
	imagecolor "image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// scale is how many pixels of the PNG one of the drawing has: sharp on good
// screens, and in print at the width of a page.
const scale = 2

// PNG writes the drawing as a picture of pixels.
func (d *Drawing) PNG(w io.Writer) error {
	img := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(d.Width*scale)), int(math.Ceil(d.Height*scale))))
	draw.Draw(img, img.Bounds(), image.NewUniform(imagecolor.White), image.Point{}, draw.Src)
	p := &painter{img: img, faces: map[faceKey]font.Face{}}
	for i := range d.shapes {
		p.paint(&d.shapes[i])
	}
	return png.Encode(w, img)
}

type faceKey struct {
	bold bool
	size float64
}

type painter struct {
	img   *image.RGBA
	brush vector.Rasterizer
	faces map[faceKey]font.Face
}

func (p *painter) paint(s *shape) {
	switch {
	case s.text != "":
		p.words(s)
	case s.radius > 0:
		p.fill(circle(s.center, s.radius), s.color)
	case len(s.outline) > 0:
		p.fill(s.outline, s.color)
	default:
		for i := 1; i < len(s.line); i++ {
			p.segment(s.line[i-1], s.line[i], s.width, s.color)
		}
		for _, k := range s.line[min(1, len(s.line)):max(1, len(s.line)-1)] {
			if s.width > 1.5 {
				p.fill(circle(k, s.width/2), s.color) // joints
			}
		}
	}
}

// circle is an outline that no eye tells from a circle at sizes drawn here.
func circle(c point, r float64) []point {
	const n = 64
	out := make([]point, n)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		out[i] = point{c.x + r*cos, c.y + r*sin}
	}
	return out
}

func (p *painter) segment(a, b point, width float64, c color) {
	dx, dy := b.x-a.x, b.y-a.y
	long := math.Hypot(dx, dy)
	if long == 0 {
		return
	}
	nx, ny := -dy/long*width/2, dx/long*width/2
	p.fill([]point{{a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}}, c)
}

// fill paints an outline. Only the box around it is gone over.
func (p *painter) fill(outline []point, c color) {
	low, high := outline[0], outline[0]
	for _, k := range outline {
		low, high = point{min(low.x, k.x), min(low.y, k.y)}, point{max(high.x, k.x), max(high.y, k.y)}
	}
	box := image.Rect(int(math.Floor(low.x*scale)), int(math.Floor(low.y*scale)), int(math.Ceil(high.x*scale))+1, int(math.Ceil(high.y*scale))+1).Intersect(p.img.Bounds())
	if box.Empty() {
		return
	}
	p.brush.Reset(box.Dx(), box.Dy())
	p.brush.DrawOp = draw.Over
	for i, k := range outline {
		x, y := float32(k.x*scale-float64(box.Min.X)), float32(k.y*scale-float64(box.Min.Y))
		if i == 0 {
			p.brush.MoveTo(x, y)
		} else {
			p.brush.LineTo(x, y)
		}
	}
	p.brush.ClosePath()
	p.brush.Draw(p.img, box, image.NewUniform(rgb(c)), image.Point{})
}

func (p *painter) words(s *shape) {
	k := faceKey{s.bold, s.size}
	f := p.faces[k]
	if f == nil {
		f = face(s.bold, s.size*scale)
		p.faces[k] = f
	}
	x := s.center.x
	switch s.align {
	case middle:
		x -= widthOf(s.text, s.size, s.bold) / 2
	case right:
		x -= widthOf(s.text, s.size, s.bold)
	}
	put := func(dx, dy float64, c color) {
		d := font.Drawer{Dst: p.img, Src: image.NewUniform(rgb(c)), Face: f, Dot: fixed.Point26_6{X: fixed.Int26_6(math.Round((x + dx) * scale * 64)), Y: fixed.Int26_6(math.Round((s.center.y + dy) * scale * 64))}}
		d.DrawString(s.text)
	}
	if s.halo {
		for i := range 12 {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / 12)
			put(1.5*cos, 1.5*sin, white)
		}
	}
	put(0, 0, s.color)
}

func rgb(c color) imagecolor.RGBA {
	v, err := strconv.ParseUint(string(c)[1:], 16, 32)
	if err != nil {
		panic("chart: no colour: " + string(c)) // they are all above
	}
	return imagecolor.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

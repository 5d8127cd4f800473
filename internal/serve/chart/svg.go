package chart

import (
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	"entente/internal/serve/terminal"
)

// SVG writes the drawing as one picture that needs nothing beside it.
func (d *Drawing) SVG(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" aria-labelledby="title about" font-family="Go, 'Helvetica Neue', Helvetica, Arial, sans-serif">`+"\n",
		number(d.Width), number(d.Height), number(d.Width), number(d.Height))
	fmt.Fprintf(&b, "<title id=\"title\">%s</title>\n<desc id=\"about\">%s</desc>\n", escaped(d.Title), escaped(d.About))
	fmt.Fprintf(&b, "<rect width=\"%s\" height=\"%s\" fill=\"%s\"/>\n", number(d.Width), number(d.Height), white)
	for i := range d.shapes {
		d.shapes[i].svg(&b)
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *shape) svg(b *strings.Builder) {
	end := "/>\n"
	tag := ""
	switch {
	case s.text != "":
		fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s" fill="%s"`, number(s.center.x), number(s.center.y), number(s.size), s.color)
		if s.bold {
			b.WriteString(` font-weight="bold"`)
		}
		if s.align != left {
			b.WriteString(` text-anchor="` + [...]string{"start", "middle", "end"}[s.align] + `"`)
		}
		if s.halo {
			b.WriteString(` stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`)
		}
		b.WriteString(">" + escaped(s.text) + "</text>\n")
		return
	case s.radius > 0:
		tag = "circle"
		fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="%s" fill="%s"`, number(s.center.x), number(s.center.y), number(s.radius), s.color)
	case len(s.outline) == 4 && s.outline[0].y == s.outline[1].y && s.outline[0].x == s.outline[3].x && s.outline[1].x == s.outline[2].x && s.outline[2].y == s.outline[3].y:
		tag = "rect"
		o := s.outline
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"`, number(o[0].x), number(o[0].y), number(o[2].x-o[0].x), number(o[2].y-o[0].y), s.color)
	case len(s.outline) > 0:
		tag = "polygon"
		fmt.Fprintf(b, `<polygon points="%s" fill="%s"`, points(s.outline), s.color)
	default:
		tag = "polyline"
		fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="%s"`, points(s.line), s.color, number(s.width))
	}
	if s.note != "" {
		end = "><title>" + escaped(s.note) + "</title></" + tag + ">\n"
	}
	b.WriteString(end)
}

func points(list []point) string {
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(number(p.x) + "," + number(p.y))
	}
	return b.String()
}

func number(x float64) string { return strconv.FormatFloat(tenth(x), 'f', -1, 64) }

// escaped is a text without controls, and with what XML reads as its own written
// out.
func escaped(s string) string {
	return html.EscapeString(strings.ToValidUTF8(terminal.OneLine(s), "�"))
}

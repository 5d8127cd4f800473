package chart

import (
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The Go fonts are part of the program: a picture is the same on machines with
// other fonts or none. SVG names them first and falls back on what is about as
// wide.
var fonts = [2]func() *opentype.Font{parsed(goregular.TTF), parsed(gobold.TTF)}

func parsed(ttf []byte) func() *opentype.Font {
	return sync.OnceValue(func() *opentype.Font {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic(err) // it is embedded
		}
		return f
	})
}

func fontOf(bold bool) *opentype.Font {
	if bold {
		return fonts[1]()
	}
	return fonts[0]()
}

// face is a font of some size in pixels. A face is for one goroutine.
func face(bold bool, pixels float64) font.Face {
	f, err := opentype.NewFace(fontOf(bold), &opentype.FaceOptions{Size: pixels, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // of options, which are ours
	}
	return f
}

// measures are faces at 64 pixels, from which widths at all sizes follow.
var measures = struct {
	sync.Mutex
	faces [2]font.Face
}{}

// widthOf is how wide a text is.
func widthOf(words string, size float64, bold bool) float64 {
	const unit = 64
	i := 0
	if bold {
		i = 1
	}
	measures.Lock()
	defer measures.Unlock()
	if measures.faces[i] == nil {
		measures.faces[i] = face(bold, unit)
	}
	return float64(font.MeasureString(measures.faces[i], words)) / float64(fixed.I(1)) * size / unit
}

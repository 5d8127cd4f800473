package source

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkRead reads files as a run does; what is done with the bytes before a
// format sees them must not be felt.
func BenchmarkRead(b *testing.B) {
	article := "QINGDAO, June 26, 2025 (Agency) - " + strings.Repeat(prose+" ", 20) + "\n\n"
	line := `{"id":"a","date":"2025-06-27","language":"en","text":"` + strings.Repeat(prose+" ", 20) + `"}` + "\n"
	for _, c := range []struct{ name, in string }{
		{"plain.txt", strings.Repeat(article, 2000)},
		{"lines.jsonl", strings.Repeat(line, 2000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := filepath.Join(b.TempDir(), c.name)
			if err := os.WriteFile(p, []byte(c.in), 0o644); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(c.in)))
			for b.Loop() {
				r := Open([]string{p}, Options{})
				for {
					if _, err := r.Next(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

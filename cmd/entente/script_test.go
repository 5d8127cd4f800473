package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"entente": main})
}

// TestScripts runs the command as a user would; each script is a story.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/script",
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": cmdStatus,
			"repeat": cmdRepeat,
			"bytes":  cmdBytes,
			"pack":   cmdPack,
		},
	})
}

// cmdStatus runs a command and wants this exit status: status 3 entente code x
func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command arg...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		if _, serr := fmt.Sscanf(err.Error(), "exit status %d", &got); serr != nil {
			ts.Fatalf("%v", err)
		}
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// cmdRepeat writes a text many times into a file: repeat FILE N TEXT, with \n
// for a line end.
func cmdRepeat(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	s := strings.ReplaceAll(args[2], `\n`, "\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte(s), n), 0o644))
}

// cmdBytes writes a Go string literal's bytes into a file: bytes FILE "\xff"
func cmdBytes(ts *testscript.TestScript, neg bool, args []string) {
	s, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(s), 0o644))
}

// cmdPack packs files as the ending of the first name says: pack NEWS.tar.gz FILE...
func cmdPack(ts *testscript.TestScript, neg bool, args []string) {
	var b bytes.Buffer
	z, t := zip.NewWriter(&b), tar.NewWriter(&b)
	name, packed := strings.CutSuffix(args[0], ".gz")
	for _, a := range args[1:] {
		body := []byte(ts.ReadFile(a))
		switch {
		case strings.HasSuffix(name, ".zip"):
			w, err := z.Create(a)
			ts.Check(err)
			_, err = w.Write(body)
			ts.Check(err)
		case strings.HasSuffix(name, ".tar"):
			ts.Check(t.WriteHeader(&tar.Header{Name: a, Mode: 0o644, Size: int64(len(body))}))
			_, err := t.Write(body)
			ts.Check(err)
		default:
			b.Write(body)
		}
	}
	switch {
	case strings.HasSuffix(name, ".zip"):
		ts.Check(z.Close())
	case strings.HasSuffix(name, ".tar"):
		ts.Check(t.Close())
	}
	out := b.Bytes()
	if packed {
		var g bytes.Buffer
		w := gzip.NewWriter(&g)
		_, err := w.Write(out)
		ts.Check(err)
		ts.Check(w.Close())
		out = g.Bytes()
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out, 0o644))
}

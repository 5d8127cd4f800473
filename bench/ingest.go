package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// ingest measures "entente ingest" from a file on disk to incidents in a store: a
// tenth of the reports first and then all of them, each into a store of its own, so
// that growth shows.
func (b *bench) ingest(n int) error {
	b.say("## From a file to a store\n")
	b.say("`entente ingest` of generated reports of three to six sentences (bench/reports.go), folding included. Of ten, about one is a copy of another and one is off topic.\n")
	b.say("| reports | records | wall | processor time | reports/s | reports for each second of processor time | most resident | store |")
	b.say("|---|---|---|---|---|---|---|---|")
	for _, n := range []int{n / 10, n} {
		path, db := filepath.Join(b.dir, "reports.jsonl"), filepath.Join(b.dir, "db")
		if err := makeReports(path, n); err != nil {
			return err
		}
		cmd := exec.Command(b.bin, "ingest", "--db", db, path)
		var said bytes.Buffer
		cmd.Stderr = &said
		began := time.Now()
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("entente ingest: %w\n%s", err, said.String())
		}
		wall := time.Since(began)
		cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10 // Linux counts in KB
		_, line, _ := strings.Cut(strings.TrimSpace(said.String()), "with events: ")
		records, _, _ := strings.Cut(line, " ")
		b.say("| %d | %s | %.1f s | %.1f s | %.0f | %.0f | %d MB | %d MB |", n, records, wall.Seconds(), cpu.Seconds(), float64(n)/wall.Seconds(), float64(n)/cpu.Seconds(), peak, sizeOf(db)>>20)
		if err := os.RemoveAll(db); err != nil {
			return err
		}
	}
	b.say("")
	return nil
}

// sizeOf is how many bytes the files of a folder have.
func sizeOf(dir string) (n int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if i, err := d.Info(); err == nil {
				n += i.Size()
			}
		}
		return nil
	})
	return n
}

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func cores() int { return runtime.NumCPU() }

// A bench runs the binary and writes down what it sees.
type bench struct {
	bin, dir string
	report   strings.Builder
}

func (b *bench) say(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	fmt.Println(line)
	b.report.WriteString(line + "\n")
}

// A result is one run of the program.
type result struct {
	first, wall time.Duration // until the first byte of output, until the end
	cpu         time.Duration // user and system
	peak        int64         // bytes of memory that were resident at most
	hash        string        // of the output
	sentences   int
	records     int
}

var counts = regexp.MustCompile(`coded, (\d+) sentences?, (\d+) records?`)

// code runs "entente code" on the given number of cores and workers.
func (b *bench) code(cores int, args ...string) (result, error) {
	cmd := exec.Command(b.bin, append([]string{"code", "--workers", strconv.Itoa(cores)}, args...)...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(cores))
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return result{}, err
	}
	var r result
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return r, err
	}
	h := sha256.New()
	var one [1]byte
	n, err := io.ReadFull(out, one[:])
	r.first = time.Since(began)
	h.Write(one[:n])
	if err == nil {
		_, err = io.Copy(h, out)
	}
	if werr := cmd.Wait(); werr != nil {
		return r, fmt.Errorf("entente %s: %w\n%s", strings.Join(args, " "), werr, said.String())
	} else if err != nil && err != io.EOF {
		return r, err
	}
	r.wall = time.Since(began)
	r.hash = hex.EncodeToString(h.Sum(nil)[:6])
	r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = int64(u.Maxrss) << 10 // Linux counts in KB
	}
	if m := counts.FindStringSubmatch(said.String()); m != nil {
		r.sentences, _ = strconv.Atoi(m[1])
		r.records, _ = strconv.Atoi(m[2])
	}
	return r, nil
}

// best is the fastest of three runs: what else runs on the machine can only
// make a run slower.
func (b *bench) best(cores int, path string) (result, error) {
	var best result
	for i := range 3 {
		r, err := b.code(cores, path)
		if err != nil {
			return r, err
		}
		if i > 0 && r.hash != best.hash {
			return r, fmt.Errorf("%s: two runs gave different output", path)
		}
		if i == 0 || r.wall < best.wall {
			best = r
		}
	}
	return best, nil
}

func (b *bench) throughput(sets []input) error {
	b.say("## Raw text to records\n")
	b.say("Whole process, start-up included; the best of three runs. Core time is sentences for each second of processor time on one core, which other work on the machine disturbs less.\n")
	b.say("| text | sentences | words a sentence | records | one core, sentences/s | words/s | core time | two cores, sentences/s | ratio | same output |")
	b.say("|---|---|---|---|---|---|---|---|---|---|")
	for _, s := range sets {
		words, err := countWords(s.path)
		if err != nil {
			return err
		}
		one, err := b.best(1, s.path)
		if err != nil {
			return err
		}
		two, err := b.best(2, s.path)
		if err != nil {
			return err
		}
		same := "yes"
		if one.hash != two.hash {
			same = "NO"
		}
		n := float64(one.sentences)
		b.say("| %s | %d | %.1f | %d | %.0f | %.0f | %.0f | %.0f | %.2f | %s, %s |", s.name, one.sentences, float64(words)/n, one.records,
			n/one.wall.Seconds(), float64(words)/one.wall.Seconds(), n/one.cpu.Seconds(),
			n/two.wall.Seconds(), one.wall.Seconds()/two.wall.Seconds(), same, one.hash)
		if one.hash != two.hash {
			return fmt.Errorf("%s: one worker and two workers give different output", s.name)
		}
	}
	b.say("")
	return nil
}

// countWords counts what blanks part, in JSON lines or in a folder of texts.
func countWords(path string) (int, error) {
	if strings.HasSuffix(path, ".jsonl") {
		texts, err := readTexts(path)
		n := 0
		for _, t := range texts {
			n += len(strings.Fields(t))
		}
		return n, err
	}
	n := 0
	err := filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		t, err := os.ReadFile(p)
		n += len(strings.Fields(string(t)))
		return err
	})
	return n, err
}

const oneSentence = "Kenya recalled its ambassador from Somalia on Tuesday.\n"

func (b *bench) startUp() error {
	path := filepath.Join(b.dir, "one.txt")
	if err := os.WriteFile(path, []byte(oneSentence), 0o644); err != nil {
		return err
	}
	var first, end, cpu []time.Duration
	for range 20 {
		r, err := b.code(cores(), path)
		if err != nil {
			return err
		}
		first, end, cpu = append(first, r.first), append(end, r.wall), append(cpu, r.cpu)
	}
	b.say("## Start-up\n")
	b.say("One sentence, %d runs on %d cores, from the start of the process.\n", len(first), cores())
	b.say("| | median | fastest | slowest |")
	b.say("|---|---|---|---|")
	for _, row := range []struct {
		name string
		list []time.Duration
	}{{"first record", first}, {"exit", end}, {"processor time", cpu}} {
		slices.Sort(row.list)
		l := row.list
		b.say("| %s | %.0f ms | %.0f ms | %.0f ms |", row.name, ms(l[len(l)/2]), ms(l[0]), ms(l[len(l)-1]))
	}
	b.say("")
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (b *bench) memory(workload, long string, longMB int) error {
	short := filepath.Join(b.dir, "one.txt")
	b.say("## Memory\n")
	b.say("Resident at most, with as many workers as cores. About 30 MB of it are the models and the gazetteer, pages of the binary that all its processes share.\n")
	b.say("| text | peak | time |")
	b.say("|---|---|---|")
	for _, in := range []input{{"one sentence", short}, {"our own sentences, as articles", workload}, {fmt.Sprintf("plain text of %d MB", longMB), long}} {
		if in.path == "" {
			continue
		}
		r, err := b.code(cores(), in.path)
		if err != nil {
			return err
		}
		b.say("| %s | %d MB | %.1f s |", in.name, r.peak>>20, r.wall.Seconds())
	}
	b.say("")
	return nil
}

// growth codes one article of growing length: the time for a sentence must not
// grow with it.
func (b *bench) growth(workload string) error {
	texts, err := readTexts(workload)
	if err != nil {
		return err
	}
	all := strings.Join(texts, "\n\n")
	b.say("## One article of growing length\n")
	b.say("| length | sentences | sentences/s on one core |")
	b.say("|---|---|---|")
	for _, size := range []int{50_000, 200_000, 800_000, 1_600_000} {
		if size > len(all) {
			break
		}
		line, err := json.Marshal(article{ID: "long", Date: "2024-03-05", Text: strings.ToValidUTF8(all[:size], "")})
		if err != nil {
			return err
		}
		path := filepath.Join(b.dir, "growing.jsonl")
		if err := os.WriteFile(path, line, 0o644); err != nil {
			return err
		}
		r, err := b.best(1, path)
		if err != nil {
			return err
		}
		// Start-up is no part of this question.
		b.say("| %d KB | %d | %.0f |", size/1000, r.sentences, float64(r.sentences)/(r.wall-startUpShare).Seconds())
	}
	b.say("")
	return nil
}

// startUpShare is about what a process takes before it reads its first article.
const startUpShare = 50 * time.Millisecond

// Command bench measures the built program from outside, as a user meets it:
// how fast raw text becomes records, how soon the first record is there, and
// how much memory it takes. Run it with bench/run.sh from the repository's
// root; bench/README.md says what the figures mean. It imports nothing of
// entente's, so that it measures the same thing whatever moves inside.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

type options struct {
	sentences int
	longMB    int
	articles  int
	shared    string
	results   string
}

func main() {
	var o options
	flag.IntVar(&o.sentences, "sentences", 20000, "size of the workload made of our own sentences")
	flag.IntVar(&o.longMB, "long", 100, "size in MB of the long plain text; 0 leaves it out, which saves minutes")
	flag.IntVar(&o.articles, "articles", 10000, "generated reports that are read into a store; 0 leaves it out")
	flag.StringVar(&o.shared, "shared", "../shared", "shared data folder, for real articles; left out when it is not there")
	flag.StringVar(&o.results, "results", "", "also write the report to this file, such as bench/results.md")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	dir, err := os.MkdirTemp("", "entente-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	bin := filepath.Join(dir, "entente")
	if out, err := exec.Command("go", "build", "-o", bin, "./cmd/entente").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %v\n%s", err, out)
	}
	b := &bench{bin: bin, dir: dir}
	b.header(o)

	work := filepath.Join(dir, "workload.jsonl")
	if err := makeWorkload(work, o.sentences); err != nil {
		return err
	}
	sets := []input{{"our own sentences", work}}
	sets = append(sets, realArticles(o.shared, dir)...)
	if err := b.throughput(sets); err != nil {
		return err
	}
	if err := b.startUp(); err != nil {
		return err
	}
	long := ""
	if o.longMB > 0 {
		long = filepath.Join(dir, "long.txt")
		if err := makeLong(long, work, o.longMB<<20); err != nil {
			return err
		}
	}
	if err := b.memory(work, long, o.longMB); err != nil {
		return err
	}
	if err := b.growth(work); err != nil {
		return err
	}
	if err := b.shares(sets[min(1, len(sets)-1)]); err != nil {
		return err
	}
	if o.articles > 0 {
		if err := b.ingest(o.articles); err != nil {
			return err
		}
	}
	if o.results != "" {
		return os.WriteFile(o.results, []byte(b.report.String()), 0o644)
	}
	return nil
}

// header says what was measured where.
func (b *bench) header(o options) {
	commit, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	version, _ := exec.Command("go", "version").Output()
	b.say("# Speed, start-up and memory\n")
	b.say("* date: %s", time.Now().UTC().Format("2006-01-02 15:04 UTC"))
	b.say("* command: `bench/run.sh -sentences %d -long %d -articles %d`", o.sentences, o.longMB, o.articles)
	b.say("* commit: %s, %s", strings.TrimSpace(string(commit)), strings.TrimSpace(string(version)))
	b.say("* machine: %s\n", machine())
}

// machine is the processor and the number of cores.
func machine() string {
	model := "unknown processor"
	if f, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for _, l := range strings.Split(string(f), "\n") {
			if k, v, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(k) == "model name" {
				model = strings.TrimSpace(v)
				break
			}
		}
	}
	load := ""
	if f, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = ", load before the run " + strings.Fields(string(f))[0]
	}
	return fmt.Sprintf("%s, %d cores%s", model, cores(), load)
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"sort"
	"strings"
	"syscall"
	"time"

	"entente/internal/diag"
	"entente/internal/pipeline"
	"entente/internal/reading/source"
	"entente/internal/text"
)

// inputFlags are shared by the commands that read articles.
type inputFlags struct {
	Date    string `placeholder:"DAY" help:"Publication date of articles that give none, as 2025-06-27."`
	Workers int    `placeholder:"N" help:"Articles coded side by side (default: one for each core)."`
	Output  string `short:"o" placeholder:"FILE" help:"Write to FILE instead of standard output."`
	Quiet   bool   `short:"q" help:"No progress and no summary; what is skipped is still said."`
	MaxLine int    `hidden:"" help:"Longest line in bytes."`
	Profile string `hidden:"" name:"cpu-profile" help:"File for a CPU profile of the run."`
}

// maxFindings is how many skipped articles are named one by one.
const maxFindings = 50

// A job is one run over articles: what is written, and how.
type job struct {
	app *app
	inputFlags
	args   []string
	coder  pipeline.Coder
	header string
	write  func(dst []byte, r pipeline.Result) []byte
}

// do runs the job: findings and summary go to standard error, output to its
// place, and the status says whether all, some or none of the input was read.
func (j *job) do() error {
	opts := source.Options{Stdin: j.app.stdin, MaxLine: j.MaxLine}
	if j.Date != "" {
		d, err := parseDay(j.Date)
		if err != nil {
			return usageError{err}
		}
		opts.Date = d
	}
	args := j.args
	if len(args) == 0 {
		args = []string{"-"}
	}
	if j.Workers < 0 {
		return usageError{&diag.Error{Msg: "--workers must be at least 1"}}
	}
	if j.Workers == 0 {
		j.Workers = runtime.GOMAXPROCS(0)
	}
	out, err := openOutput(j.app, j.Output)
	if err != nil {
		return err
	}
	src := source.Open(args, opts)
	defer src.Close()
	if j.Profile != "" {
		f, err := os.Create(j.Profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	bar := startProgress(j.app, src, j.Quiet)
	began := time.Now()
	found := 0
	var buf []byte
	started := false
	sum, err := pipeline.Run(j.app.ctx, src, j.coder, j.Workers, func(r pipeline.Result) error {
		bar.step()
		if r.Skip != nil {
			if found++; found <= maxFindings {
				bar.say(r.Skip.Error())
				if os.Getenv("ENTENTE_STACK") != "" && len(r.Stack) > 0 {
					bar.say(string(r.Stack))
				}
			}
			return nil
		}
		buf = buf[:0]
		if !started {
			started = true
			buf = append(buf, j.header...)
		}
		buf = j.write(buf, r)
		return out.put(buf)
	})
	bar.stop()
	if found > maxFindings {
		fmt.Fprintf(j.app.stderr, "and %d more\n", found-maxFindings)
	}
	if !j.Quiet && !errors.Is(err, errPipe) {
		fmt.Fprintln(j.app.stderr, summaryLine(sum, time.Since(began)))
	}
	if err == nil && sum.Coded == 0 && sum.Skips() > 0 {
		out.discard()
		return status(exitFailed)
	}
	if cerr := out.close(err == nil); err == nil {
		err = cerr
	} else if cerr != nil && cerr != err && !errors.Is(err, errPipe) {
		fmt.Fprintf(j.app.stderr, "entente: %v\n", cerr)
	}
	switch {
	case err != nil:
		return err
	case sum.Skips() > 0:
		return status(exitSkipped)
	}
	return nil
}

func parseDay(s string) (text.Date, error) {
	d, err := source.ParseDate(s)
	var de *diag.Error
	if errors.As(err, &de) {
		de.Msg = "--date: " + de.Msg
		return d, de
	}
	return d, err
}

// summaryLine says in one line what the run did.
func summaryLine(s pipeline.Summary, took time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s coded, %s, %s (%d counted)", plural(s.Coded, "document"), plural(s.Sentences, "sentence"), plural(s.Records, "record"), s.Counted)
	if n := s.Skips(); n > 0 {
		reasons := make([]string, 0, len(s.Skipped))
		for r := range s.Skipped {
			reasons = append(reasons, string(r))
		}
		sort.Strings(reasons)
		for i, r := range reasons {
			reasons[i] = fmt.Sprintf("%d %s", s.Skipped[diag.Reason(r)], r)
		}
		fmt.Fprintf(&b, "; %d skipped: %s", n, strings.Join(reasons, ", "))
	}
	sec := took.Seconds()
	fmt.Fprintf(&b, "; %.2f s", sec)
	if sec > 0 && s.Sentences > 0 {
		fmt.Fprintf(&b, ", %.0f sentences/s", float64(s.Sentences)/sec)
	}
	return b.String()
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// errPipe is what a reader that has gone away leaves behind.
var errPipe error = syscall.EPIPE

// An output is standard output, or a file that takes its name only when it is
// complete.
type output struct {
	w    *bufio.Writer
	f    *os.File
	name string // final name; "" for standard output
}

func openOutput(a *app, name string) (*output, error) {
	if name == "" || name == "-" {
		return &output{w: bufio.NewWriterSize(a.stdout, 64<<10), f: a.stdout}, nil
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return nil, &diag.Error{File: name, Msg: "cannot be written: it is a folder", Hint: "name a file in it"}
	}
	f, err := os.Create(name + ".part")
	if err != nil {
		var pe *os.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		return nil, &diag.Error{File: name, Msg: "cannot be written: " + err.Error()}
	}
	return &output{w: bufio.NewWriterSize(f, 64<<10), f: f, name: name}, nil
}

// put writes one document's output at once, so that the first record is seen
// as soon as it is there.
func (o *output) put(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	if _, err := o.w.Write(b); err != nil {
		return err
	}
	if o.name == "" {
		return o.w.Flush()
	}
	return nil
}

// discard leaves a file of that name as it was: nothing was read, so nothing
// takes its place.
func (o *output) discard() {
	if o.name != "" {
		o.f.Close()
		os.Remove(o.name + ".part")
	}
}

func (o *output) close(complete bool) error {
	err := o.w.Flush()
	if o.name == "" {
		return err
	}
	if cerr := o.f.Close(); err == nil {
		err = cerr
	}
	if err == nil && complete {
		err = os.Rename(o.name+".part", o.name)
	}
	if err == nil && !complete {
		err = fmt.Errorf("incomplete output is left in %s.part", o.name)
	}
	return err
}

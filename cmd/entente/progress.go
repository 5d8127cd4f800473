package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"entente/internal/reading/source"
)

// A progress shows a bar on standard error once a run has lasted a while, and
// only to a person: never in a pipe or a log file.
type progress struct {
	app  *app
	docs atomic.Int64
	noun string        // what is counted
	end  chan struct{} // closed to stop; nil when nothing is shown
	over chan struct{}
	lead chan *mpb.Progress // holds the container while it is up
}

// Patience before a bar is shown, and time between its steps.
const (
	patience = 2 * time.Second
	tick     = 200 * time.Millisecond
)

func startProgress(a *app, src *source.Reader, quiet bool) *progress {
	return startBar(a, quiet, func(*progress) (int64, int64) { return src.Progress() }, decor.CountersKibiByte("% .1f / % .1f"))
}

// startCount is a bar over things that are counted one by one with step.
func startCount(a *app, total int64, quiet bool) *progress {
	return startBar(a, quiet, func(p *progress) (int64, int64) { return p.docs.Load(), total }, decor.CountersNoUnit("%d / %d"))
}

// startBar shows a bar that measure feeds: how much is done, of how much.
func startBar(a *app, quiet bool, measure func(*progress) (done, total int64), counter decor.Decorator) *progress {
	p := &progress{app: a, noun: "documents"}
	if quiet || !term.IsTerminal(int(a.stderr.Fd())) {
		return p
	}
	p.end, p.over, p.lead = make(chan struct{}), make(chan struct{}), make(chan *mpb.Progress, 1)
	go p.show(measure, counter)
	return p
}

func (p *progress) show(measure func(*progress) (done, total int64), counter decor.Decorator) {
	defer close(p.over)
	select {
	case <-p.end:
		return
	case <-time.After(patience):
	}
	_, total := measure(p)
	box := mpb.New(mpb.WithOutput(p.app.stderr), mpb.WithWidth(40), mpb.WithRefreshRate(tick))
	count := decor.Any(func(decor.Statistics) string { return fmt.Sprintf("%d %s ", p.docs.Load(), p.noun) })
	parts := []decor.Decorator{counter}
	if total > 0 {
		parts = append(parts, decor.Name("  "), decor.AverageETA(decor.ET_STYLE_GO))
	}
	bar := box.New(total, mpb.BarStyle(), mpb.PrependDecorators(count), mpb.AppendDecorators(parts...), mpb.BarRemoveOnComplete())
	p.lead <- box
	for {
		select {
		case <-p.end:
			bar.Abort(true)
			<-p.lead
			box.Wait()
			return
		case <-time.After(tick):
			done, _ := measure(p)
			if total > 0 {
				done = min(done, total-1) // a full bar would go before its time
			}
			bar.SetCurrent(done)
		}
	}
}

func (p *progress) step() { p.docs.Add(1) }

// say prints a line above the bar.
func (p *progress) say(s string) {
	if p.lead != nil {
		select {
		case box := <-p.lead:
			fmt.Fprintln(box, s)
			p.lead <- box
			return
		default:
		}
	}
	fmt.Fprintln(p.app.stderr, s)
}

func (p *progress) stop() {
	if p.end != nil {
		close(p.end)
		<-p.over
	}
}

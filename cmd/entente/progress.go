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
	p := &progress{app: a}
	if quiet || !term.IsTerminal(int(a.stderr.Fd())) {
		return p
	}
	p.end, p.over, p.lead = make(chan struct{}), make(chan struct{}), make(chan *mpb.Progress, 1)
	go p.show(src)
	return p
}

func (p *progress) show(src *source.Reader) {
	defer close(p.over)
	select {
	case <-p.end:
		return
	case <-time.After(patience):
	}
	_, total := src.Progress()
	box := mpb.New(mpb.WithOutput(p.app.stderr), mpb.WithWidth(40), mpb.WithRefreshRate(tick))
	count := decor.Any(func(decor.Statistics) string { return fmt.Sprintf("%d documents ", p.docs.Load()) })
	parts := []decor.Decorator{decor.CountersKibiByte("% .1f / % .1f")}
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
			done, _ := src.Progress()
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

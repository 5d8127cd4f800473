// Package watch looks for alerts in a store: it takes new days or weeks of all
// series past the change-point watch of room alert, holds users' rules against
// the days they are to be held against, and says for each alert which incidents
// it rests on. What it remembers lies in a folder of the store beside the truth:
// states of series, which are worked out again whenever the sums of the past are
// no longer those that they were worked out from, and what was told, which cannot
// be worked out. Time is handed in; sending is the business of deliver.
package watch

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/track/alert"
	"entente/internal/track/store"
)

// Options say what is looked at.
type Options struct {
	By       string  // Day or Week
	Origin   string  // whose rows: record.Origin, or that of another data set
	Sides    bool    // series by cooperation and conflict instead of the four quad classes
	Directed bool    // the first to the second and the other way apart
	Level    float64 // of chance among what the watch shows; 0: rules alone
	Least    int     // counts in the year before that make a series be watched
	Rules    []alert.Rule
	Since    string // first day told of; empty: what is still news
	Until    string // last day looked at; empty: the last day that was read
	Today    string // no day after it has been read, whatever a document says
}

// Lengths of a step.
const (
	Day  = "day"
	Week = "week"
)

// News is what a call of Step found.
type News struct {
	Alerts  []alert.Alert // not told before; those of rules first
	Until   string        // last day looked at; empty: nothing was read
	Watched int           // series in the newest step
	Stepped int           // steps that were worked out
}

var originName = regexp.MustCompile(`^[a-z0-9_-]+$`)

func (o *Options) check() error {
	switch {
	case o.By != Day && o.By != Week:
		return fmt.Errorf("watch: steps are days or weeks, not %q", o.By)
	case !originName.MatchString(o.Origin):
		return &diag.Error{Msg: fmt.Sprintf("%q is no origin", o.Origin), Hint: "entente, or the name of a data set as in the column origin: icews"}
	case !(o.Level >= 0 && o.Level < 1):
		return &diag.Error{Msg: fmt.Sprintf("the level is a share, not %v", o.Level), Hint: "0.1: of ten alerts about one is chance; 0: rules alone"}
	case o.Least < 1:
		return &diag.Error{Msg: "a series must have at least one count to be watched"}
	}
	return nil
}

// length is the days of a step, year the steps of a year.
func (o *Options) length() int {
	if o.By == Week {
		return 7
	}
	return 1
}

func (o *Options) year() int { return 364 / o.length() }

func (o *Options) model() alert.Model {
	if o.By == Week {
		return alert.Weekly
	}
	return alert.Daily
}

// ours reports whether the rows are incidents of ours.
func (o *Options) ours() bool { return o.Origin == record.Origin }

// How far back a day is told of where the user does not say: a change of level is
// news for twelve weeks; a rule is held against the days of the last week again,
// for reports that come late.
const (
	newsDays = 84
	lateDays = 7
)

// Step takes in what is new in the store and returns what is to be told. What it
// returns is noted in m, which the caller keeps once it has taken the alerts over.
func Step(ctx context.Context, db *store.Store, m *Memory, o Options) (*News, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	r := &reader{db: db, o: &o}
	until, err := r.read(ctx)
	if err != nil || until == "" {
		return &News{}, err
	}
	news := &News{Until: until}
	if err := r.judge(ctx, m, news); err != nil {
		return nil, err
	}
	if o.Level > 0 {
		if err := r.watch(ctx, m, news); err != nil {
			return nil, err
		}
	}
	return news, r.explain(ctx, news.Alerts)
}

// watch takes the series past the detector.
func (r *reader) watch(ctx context.Context, m *Memory, news *News) error {
	o := r.o
	since := o.Since
	if since == "" {
		since = addDays(news.Until, -newsDays)
	}
	found, err := r.steps(ctx, news)
	if err != nil {
		return err
	}
	model := o.model()
	for i := range found {
		a := &found[i]
		last := addDays(a.Step, a.Days-1)
		if last < since || !m.Book.Admit(a, last, model.Recent*a.Days-1) {
			continue
		}
		deeds, err := r.deeds(ctx, a.Dyad, measureOf(a.Measure), a.Step, last)
		if err != nil {
			return err
		}
		a.Publishers, a.Incidents = behind(deeds)
		news.Alerts = append(news.Alerts, *a)
	}
	return nil
}

// judge holds the rules against each day that they have not been held against,
// and those of the week before once more.
func (r *reader) judge(ctx context.Context, m *Memory, news *News) error {
	if len(r.o.Rules) == 0 {
		return nil
	}
	from := r.o.Since
	if from == "" {
		from = addDays(news.Until, 1-lateDays)
		if m.Judged != "" {
			from = min(from, addDays(m.Judged, 1-lateDays))
			from = max(from, addDays(news.Until, -newsDays))
		}
	}
	from = max(from, r.first())
	look := r.lookup(ctx, from, news.Until)
	for day := from; day <= news.Until; day = addDays(day, 1) {
		found, err := alert.Judge(r.o.Rules, look(day), &m.Book)
		if err != nil {
			return err
		}
		news.Alerts = append(news.Alerts, found...)
	}
	m.Judged = max(m.Judged, news.Until)
	return nil
}

// Days are counted from a Monday, so that a week is seven of them.
var monday = time.Date(1970, 1, 5, 0, 0, 0, 0, time.UTC)

func number(day string) int {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return int(t.Sub(monday) / (24 * time.Hour))
}

func dayOf(n int) string { return monday.AddDate(0, 0, n).Format(time.DateOnly) }

func addDays(day string, n int) string { return dayOf(number(day) + n) }

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"entente/internal/coding/domain"
	"entente/internal/diag"
	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/reference"
	"entente/internal/track/alert"
	"entente/internal/track/alert/deliver"
	"entente/internal/track/store"
	"entente/internal/track/watch"
)

type alertsCmd struct {
	storeFlag
	alertFlags `embed:""`
	Quiet      bool `short:"q" help:"No summary."`

	knowledgeFlags `embed:""`
}

// alertFlags say what is to be told of, and to whom.
type alertFlags struct {
	Rules    string  `placeholder:"FILE" help:"Rules of your own: docs/format/rules.md."`
	By       string  `enum:"day,week" default:"week" help:"Steps of the watch over all series: day or week."`
	Level    float64 `default:"0.1" placeholder:"SHARE" help:"Share of chance allowed among what the watch shows (default 0.1); 0: rules alone."`
	Least    int     `default:"10" placeholder:"N" help:"Series with so many counts in the year before are watched (default 10)."`
	Sides    bool    `help:"Watch cooperation and conflict instead of the four quad classes."`
	Directed bool    `help:"Watch the two directions of a pair apart."`
	Origin   string  `default:"entente" placeholder:"NAME" help:"Whose events: entente, or a data set that was imported (icews)."`
	Since    string  `placeholder:"DAY" help:"Tell what holds of days from this one on (default: the last twelve weeks; rules: the last week)."`
	Until    string  `placeholder:"DAY" help:"Look at no later day (default: the last that was read)."`
	Peek     bool    `help:"Show on standard output what is new, send nothing, and remember nothing of it."`

	channelFlags `embed:""`
}

func (c *alertsCmd) Run(a *app) error {
	al, err := a.alarm(c.alertFlags, c.knowledgeFlags)
	if err != nil {
		return err
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{})
	if err != nil {
		return err
	}
	news, err := al.step(a.ctx, db)
	if err == nil && !c.Quiet {
		fmt.Fprintln(a.stderr, al.summary(news))
	}
	return errors.Join(err, db.Close())
}

// An alarm is set once and goes off as often as it is asked.
type alarm struct {
	opts watch.Options
	to   []destination
	show deliver.Channel // standard output
	peek bool
	now  func() time.Time
	say  func(string)
}

// alarm reads rules and channels.
func (a *app) alarm(f alertFlags, k knowledgeFlags) (*alarm, error) {
	al := &alarm{peek: f.Peek, now: time.Now, say: func(s string) { fmt.Fprintln(a.stderr, s) }}
	al.opts = watch.Options{By: f.By, Origin: f.Origin, Sides: f.Sides, Directed: f.Directed, Level: f.Level, Least: f.Least}
	var err error
	if al.opts.Since, err = plainDay("--since", f.Since); err != nil {
		return nil, err
	}
	if al.opts.Until, err = plainDay("--until", f.Until); err != nil {
		return nil, err
	}
	al.show = f.channelFlags.show(a)
	if al.to, err = f.channelFlags.open(a); err != nil {
		return nil, err
	}
	if f.Rules == "" {
		return al, nil
	}
	if al.opts.Rules, err = readRules(f.Rules, k); err != nil {
		return nil, err
	}
	var errs diag.List
	for i := range al.opts.Rules {
		r := &al.opts.Rules[i]
		for _, name := range r.Channels {
			if len(al.named(name)) == 0 {
				errs.Add(&diag.Error{File: f.Rules, Line: r.Line, Column: 1, Msg: fmt.Sprintf("no channel has the name %q", name), Hint: "set it up with --to " + name + "=webhook:https://…, " + name + "=mailto:…, or " + name + "=file:…", Reason: diag.Missing})
			}
		}
	}
	return al, errs.Err()
}

// plainDay is a day as it is written, or none.
func plainDay(flag, s string) (string, error) {
	if s == "" {
		return "", nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", usageError{&diag.Error{Msg: fmt.Sprintf("%s: %q is no day", flag, s), Hint: "write it as 2025-06-27"}}
	}
	return t.Format(time.DateOnly), nil
}

// plover are the codes of actors that are no states.
var plover = []string{"IGO", "NGO", "MNC", "IMG", "ISM", "EUR", "UNO"}

func readRules(name string, k knowledgeFlags) ([]alert.Rule, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, &diag.Error{File: name, Msg: "cannot be read: " + err.Error(), Reason: diag.Unreadable}
	}
	files, err := k.files()
	if err != nil {
		return nil, err
	}
	book, err := codebook.Load(files)
	if err != nil {
		return nil, err
	}
	tables, err := reference.Load(files)
	if err != nil {
		return nil, err
	}
	words := alert.Words{Fields: domain.Contexts, Actor: func(code string) bool { return tables.State(code) != nil || slices.Contains(plover, code) }}
	for _, act := range book.Names() {
		if t := book.Type(act); t != "" && !slices.Contains(words.Types, t) {
			words.Types = append(words.Types, t)
		}
	}
	return alert.ParseRules(name, string(text), words)
}

// step looks at what is new in a store that has been folded or not, notes it, and
// sends it. What could not be sent waits in the store's folder for the next time.
func (al *alarm) step(ctx context.Context, db *store.Store) (*watch.News, error) {
	if _, err := db.Fold(ctx); err != nil {
		return nil, err
	}
	m, err := watch.Remember(db.Dir(), al.opts.Origin)
	if err != nil {
		return nil, err
	}
	now := al.now()
	al.opts.Today = now.UTC().Format(time.DateOnly)
	news, err := watch.Step(ctx, db, m, al.opts)
	if err != nil {
		return nil, err
	}
	if al.peek {
		return news, al.show.Send(ctx, news.Alerts)
	}
	for i := range news.Alerts {
		for _, d := range al.of(&news.Alerts[i]) {
			m.Outbox = append(m.Outbox, watch.Letter{To: d.id, Day: al.opts.Today, Alert: news.Alerts[i]})
		}
	}
	if err := m.Keep(); err != nil {
		return nil, err
	}
	return news, al.send(ctx, m, now)
}

// of are the channels that an alert goes to: those that its rule names, else those
// without a name.
func (al *alarm) of(a *alert.Alert) (out []destination) {
	if len(a.Channels) == 0 {
		return al.named("")
	}
	for _, name := range a.Channels {
		out = append(out, al.named(name)...)
	}
	return out
}

func (al *alarm) named(name string) (out []destination) {
	for _, d := range al.to {
		if d.name == name || name == "stdout" && d.id == "stdout" {
			out = append(out, d)
		}
	}
	return out
}

// waits is how long an alert waits for a channel that is not there.
const waits = 30

// send empties the outbox. A kill in between may send something twice, and never
// loses it.
func (al *alarm) send(ctx context.Context, m *watch.Memory, now time.Time) error {
	var errs []error
	for _, d := range al.to {
		mine := []alert.Alert{}
		for i := range m.Outbox {
			if m.Outbox[i].To == d.id {
				mine = append(mine, m.Outbox[i].Alert)
			}
		}
		for len(mine) > 0 {
			n := len(mine)
			if d.single {
				n = 1
			}
			if err := d.open(now).Send(ctx, mine[:n]); err != nil {
				errs = append(errs, fmt.Errorf("%w; not sent: %s, kept for the next run", err, plural(len(mine), "alert")))
				break
			}
			left := n
			m.Outbox = slices.DeleteFunc(m.Outbox, func(l watch.Letter) bool {
				if l.To == d.id && left > 0 {
					left--
					return true
				}
				return false
			})
			mine = mine[n:]
			if err := m.Keep(); err != nil {
				return errors.Join(append(errs, err)...)
			}
		}
	}
	before := now.UTC().AddDate(0, 0, -waits).Format(time.DateOnly)
	here := func(l watch.Letter) bool {
		return slices.ContainsFunc(al.to, func(d destination) bool { return d.id == l.To })
	}
	given := 0
	m.Outbox = slices.DeleteFunc(m.Outbox, func(l watch.Letter) bool {
		if l.Day >= before || here(l) {
			return false
		}
		given++
		return true
	})
	if given > 0 {
		al.say(fmt.Sprintf("%s given up: the channel has not been named for %d days", plural(given, "alert"), waits))
		errs = append(errs, m.Keep())
	}
	return errors.Join(errs...)
}

// summary says in one line what was looked at.
func (al *alarm) summary(n *watch.News) string {
	if n.Until == "" {
		return "no alerts: nothing that has a day was read"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s, up to %s", plural(len(n.Alerts), "new alert"), n.Until)
	if al.opts.Level > 0 {
		fmt.Fprintf(&b, "; %d series watched, %s worked out", n.Watched, plural(n.Stepped, al.opts.By))
	}
	if k := len(al.opts.Rules); k > 0 {
		fmt.Fprintf(&b, "; %s", plural(k, "rule"))
	}
	return b.String()
}

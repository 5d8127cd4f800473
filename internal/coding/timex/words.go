package timex

import (
	"io/fs"
	"sort"
	"strconv"
	"strings"

	"entente/internal/diag"
	"entente/internal/knowledge/table"
)

const timeTable = "lang/en/time.tsv"

// A kind is what the table says a word is in a time expression.
type kind uint8

const (
	none kind = iota
	kMonth
	kWeekday
	kWeekdays
	kUnit
	kSeason
	kPart
	kNumber
	kOrdinal
	kVague
	kDay
	kRef
	kSet
	kRel
	kMod
	kApprox
	kHoliday
	kZone
	kYearCue
	kNumbered
	kAhead
	kBehind
)

var kinds = map[string]kind{
	"month": kMonth, "weekday": kWeekday, "weekdays": kWeekdays, "unit": kUnit, "season": kSeason, "part": kPart,
	"number": kNumber, "ordinal": kOrdinal, "vague": kVague, "day": kDay, "ref": kRef, "set": kSet, "rel": kRel,
	"mod": kMod, "approx": kApprox, "holiday": kHoliday, "zone": kZone, "yearcue": kYearCue, "numbered": kNumbered,
	"ahead": kAhead, "behind": kBehind,
}

// opens is the set of kinds that can start an expression.
const opens = 1<<kMonth | 1<<kWeekday | 1<<kWeekdays | 1<<kUnit | 1<<kSeason | 1<<kPart | 1<<kNumber | 1<<kOrdinal |
	1<<kVague | 1<<kDay | 1<<kRef | 1<<kSet | 1<<kRel | 1<<kMod | 1<<kApprox | 1<<kHoliday

// A word is a table row. A form may be of several kinds: "march" is a month,
// "second" an ordinal and a unit.
type word struct {
	kinds  uint32
	values [kBehind + 1]*string
	line   int
}

// A phrase is a holiday of several tokens, keyed by its first one.
type phrase struct {
	words []string
	value string
}

// A Tagger finds and normalises time expressions. It is immutable and safe for
// many goroutines.
type Tagger struct {
	words    map[string]*word
	holidays map[string][]phrase // longest first
}

// New reads the time table of the data folder.
func New(files fs.FS) (*Tagger, error) {
	t, err := table.Read(files, timeTable, "kind", "form", "value")
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(kinds))
	for n := range kinds {
		names = append(names, n)
	}
	sort.Strings(names)
	g := &Tagger{words: make(map[string]*word, len(t.Rows)), holidays: map[string][]phrase{}}
	for _, r := range t.Rows {
		k, ok := kinds[r.Get("kind")]
		form, value := r.Get("form"), r.Get("value")
		switch {
		case !ok:
			hint := "one of " + strings.Join(names, ", ")
			if near := diag.Nearest(r.Get("kind"), names); near != "" {
				hint = "did you mean " + near + "?"
			}
			r.Bad("kind", "unknown kind "+r.Get("kind"), hint)
			continue
		case form == "":
			r.Bad("form", "empty form", "write the word in lower case")
			continue
		case !goodValue(k, value):
			r.Bad("value", "value "+strconv.Quote(value)+" does not fit "+r.Get("kind"), "the head of the table says what each kind wants")
			continue
		}
		if k == kHoliday {
			w := strings.Fields(form)
			g.holidays[w[0]] = append(g.holidays[w[0]], phrase{w, value})
			sort.SliceStable(g.holidays[w[0]], func(i, j int) bool {
				return len(g.holidays[w[0]][i].words) > len(g.holidays[w[0]][j].words)
			})
			form = w[0]
		}
		w := g.words[form]
		if w == nil {
			w = &word{line: r.Line}
			g.words[form] = w
		}
		if w.kinds&(1<<k) != 0 && k != kHoliday {
			r.Bad("form", form+" is listed twice as "+r.Get("kind"), "remove one of the two lines")
			continue
		}
		w.kinds |= 1 << k
		w.values[k] = &value
	}
	if err := t.Errs.Err(); err != nil {
		return nil, err
	}
	return g, nil
}

// goodValue reports whether a kind's value can be read.
func goodValue(k kind, v string) bool {
	n, err := strconv.Atoi(v)
	switch k {
	case kMonth:
		return err == nil && n >= 1 && n <= 12
	case kWeekday, kWeekdays:
		return err == nil && n >= 1 && n <= 7
	case kNumber, kOrdinal, kRel:
		return err == nil
	case kUnit:
		return len(v) == 1 && strings.Contains("DWMQYECLHNSKF", v)
	case kSeason:
		return v == "SP" || v == "SU" || v == "FA" || v == "WI"
	case kDay:
		_, err := strconv.Atoi(strings.TrimSuffix(v, "NI"))
		return err == nil
	case kMod, kApprox, kRef, kSet, kPart, kVague:
		return v != ""
	case kYearCue:
		return v == "1" || v == "2"
	case kHoliday:
		_, ok := holiday(v, 2024)
		return ok
	}
	return true
}

// holiday is the day of a holiday's rule in year y.
func holiday(rule string, y int) (day, bool) {
	if len(rule) != 5 && len(rule) != 6 {
		return 0, false
	}
	m, err := strconv.Atoi(rule[:2])
	if err != nil || m < 1 || m > 12 {
		return 0, false
	}
	nth, wd, floating := strings.Cut(rule[3:], "/")
	if !floating {
		d, err := strconv.Atoi(rule[3:])
		if err != nil || d < 1 || d > daysIn(y, m) {
			return 0, false
		}
		return civil(y, m, d), true
	}
	w, err := strconv.Atoi(wd)
	if err != nil || w < 1 || w > 7 {
		return 0, false
	}
	if nth == "L" {
		last := civil(y, m, daysIn(y, m))
		return last - day((last.weekday()-w+7)%7), true
	}
	n, err := strconv.Atoi(nth)
	if err != nil || n < 1 || n > 4 {
		return 0, false
	}
	first := civil(y, m, 1)
	return first + day((w-first.weekday()+7)%7+7*(n-1)), true
}

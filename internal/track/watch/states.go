package watch

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"entente/internal/track/alert"
)

// folder, below that of the store, holds what the watch remembers.
const folder = "alerts"

// statesVersion goes up when states of an older program are of no use.
const statesVersion = 1

// states are the states of all series after some steps. They are worked out from
// the store and may be thrown away at any time.
type states struct {
	Made        string // what they were worked out with
	Checkpoints []checkpoint
	path        string
	every       int // a checkpoint after so many steps is kept for a while
}

// A checkpoint holds all series as they stood after a step.
type checkpoint struct {
	Step   int
	Digest string // of the sums up to the step
	Series []entry
}

type entry struct {
	Key        string
	State      []byte
	Rose, Fell int
}

// loadStates reads the states of these options; those that cannot be read, or
// were worked out otherwise, are none.
func loadStates(dir string, o *Options) *states {
	name := fmt.Sprintf("%s-%s", o.Origin, o.By)
	if o.Sides {
		name += "-sides"
	}
	if o.Directed {
		name += "-directed"
	}
	made := fmt.Sprintf("%d %+v %v %d", statesVersion, o.model(), o.Level, o.Least)
	s := &states{}
	path := filepath.Join(dir, folder, name+".states")
	if b, err := os.ReadFile(path); err == nil {
		if gob.NewDecoder(bytes.NewReader(b)).Decode(s) != nil || s.Made != made {
			s = &states{}
		}
	}
	s.Made, s.path, s.every = made, path, 4
	if o.By == Day {
		s.every = 7
	}
	return s
}

// newest is the newest checkpoint whose past is what the store says it is.
func (s *states) newest(digests map[int]string) *checkpoint {
	for i := len(s.Checkpoints) - 1; i >= 0; i-- {
		c := &s.Checkpoints[i]
		if d, ok := digests[c.Step]; ok && d == c.Digest {
			return c
		}
	}
	return nil
}

// cut drops the checkpoints of steps that are worked out anew. Those behind the
// last step stay: it may be that the user looks at an earlier day only.
func (s *states) cut(from, last int) {
	s.Checkpoints = slices.DeleteFunc(s.Checkpoints, func(c checkpoint) bool { return c.Step >= from && c.Step <= last })
}

// worth reports whether a checkpoint after a step is worth keeping: beside the
// newest there are some before it that stand every so many steps, from which to go
// on when a report came late.
func (s *states) worth(step, last int) bool {
	return step%s.every == 0 && step > last-(olderKept+1)*s.every
}

const olderKept = 3

func (s *states) add(step int, digest string, series map[string]*alert.Watched) error {
	c := checkpoint{Step: step, Digest: digest}
	for _, key := range slices.Sorted(maps.Keys(series)) {
		x := series[key]
		b, err := x.State.MarshalBinary()
		if err != nil {
			return err
		}
		c.Series = append(c.Series, entry{key, b, x.Rose, x.Fell})
	}
	at, _ := slices.BinarySearchFunc(s.Checkpoints, step, func(c checkpoint, step int) int { return c.Step - step })
	s.Checkpoints = slices.Insert(s.Checkpoints, at, c)
	old := 0
	for i := at - 1; i >= 0; i-- {
		if old < olderKept && s.Checkpoints[i].Step%s.every == 0 {
			old++
			continue
		}
		s.Checkpoints = slices.Delete(s.Checkpoints, i, i+1)
	}
	return nil
}

// open brings back the series of a checkpoint.
func (c *checkpoint) open() (map[string]*alert.Watched, error) {
	out := make(map[string]*alert.Watched, len(c.Series))
	for i := range c.Series {
		e := &c.Series[i]
		x := &alert.Watched{Rose: e.Rose, Fell: e.Fell}
		if err := x.State.UnmarshalBinary(e.State); err != nil {
			return nil, err
		}
		out[e.Key] = x
	}
	return out, nil
}

func (s *states) save() error {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(s); err != nil {
		return err
	}
	return write(s.path, b.Bytes())
}

// write puts a file in the place of the one before it, whole or not at all.
func write(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

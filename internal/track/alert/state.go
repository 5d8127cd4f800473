package alert

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The bytes of a State: a version, then numbers, least byte first. A reader that
// meets another version starts the series anew.
const stateVersion = 1

var errState = errors.New("not the state of a series")

// AppendBinary implements encoding.BinaryAppender.
func (s *State) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, stateVersion)
	b = binary.AppendUvarint(b, uint64(s.Steps))
	put := func(x float64) { b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x)) }
	for _, x := range [4]float64{s.Events, s.Volume, s.Excess, s.Square} {
		put(x)
	}
	for _, w := range s.Week {
		put(w[0])
		put(w[1])
	}
	b = binary.AppendUvarint(b, uint64(len(s.Runs)))
	for _, r := range s.Runs {
		b = binary.AppendUvarint(b, uint64(r.Start))
		b = append(b, byte(r.Way+1))
		for _, x := range [4]float64{r.Log, r.A, r.B, r.Before} {
			put(x)
		}
	}
	return b, nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (s *State) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler. Bytes that are no state
// leave s as it was.
func (s *State) UnmarshalBinary(b []byte) error {
	if len(b) == 0 || b[0] != stateVersion {
		return fmt.Errorf("%w of version %d", errState, stateVersion)
	}
	b = b[1:]
	var out State
	ok := true
	number := func() int {
		n, k := binary.Uvarint(b)
		if k <= 0 || n > math.MaxInt32 {
			ok = false
			return 0
		}
		b = b[k:]
		return int(n)
	}
	get := func() float64 {
		if len(b) < 8 {
			ok = false
			return 0
		}
		x := math.Float64frombits(binary.LittleEndian.Uint64(b))
		b = b[8:]
		ok = ok && !math.IsNaN(x) && !math.IsInf(x, 1)
		return x
	}
	out.Steps = number()
	out.Events, out.Volume, out.Excess, out.Square = get(), get(), get(), get()
	for i := range out.Week {
		out.Week[i] = [2]float64{get(), get()}
	}
	runs := number()
	const bytesOfRun = 1 + 1 + 4*8
	if !ok || runs > len(b)/bytesOfRun {
		return errState
	}
	for range runs {
		r := Run{Start: number()}
		if len(b) == 0 || b[0] > 2 {
			return errState
		}
		r.Way, b = int(b[0])-1, b[1:]
		r.Log, r.A, r.B, r.Before = get(), get(), get(), get()
		if !ok || r.Log > 1e-6 || !(r.A > 0) || !(r.B > 0) || r.Start >= out.Steps {
			return errState
		}
		out.Runs = append(out.Runs, r)
	}
	if !ok || len(b) > 0 {
		return errState
	}
	*s = out
	return nil
}

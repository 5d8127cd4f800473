package role

// Labels of words: outside, and the first or a further word of a phrase in a
// role.
const NumLabels = 7

// Begin and Inside are the labels of the words of a phrase.
func Begin(r Role) uint8  { return 2*uint8(r) - 1 }
func Inside(r Role) uint8 { return 2 * uint8(r) }

// A state is a label and the set of roles seen so far, the label's included:
// what keeps a sentence from having two sources without a good reason, and lets
// the model know that a target mostly follows a source.
const numStates = 15

// NumStates is the number of states; state 0 is outside with nothing seen, where
// every sentence begins.
const NumStates = numStates

const (
	seenS = 1 << iota
	seenT
	seenR
)

type state struct {
	label uint8
	seen  uint8
}

var states = [numStates]state{
	{0, 0}, {0, seenS}, {0, seenT}, {0, seenS | seenT}, {0, seenR},
	{1, seenS}, {2, seenS}, {1, seenS | seenT}, {2, seenS | seenT},
	{3, seenT}, {4, seenT}, {3, seenS | seenT}, {4, seenS | seenT},
	{5, seenR}, {6, seenR},
}

// LabelOf is the label of a state.
func LabelOf(s int) int { return int(states[s].label) }

// Follows reports whether state to may come after state from.
func Follows(from, to int) bool {
	a, b := states[from], states[to]
	if b.label != 0 && b.label%2 == 0 { // inside
		return a.seen == b.seen && (a.label == b.label || a.label == b.label-1)
	}
	if b.label == 0 {
		return a.seen == b.seen
	}
	return a.seen|1<<(b.label/2) == b.seen
}

// StatesOf are the states of a sentence's labels; false where the labels mix
// roles in a way that no sequence of states has.
func StatesOf(labels []uint8) ([]uint8, bool) {
	out := make([]uint8, len(labels))
	from := 0
	for i, l := range labels {
		found := false
		for to := range numStates {
			if states[to].label == l && Follows(from, to) {
				out[i], from, found = uint8(to), to, true
				break
			}
		}
		if !found {
			return nil, false
		}
	}
	return out, true
}

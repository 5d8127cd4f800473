package record

// A Sum is what events of one key add up to: those of a stretch of days between
// two parties that are of one type. Stores hand sums out and series and networks
// are made of them, so that ten million events need not pass through memory.
type Sum struct {
	Day            string // first day of the stretch, YYYY-MM-DD
	Source, Target string // as asked for: an empty one stands for all others
	Type           string // PLOVER
	Quad           int    // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 none
	Mutual         bool   // both do it: the row stands for both directions, once
	N              int    // incidents, or rows of another data set
	Score          float64
	Goldstein      float64 // sums, of PLOVER's scores and of Goldstein's
	Reports        int
}

// A FieldSum is how many events of a stretch of days touch on one field of
// relations, PLOVER's context. An event of several fields stands in each.
type FieldSum struct {
	Day      string
	Field    string // military, economic
	Conflict bool   // quad classes 3 and 4, else 1 and 2
	N        int
}

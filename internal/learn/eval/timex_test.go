package eval

import (
	"strings"
	"testing"

	"entente/data"
)

func TestTimexScores(t *testing.T) {
	needShared(t)
	var out strings.Builder
	if err := Timex(data.FS, shared, &out); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
}

package exchange

import (
	"bytes"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

func TestArrowStreamHoldsTheRows(t *testing.T) {
	var b bytes.Buffer
	w := Arrow(&b)
	in := samples()
	for i := range in {
		if err := w.Write(&in[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := ipc.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	n := 0
	for r.Next() {
		x := r.RecordBatch()
		at := func(name string) int { return r.Schema().FieldIndices(name)[0] }
		for i := range int(x.NumRows()) {
			e := in[n]
			if got := x.Column(at("id")).(*array.String).Value(i); got != e.ID {
				t.Errorf("id %s, want %s", got, e.ID)
			}
			if got := x.Column(at("day")).(*array.Date32).Value(i).FormattedString(); got != e.Day {
				t.Errorf("day %s, want %s", got, e.Day)
			}
			if got := x.Column(at("goldstein")).(*array.Float64).Value(i); got != e.Goldstein {
				t.Errorf("goldstein %v, want %v", got, e.Goldstein)
			}
			if lat := x.Column(at("lat")); lat.IsNull(i) != (e.Lat != e.Lat) || lat.IsValid(i) && lat.(*array.Float64).Value(i) != e.Lat {
				t.Errorf("lat %v, want %v", lat.ValueStr(i), e.Lat)
			}
			if got := x.Column(at("mutual")).(*array.Boolean).Value(i); got != e.Symmetric {
				t.Errorf("mutual %v", got)
			}
			if url := x.Column(at("url")); url.IsNull(i) != (e.URL == "") {
				t.Errorf("url %v", url.ValueStr(i))
			}
			n++
		}
	}
	if r.Err() != nil || n != len(in) {
		t.Errorf("%d rows, want %d: %v", n, len(in), r.Err())
	}
	var empty bytes.Buffer
	if err := Arrow(&empty).Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := ipc.NewReader(&empty); err != nil || r.Schema().NumFields() != len(arrowFields) {
		t.Errorf("a stream without rows: %v", err)
	}
}

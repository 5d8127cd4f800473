package corpus

import (
	"strings"
	"testing"

	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

const own = `# newdoc id = GUM_news_own
# sent_id = GUM_news_own-1
# text = Mayor Ada Quill of Port Reyes didn’t resign.
1	Mayor	mayor	NOUN	NN	Number=Sing	2	nmod:desc	_	Entity=(1-person-new
2	Ada	Ada	PROPN	NNP	Number=Sing	9	nsubj	_	_
3	Quill	Quill	PROPN	NNP	Number=Sing	2	flat	_	_
4	of	of	ADP	IN	_	5	case	_	_
5	Port	Port	PROPN	NNP	Number=Sing	2	nmod	_	Entity=(2-place-new
6	Reyes	Reyes	PROPN	NNP	Number=Sing	5	flat	_	Entity=2)1)|SpaceAfter=No
7-8	didn’t	_	_	_	_	_	_	_	_
7	did	do	AUX	VBD	Tense=Past|VerbForm=Fin	9	aux	_	_
8	n’t	not	PART	RB	_	9	advmod	_	_
9	resign	resign	VERB	VB	VerbForm=Inf	0	root	_	_

`

func TestTreesAreReadAsThePageHasThem(t *testing.T) {
	s, err := ParseTrees("own", own)
	if err != nil {
		t.Fatal(err)
	}
	if len(s) != 1 || len(s[0].Tokens) != 9 || s[0].Genre != "news" || !s[0].NewPar {
		t.Fatalf("read %+v", s)
	}
	tok := s[0].Tokens
	if tok[0].Rel != text.Nmod || tok[1].Head != 8 || tok[8].Head != -1 || tok[7].Form != "n't" {
		t.Errorf("tokens %+v", tok)
	}
	if f := s[0].Tags[6].Feats(); !f.Has(text.Past | text.Finite) {
		t.Errorf("tag of did has features %b", f)
	}
}

func TestOutermostNamesAreKept(t *testing.T) {
	s, _ := ParseTrees("own", own)
	var got strings.Builder
	for i, n := range s[0].Names {
		if n != 0 {
			got.WriteString(s[0].Tokens[i].Form + ":" + n.Kind().String() + " ")
		}
	}
	if !strings.Contains(got.String(), "Ada:PER Quill:PER") {
		t.Errorf("names %s", got.String())
	}
}

func TestNamesOfBothColumnFormats(t *testing.T) {
	for _, body := range []string{"Ada I-PER\nQuill I-PER\nleft O\n\n", "# text = x\n1\tAda\tB-PER\t-\t-\n2\tQuill\tI-PER\t-\t-\n3\tleft\tO\t-\t-\n\n"} {
		s, err := ParseNames("own", body)
		if err != nil || len(s) != 1 {
			t.Fatalf("%v, %v", s, err)
		}
		want := []feature.NameTag{feature.NameStart(text.Person), feature.NameInside(text.Person), 0}
		for i, n := range s[0].Names {
			if n != want[i] {
				t.Errorf("tags %v, want %v", s[0].Names, want)
			}
		}
	}
}

func TestBrokenLinesAreReportedTogether(t *testing.T) {
	_, err := ParseTrees("bad", "1\tx\n1\ta\ta\tNOPE\t_\t_\t0\troot\t_\t_\n1\ta\ta\tNOUN\t_\t_\tzero\troot\t_\t_\n")
	for _, want := range []string{"bad:1", "bad:2", "bad:3"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %s in %v", want, err)
		}
	}
}

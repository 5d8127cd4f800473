package source

import "strings"

// A naming is what a block's class, id and role say that it is.
type naming uint8

const (
	unnamed naming = iota
	other          // something else than the article, unless most of the prose is in it
	never          // never the article
)

// words of class, id and role, by what they tell.
var nameWords = map[string]naming{}

func init() {
	for w := range strings.FieldsSeq(`sidebar related recommended recommendation recommendations recommend share shares sharing social promo promos promotion newsletter newsletters subscribe subscription signup cookie cookies consent gdpr banner
breadcrumb breadcrumbs menu nav navbar navigation navigational footer masthead widget widgets popular trending outbrain taboola sponsor sponsored sponsors advert adverts advertisement advertising ad ads popup modal pager pagination paging tags taglist
byline bylines credit credits caption captions gallery slideshow video toolbar print rating ratings poll login register paywall disclaimer copyright teaser teasers readmore
dateline timestamp bio toc prev previous affiliate sharebar sharebox sharetools socialshare supplemental agegate`) {
		nameWords[w] = other
	}
	for w := range strings.FieldsSeq(`comment comments disqus commentlist respond replies`) {
		nameWords[w] = never
	}
}

// named asks what node i calls itself.
func (p *page) named(i int32) naming {
	n := &p.nodes[i]
	switch n.name {
	case "nav", "aside", "footer", "figcaption", "figure":
		return other
	case "main", "a":
		return unnamed
	}
	out := unnamed
	for s := n.data; ; {
		var name, value string
		if name, value, s = nextAttr(s); name == "" {
			return out
		}
		switch strings.ToLower(name) {
		case "class", "id", "role":
			last := ""
			nameTokens(value, func(w string) {
				switch last {
				case "has", "with", "no", "without", "is", "and":
					// says what the block holds, not what it is
				default:
					out = max(out, wordNaming(w))
				}
				last = w
			})
		}
	}
}

// nameTokens cuts "related-newsList" into "related", "news", "list".
func nameTokens(s string, yield func(string)) {
	var buf [40]byte
	n := 0
	prevLower := false
	for i := 0; i <= len(s); i++ {
		c := byte(' ')
		if i < len(s) {
			c = s[i]
		}
		upper := c >= 'A' && c <= 'Z'
		letter := upper || c >= 'a' && c <= 'z'
		if n > 0 && (!letter || upper && prevLower || n == len(buf)) {
			yield(string(buf[:n]))
			n = 0
		}
		if letter {
			buf[n] = c | 0x20
			n++
		}
		prevLower = letter && !upper
	}
}

// quotesPost reports whether a post of somebody's is quoted in node i, as
// articles do in blocks that call themselves social or video.
func (p *page) quotesPost(i int32) bool {
	for j := i; j < p.nodes[i].end; j++ {
		if p.nodes[j].name == "blockquote" && strings.Contains(p.nodes[j].data, "twitter-tweet") {
			return true
		}
	}
	return false
}

func wordNaming(w string) naming {
	if n := nameWords[w]; n != unnamed || len(w) < 8 {
		return n
	}
	for _, part := range nameParts {
		if strings.HasPrefix(w, part) || strings.HasSuffix(w, part) {
			return other
		}
	}
	return unnamed
}

// nameParts are words that pages also write together with others.
var nameParts = []string{"related", "sidebar", "newsletter", "advert", "sponsor", "breadcrumb", "caption", "gallery", "recommend", "subscri", "taboola", "outbrain", "social", "promo"}

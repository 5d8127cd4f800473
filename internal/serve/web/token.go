package web

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente/internal/diag"
)

// A Scope is what a token is good for.
type Scope string

// The scopes. Admin is good for all.
const (
	Read   Scope = "read"
	Ingest Scope = "ingest"
	Admin  Scope = "admin"
)

// Scopes are all scopes.
var Scopes = []Scope{Read, Ingest, Admin}

// A Token is what is kept of a token: its hash. A token has 256 random bits, so
// that nobody finds it from a plain SHA-256.
type Token struct {
	Hash   [sha256.Size]byte
	Scopes []Scope
	Name   string
}

// NewToken makes a token of 32 bytes of random, and the line for the file of
// tokens.
func NewToken(random io.Reader, scopes []Scope, name string) (token, line string, err error) {
	var b [32]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", "", err
	}
	token = "entente_" + base64.RawURLEncoding.EncodeToString(b[:])
	h := sha256.Sum256([]byte(token))
	words := make([]string, len(scopes))
	for i, s := range scopes {
		words[i] = string(s)
	}
	return token, strings.TrimRight(hex.EncodeToString(h[:])+"\t"+strings.Join(words, ",")+"\t"+name, "\t"), nil
}

// ReadTokens reads a file of tokens: a line for each with hash, scopes and a name,
// set apart by blanks; # begins a comment.
func ReadTokens(file string, b []byte) ([]Token, error) {
	var out []Token
	lines := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(text)
		if len(words) == 0 {
			continue
		}
		wrong := func(msg string) error {
			return &diag.Error{File: file, Line: n, Msg: msg, Hint: "entente token new --scope read gives a line", Reason: diag.Syntax}
		}
		var t Token
		if h, err := hex.DecodeString(words[0]); err != nil || copy(t.Hash[:], h) != sha256.Size || len(h) != sha256.Size {
			return nil, wrong("is no SHA-256 of a token")
		}
		if len(words) < 2 {
			return nil, wrong("has no scope")
		}
		for w := range strings.SplitSeq(words[1], ",") {
			if !slices.Contains(Scopes, Scope(w)) {
				return nil, wrong(fmt.Sprintf("unknown scope %q: there is read, ingest, admin", w))
			}
			t.Scopes = append(t.Scopes, Scope(w))
		}
		t.Name = strings.Join(words[2:], " ")
		if t.Name == "" {
			t.Name = words[0][:8]
		}
		out = append(out, t)
	}
	if err := lines.Err(); err != nil {
		return nil, &diag.Error{File: file, Msg: err.Error(), Reason: diag.Unreadable}
	}
	return out, nil
}

// find is the token that secret is, nil for none. It takes as long for any wrong
// one.
func find(tokens []Token, secret string) *Token {
	h := sha256.Sum256([]byte(secret))
	var found *Token
	for i := range tokens {
		if subtle.ConstantTimeCompare(tokens[i].Hash[:], h[:]) == 1 {
			found = &tokens[i]
		}
	}
	return found
}

func (t *Token) may(s Scope) bool {
	return slices.Contains(t.Scopes, s) || slices.Contains(t.Scopes, Admin)
}

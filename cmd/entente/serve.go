package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/term"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/knowledge/reference"
	"entente/internal/serve/web"
	"entente/internal/track/store"
)

type serveCmd struct {
	storeFlag
	Listen  string  `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Host and port. Any but this machine's own address needs --tokens."`
	Tokens  string  `placeholder:"FILE" help:"Who may do what: lines of entente token new."`
	Workers int     `placeholder:"N" help:"Articles coded side by side (default: one for each core)."`
	Batch   int     `default:"2000" placeholder:"N" help:"Documents committed at once."`
	Rate    float64 `default:"20" placeholder:"N" help:"Requests a second of one token or address."`
	Log     string  `enum:"auto,text,json" default:"auto" help:"Form of the log on standard error: text (the default for a person) or json."`

	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

func (c *serveCmd) Run(a *app) error {
	switch {
	case c.Workers < 0 || c.Batch < 1:
		return usageError{&diag.Error{Msg: "--workers and --batch must be at least 1"}}
	case c.Rate <= 0:
		return usageError{&diag.Error{Msg: "--rate must be greater than 0"}}
	case c.Workers == 0:
		c.Workers = runtime.GOMAXPROCS(0)
	}
	tokens, err := c.tokens()
	if err != nil {
		return err
	}
	l, err := web.Listen(a.ctx, c.Listen, tokens)
	if err != nil {
		return usageError{err}
	}
	defer l.Close()
	conf, err := c.config(a)
	if err != nil {
		return err
	}
	conf.Tokens, conf.Log = tokens, c.logger(a.stderr)
	if conf.Store, err = store.Open(a.ctx, c.DB, store.Options{Create: true}); err != nil {
		return err
	}
	conf.Keeper.Store = conf.Store
	s := web.New(*conf)
	conf.Log.Info("listening", "address", "http://"+l.Addr().String(), "store", c.DB, "tokens", len(tokens))
	caught := make(chan error, 1)
	go func() { // questions are answered meanwhile
		err := s.Catch(a.ctx)
		if err != nil && a.ctx.Err() == nil {
			conf.Log.Error("folding what was committed before failed", "error", err)
		}
		caught <- err
	}()
	err = s.Serve(a.ctx, l)
	<-caught
	return errors.Join(err, conf.Store.Close())
}

// config loads what codes and checks.
func (c *serveCmd) config(a *app) (*web.Config, error) {
	code, err := a.coding(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return nil, err
	}
	pack, err := reference.LoadPack(code.files)
	if err != nil {
		return nil, err
	}
	return &web.Config{
		Coder: code.Coder, Checker: check.New(code.Tables(), pack), Workers: c.Workers, Now: time.Now, Version: version, Rate: c.Rate,
		Keeper: code.keeper(nil, "", c.Batch), // the store is opened after the knowledge
	}, nil
}

func (c *serveCmd) tokens() ([]web.Token, error) {
	if c.Tokens == "" {
		return nil, nil
	}
	if under(c.DB, c.Tokens) {
		return nil, usageError{&diag.Error{File: c.Tokens, Msg: "lies in the folder of the store", Hint: "keep the file of tokens elsewhere: the store is copied and shown to others"}}
	}
	b, err := os.ReadFile(c.Tokens)
	if err != nil {
		return nil, usageError{&diag.Error{File: c.Tokens, Msg: "cannot be read: " + err.Error(), Reason: diag.Unreadable}}
	}
	tokens, err := web.ReadTokens(c.Tokens, b)
	if err == nil && len(tokens) == 0 {
		err = &diag.Error{File: c.Tokens, Msg: "holds no token", Hint: "entente token new --scope read gives a line"}
	}
	if err != nil {
		return nil, usageError{err}
	}
	return tokens, nil
}

// under reports whether a file lies in a folder.
func under(dir, name string) bool {
	d, err1 := filepath.Abs(dir)
	n, err2 := filepath.Abs(name)
	rel, err3 := filepath.Rel(d, n)
	return errors.Join(err1, err2, err3) == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func (c *serveCmd) logger(w *os.File) *slog.Logger {
	if c.Log == "text" || c.Log == "auto" && term.IsTerminal(int(w.Fd())) {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}

type tokenCmd struct {
	New tokenNewCmd `cmd:"" help:"Make a token: it is shown once on standard error; its line for the file of tokens is put out."`
}

type tokenNewCmd struct {
	Scope []string `enum:"read,ingest,admin" required:"" help:"What it is good for: read, ingest, or admin for all; may be given again."`
	Name  string   `help:"Whose it is, for the log."`
}

func (c *tokenNewCmd) Run(a *app) error {
	if strings.ContainsFunc(c.Name, func(r rune) bool { return r < ' ' || r == '#' }) {
		return usageError{&diag.Error{Msg: "--name must be one line without #"}}
	}
	scopes := make([]web.Scope, len(c.Scope))
	for i, s := range c.Scope {
		scopes[i] = web.Scope(s)
	}
	token, line, err := web.NewToken(rand.Reader, scopes, c.Name)
	if err != nil {
		return err
	}
	// What is put into the file must not hold the token.
	fmt.Fprintf(a.stderr, "the token, which is not shown again: %s\n", token)
	_, err = fmt.Fprintln(a.stdout, line)
	return err
}

// Command entente reads news and puts out coded political events. Each
// subcommand has its file here; the work is done in the rooms under internal,
// to which this package hands what only a program knows: arguments, the
// embedded knowledge, standard streams, signals and the clock. It ends with one
// of the statuses below and says on standard error what it left out and why.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit statuses.
const (
	exitFine        = 0   // all input was read
	exitFailed      = 1   // nothing could be done, or the run broke off
	exitUsage       = 2   // the command line makes no sense
	exitSkipped     = 3   // done, but some input was skipped
	exitInterrupted = 130 // stopped by a signal
)

// commands is the command line; kong reads the tags.
type commands struct {
	Code      codeCmd      `cmd:"" help:"Read articles and put out event records."`
	Annotate  annotateCmd  `cmd:"" help:"Put out everything found in the text, layer by layer, with offsets."`
	Check     checkCmd     `cmd:"" help:"Hold what an article states against the reference tables: offices, memberships, partners, alliances."`
	Reference referenceCmd `cmd:"" help:"Show, verify and add to the tables that check holds articles against."`
	Ingest    ingestCmd    `cmd:"" help:"Read news into a store: code what is new, keep what was not coded and why."`
	Import    importCmd    `cmd:"" help:"Read event data of others into a store: ICEWS, GDELT, POLECAT, Phoenix, PLOVER, ACLED."`
	Export    exportCmd    `cmd:"" help:"Write the events of a store in the formats of others, or as a data package."`
	Query     queryCmd     `cmd:"" help:"Ask a store a question in SQL."`
	Serve     serveCmd     `cmd:"" help:"Answer over HTTP what a store holds; code, check and take in what is sent."`
	Token     tokenCmd     `cmd:"" help:"Tokens for a server that others can reach."`
	Recode    recodeCmd    `cmd:"" help:"Code the texts of a store anew and show what comes out otherwise."`
	Rebuild   rebuildCmd   `cmd:"" help:"Make a store's database anew from its segments."`
	Alerts    alertsCmd    `cmd:"" help:"Tell what has changed in a store: levels, bursts, and what your rules ask for."`
	Fold      foldCmd      `cmd:"" help:"Fold the reports of many articles into incidents: copies, stories, what was done once."`
	Demo      demoCmd      `cmd:"" help:"Make a store of the demonstration corpus and show what can be asked of it."`
	Dyad      dyadCmd      `cmd:"" help:"What two did to each other over time, beside what the tables have on them."`
	Series    seriesCmd    `cmd:"" help:"Incidents over time: of one against all, of a type or a field, of the busiest pairs."`
	Network   networkCmd   `cmd:"" help:"Who does what to whom: actors and edges, cooperation and conflict apart."`
	Explain   explainCmd   `cmd:"" help:"Show an article with what was found in it, and why."`
	Resolve   resolveCmd   `cmd:"" help:"Say who actor strings are: state, sectors, codes, office, and why."`
	Train     trainCmd     `cmd:"" help:"Train models from recipe files."`
	Eval      evalCmd      `cmd:"" help:"Score a layer against annotated text."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// An app is what a subcommand may use of the world outside.
type app struct {
	ctx    context.Context
	stdin  io.Reader
	stdout *os.File
	stderr *os.File
}

// A status is an error that only says how to exit: all is said already.
type status int

func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// A usageError is a wrong command line, found after kong was content with it.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// memoryLimit is where the collector begins to work harder rather than let the
// heap grow on: what is live needs less, and a person's machine has other work.
const memoryLimit = 200 << 20

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the default holds again: a second one kills.
	context.AfterFunc(ctx, stop)
	os.Exit(run(&app{ctx, os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]))
}

func run(a *app, args []string) int {
	var c commands
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("entente"),
		kong.Description("Political events from news text: who did what to whom, where and when, who says so, and the words it rests on."),
		kong.Writers(a.stdout, a.stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.UsageOnError(),
	)
	if err != nil {
		panic(err) // the tags above are wrong
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exit >= 0 {
		return exit // --help was asked for and given
	}
	if err != nil {
		fmt.Fprintf(a.stderr, "entente: %v\nhint: entente --help\n", err)
		return exitUsage
	}
	return exitOf(a, k.Run(a))
}

// exitOf prints err, if it has not been said already, and chooses the status.
func exitOf(a *app, err error) int {
	var s status
	var u usageError
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, &s):
		return int(s)
	case errors.Is(err, syscall.EPIPE):
		return exitFine // whoever read our output has enough
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.stderr, "entente: interrupted")
		return exitInterrupted
	}
	fmt.Fprintf(a.stderr, "entente: %v\n", err)
	if errors.As(err, &u) {
		return exitUsage
	}
	return exitFailed
}

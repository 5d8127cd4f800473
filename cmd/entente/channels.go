package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"entente/internal/diag"
	"entente/internal/reading/fetch"
	"entente/internal/track/alert/deliver"
)

// channelFlags say where alerts go. Passwords come from the environment: a command
// line can be read by everybody on the machine.
type channelFlags struct {
	To        []string `sep:"none" placeholder:"CHANNEL" help:"Where to: stdout (the default), file:PATH, webhook:URL, mailto:ADDRESS; NAME=… for rules that name it. May be given more than once. A webhook is signed with ENTENTE_WEBHOOK_SECRET where that is set."`
	Format    string   `short:"f" enum:"text,json" default:"text" help:"On standard output: text, or json (one alert a line)."`
	AllowHost []string `sep:"none" placeholder:"HOST" help:"Host or network (10.0.0.0/8) within your own walls that webhooks may go to."`

	SMTPServer    string `name:"smtp-server" env:"ENTENTE_SMTP_SERVER" placeholder:"HOST:PORT" help:"Server that e-mail is sent by."`
	SMTPFrom      string `name:"smtp-from" env:"ENTENTE_SMTP_FROM" placeholder:"ADDRESS" help:"Sender of e-mail."`
	SMTPUser      string `name:"smtp-user" env:"ENTENTE_SMTP_USER" placeholder:"NAME" help:"Log in as; the password is taken from ENTENTE_SMTP_PASSWORD."`
	SMTPPlaintext bool   `name:"smtp-plaintext" help:"Send by a server without STARTTLS: one on the same machine."`
}

// A destination is a channel with what it is known by.
type destination struct {
	name   string // as rules name it; "" for all that is not sent elsewhere
	id     string // the same for the same channel in every run
	single bool   // alerts are sent one by one
	open   func(now time.Time) deliver.Channel
}

// show writes to standard output.
func (f *channelFlags) show(a *app) deliver.Channel {
	if f.Format == "json" {
		return deliver.Lines{W: a.stdout}
	}
	return deliver.Text{W: a.stdout}
}

// open sets up the channels. What is not sent elsewhere goes to standard output
// where no other is named for it.
func (f *channelFlags) open(a *app) ([]destination, error) {
	show := func(time.Time) deliver.Channel { return f.show(a) }
	out := []destination{}
	for _, spec := range f.To {
		d := destination{}
		if name, rest, ok := strings.Cut(spec, "="); ok && !strings.ContainsAny(name, ":/") {
			if name == "" || strings.ContainsAny(name, " \t,;%<>#") {
				return nil, usageError{&diag.Error{Msg: fmt.Sprintf("--to: %q is no name of a channel", name), Hint: "letters, digits and hyphens: desk=mailto:desk@example.org"}}
			}
			d.name, spec = name, rest
		}
		sum := sha256.Sum256([]byte(spec))
		d.id = hex.EncodeToString(sum[:8])
		kind, what, _ := strings.Cut(spec, ":")
		var err error
		switch {
		case spec == "stdout":
			d.id, d.open = "stdout", show
		case kind == "file" && what != "":
			d.open = func(time.Time) deliver.Channel { return deliver.File{Path: what} }
		case kind == "webhook" && what != "":
			d.single = true
			d.open, err = f.webhook(what)
		case kind == "mailto" && what != "":
			d.open, err = f.mail(what)
		default:
			err = usageError{&diag.Error{Msg: fmt.Sprintf("--to: %q is no channel", spec), Hint: "stdout, file:PATH, webhook:https://…, mailto:ADDRESS"}}
		}
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	unnamed := false
	for _, d := range out {
		unnamed = unnamed || d.name == ""
	}
	if !unnamed {
		out = append([]destination{{id: "stdout", open: show}}, out...)
	}
	return out, nil
}

func (f *channelFlags) webhook(address string) (func(time.Time) deliver.Channel, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, usageError{&diag.Error{Msg: fmt.Sprintf("--to: %q is no web address", address), Hint: "webhook:https://hooks.example.org/alerts"}}
	}
	ports := []uint16{80, 443}
	if p, err := strconv.ParseUint(u.Port(), 10, 16); err == nil { // it was named
		ports = append(ports, uint16(p))
	}
	client, err := fetch.Poster(f.AllowHost, ports)
	if err != nil {
		return nil, usageError{err}
	}
	hook := &deliver.Webhook{URL: address, Secret: []byte(os.Getenv("ENTENTE_WEBHOOK_SECRET")), Client: client}
	return func(time.Time) deliver.Channel { return hook }, nil
}

func (f *channelFlags) mail(to string) (func(time.Time) deliver.Channel, error) {
	if f.SMTPServer == "" || f.SMTPFrom == "" {
		return nil, usageError{&diag.Error{Msg: "--to mailto: no server or no sender is given", Hint: "--smtp-server mail.example.org:587 --smtp-from alerts@example.org, or ENTENTE_SMTP_SERVER and ENTENTE_SMTP_FROM"}}
	}
	return func(now time.Time) deliver.Channel {
		return &deliver.Mail{
			Server: f.SMTPServer, From: f.SMTPFrom, To: strings.Split(to, ","), User: f.SMTPUser,
			Password: os.Getenv("ENTENTE_SMTP_PASSWORD"), Plaintext: f.SMTPPlaintext, Date: now,
		}
	}, nil
}

package deliver

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"strings"
	"time"

	"entente/internal/track/alert"
)

// Mail sends all alerts of one call in one plain-text message.
type Mail struct {
	Server   string // host:port
	From     string
	To       []string
	User     string // log in, where given; only once the line is encrypted
	Password string
	TLS      *tls.Config // nil: the system's roots, the server's name
	// Plaintext allows a server without STARTTLS, for one on the same machine.
	// A password is not sent to it.
	Plaintext bool
	Timeout   time.Duration // of the whole exchange; 0: 30 s
	Dial      func(ctx context.Context, network, address string) (net.Conn, error)
	Date      time.Time // of the message
}

// Send implements Channel.
func (m *Mail) Send(ctx context.Context, alerts []alert.Alert) error {
	if len(alerts) == 0 {
		return nil
	}
	message, from, to, err := m.compose(alerts)
	if err == nil {
		err = m.send(ctx, from, to, message)
	}
	if err != nil {
		return fmt.Errorf("mail by %s: %w", m.Server, err)
	}
	return nil
}

func (m *Mail) send(ctx context.Context, from string, to []string, message []byte) error {
	host, _, err := net.SplitHostPort(m.Server)
	if err != nil {
		return err
	}
	timeout := m.Timeout
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	dial := m.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	conn, err := dial(ctx, "tcp", m.Server)
	if err != nil {
		return err
	}
	defer conn.Close()
	// SMTP knows no context: the end of it closes the line.
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return err
	}
	if ok, _ := c.Extension("STARTTLS"); ok {
		conf := m.TLS
		if conf == nil {
			conf = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		if conf.ServerName == "" {
			conf = conf.Clone()
			conf.ServerName = host
		}
		if err := c.StartTLS(conf); err != nil {
			return fmt.Errorf("STARTTLS: %w", err)
		}
	} else if !m.Plaintext {
		return errors.New("the server offers no STARTTLS")
	}
	if m.User != "" {
		if _, ok := c.TLSConnectionState(); !ok {
			return errors.New("no password is sent over a line that is not encrypted")
		}
		if err := c.Auth(smtp.PlainAuth("", m.User, m.Password, host)); err != nil {
			return fmt.Errorf("log in: %w", err)
		}
	}
	if err := c.Mail(from); err != nil {
		return err
	}
	for _, t := range to {
		if err := c.Rcpt(t); err != nil {
			return fmt.Errorf("to %s: %w", t, err)
		}
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(message); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	// The message is with the server; that it says goodbye is not our concern.
	_ = c.Quit()
	return nil
}

// compose writes the message; its id is made of the alerts' ids, so that the same
// one sent again can be known.
func (m *Mail) compose(alerts []alert.Alert) (message []byte, from string, to []string, err error) {
	sender, err := mail.ParseAddress(m.From)
	if err != nil {
		return nil, "", nil, fmt.Errorf("sender %q: %w", m.From, err)
	}
	var names []string
	for _, t := range m.To {
		a, err := mail.ParseAddress(t)
		if err != nil {
			return nil, "", nil, fmt.Errorf("recipient %q: %w", t, err)
		}
		names, to = append(names, a.String()), append(to, a.Address)
	}
	if len(to) == 0 {
		return nil, "", nil, errors.New("no recipient")
	}
	subject := plain(alerts[0].Title())
	if len(alerts) > 1 {
		subject = fmt.Sprintf("%d alerts: %s and others", len(alerts), subject)
	}
	domain := sender.Address[strings.LastIndexByte(sender.Address, '@')+1:]
	id := alerts[0].ID
	if len(alerts) > 1 {
		id += "." + alerts[len(alerts)-1].ID
	}
	var b bytes.Buffer
	for _, h := range [][2]string{
		{"From", sender.String()}, {"To", strings.Join(names, ", ")},
		{"Subject", mime.QEncoding.Encode("utf-8", subject)},
		{"Date", m.Date.Format(time.RFC1123Z)}, {"Message-ID", "<" + id + "@" + domain + ">"},
		{"Auto-Submitted", "auto-generated"}, {"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"}, {"Content-Transfer-Encoding", "quoted-printable"},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	for i := range alerts {
		text := describe(&alerts[i])
		if i > 0 {
			text = "\n" + text
		}
		if _, err := w.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n"))); err != nil {
			return nil, "", nil, err
		}
	}
	return b.Bytes(), sender.Address, to, w.Close()
}

package deliver

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"entente/internal/diag"
	"entente/internal/track/alert"
)

// Webhook posts each alert as JSON to an address. It tries again after a while
// where that may help: the line is down, the server is busy or broken.
type Webhook struct {
	URL     string
	Secret  []byte                                                 // signs the body, where given
	Client  *http.Client                                           // decides which addresses may be called
	Tries   int                                                    // 0: 4
	Timeout time.Duration                                          // of one try; 0: 10 s
	Wait    time.Duration                                          // before the second try, doubled each time; 0: 1 s
	Sleep   func(ctx context.Context, d time.Duration) (err error) // nil: a timer
}

// Headers of a post. The id lets a receiver drop what came twice, as it may where
// an answer is lost on its way back.
const (
	SignatureHeader = "X-Entente-Signature" // sha256=HEX, the HMAC of the body
	IDHeader        = "X-Entente-Alert"
)

// longest is the longest time waited, whatever a server asks for.
const longest = 2 * time.Minute

// Sign is the value of SignatureHeader for a body.
func Sign(secret, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// Send implements Channel.
func (h *Webhook) Send(ctx context.Context, alerts []alert.Alert) error {
	for i := range alerts {
		if err := h.post(ctx, &alerts[i]); err != nil {
			return fmt.Errorf("webhook: alert %s: %w", alerts[i].ID, err)
		}
	}
	return nil
}

func (h *Webhook) post(ctx context.Context, a *alert.Alert) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	tries, wait := h.Tries, h.Wait
	if tries == 0 {
		tries = 4
	}
	if wait == 0 {
		wait = time.Second
	}
	for try := 1; ; try++ {
		asked, again, err := h.once(ctx, a.ID, body)
		if err == nil || !again || ctx.Err() != nil {
			return err
		}
		if try >= tries {
			return fmt.Errorf("%d tries: %w", tries, err)
		}
		if err := h.sleep(ctx, min(max(wait, asked), longest)); err != nil {
			return err
		}
		wait *= 2
	}
}

// once tries once: how long the server asks to wait, and whether it is worth
// trying again.
func (h *Webhook) once(ctx context.Context, id string, body []byte) (asked time.Duration, again bool, err error) {
	timeout := h.Timeout
	if timeout == 0 {
		timeout = 10 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return 0, false, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(IDHeader, id)
	if len(h.Secret) > 0 {
		req.Header.Set(SignatureHeader, Sign(h.Secret, body))
	}
	resp, err := h.Client.Do(req)
	if err != nil {
		// What the client refuses it will refuse again.
		var refused *diag.Error
		return 0, !errors.As(err, &refused), err
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 1<<16) // so that the connection can be used again
	if resp.StatusCode < 300 {
		return 0, false, nil
	}
	if n, e := strconv.Atoi(resp.Header.Get("Retry-After")); e == nil && n > 0 {
		asked = time.Duration(min(n, int(longest/time.Second))) * time.Second
	}
	again = resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusRequestTimeout
	return asked, again, fmt.Errorf("the server answers %s", resp.Status)
}

func (h *Webhook) sleep(ctx context.Context, d time.Duration) error {
	if h.Sleep != nil {
		return h.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

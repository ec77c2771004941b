package main

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// The S3 server keeps objects as files and refuses to delete "a/" while there is "a/b". A store has no folders: there is no such
// object, or a marker, and either may be deleted.
var refusedFolder = regexp.MustCompile(`<Error><Code>ErrDirectoryNotEmpty</Code><Key>([^<]*/)</Key>.*?</Error>`)

func correct(answer *http.Response) error {
	request := answer.Request
	switch {
	case request.Method == http.MethodDelete && strings.HasSuffix(request.URL.Path, "/") && answer.StatusCode == http.StatusConflict:
		answer.StatusCode, answer.Status = http.StatusNoContent, ""
		return replaceBody(answer, nil)
	case request.Method == http.MethodPost && request.URL.Query().Has("delete"):
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			return err
		}
		return replaceBody(answer, refusedFolder.ReplaceAll(body, []byte(`<Deleted><Key>$1</Key></Deleted>`)))
	}
	return nil
}

func replaceBody(answer *http.Response, body []byte) error {
	err := answer.Body.Close()
	answer.Body = io.NopCloser(bytes.NewReader(body))
	answer.ContentLength = int64(len(body))
	answer.Header.Set("Content-Length", strconv.Itoa(len(body)))
	return err
}

// keepNames undoes what Go makes of the names of metadata: Azure's clients know them in lower case.
func keepNames(headers http.Header) {
	for name, values := range headers {
		if strings.HasPrefix(name, "X-Ms-Meta-") {
			delete(headers, name)
			headers[strings.ToLower(name)] = values
		}
	}
}

// named is an answer whose headers keep their names, which the proxy of Go's library would change once more.
type named struct{ http.ResponseWriter }

func (n named) WriteHeader(status int) {
	keepNames(n.Header())
	n.ResponseWriter.WriteHeader(status)
}

func (n named) Unwrap() http.ResponseWriter { return n.ResponseWriter }

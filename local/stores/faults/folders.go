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

func withoutFolders(answer *http.Response) error {
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

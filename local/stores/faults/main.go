// Command faults runs a server and stands before it: it passes requests on, and answers as a file of orders says.
//
// Usage: faults LISTEN SERVER ORDERS COMMAND...
//
// ORDERS is read at each request; a missing or an empty one lets everything pass. A line of it is one of these, and concerns
// the requests with TEXT in method, path and query, or all:
//
//	slow DURATION [TEXT]   passes a request on after that time
//	refuse STATUS [TEXT]   answers with that status
//	down [TEXT]            ends the connection without an answer
//
// With TLS=FOLDER it listens on port 443, too, with FOLDER/tls.crt and FOLDER/tls.key. It answers at /token as a service that
// gives tokens to service accounts.
package main

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const refusal = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>%[1]s</Code><Message>%[1]s</Message></Error>`

const token = `{"access_token": "only-for-tests", "token_type": "Bearer", "expires_in": 3600}`

func main() {
	if len(os.Args) < 5 {
		log.Fatal("usage: faults LISTEN SERVER ORDERS COMMAND...")
	}
	listen, server, orders, command := os.Args[1], os.Args[2], os.Args[3], os.Args[4:]
	child := exec.Command(command[0], command[1:]...)
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	if err := child.Start(); err != nil {
		log.Fatal(err)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		_ = child.Process.Signal(<-stop)
	}()
	handler := disturbed(orders, passing(server))
	go func() {
		log.Fatal(http.ListenAndServe(listen, handler))
	}()
	if folder := os.Getenv("TLS"); folder != "" {
		go func() {
			log.Fatal(http.ListenAndServeTLS(":443", folder+"/tls.crt", folder+"/tls.key", handler))
		}()
	}
	log.Fatalf("the server ended: %v", child.Wait())
}

// passing keeps what a signature covers: the host's name and the encoding of path and body.
func passing(server string) http.Handler {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableCompression = true
	transport.MaxIdleConnsPerHost = 100
	return &httputil.ReverseProxy{
		Transport:      transport,
		ModifyResponse: correct,
		Rewrite: func(request *httputil.ProxyRequest) {
			request.SetURL(&url.URL{Scheme: "http", Host: server})
			request.Out.Host = request.In.Host
			keepNames(request.Out.Header)
		},
	}
}

func disturbed(orders string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		text, _ := os.ReadFile(orders)
		for _, order := range strings.Split(string(text), "\n") {
			if concerns(order, request) && !passes(order, answer) {
				return
			}
		}
		if request.URL.Path == "/token" {
			answer.Header().Set("Content-Type", "application/json")
			fmt.Fprint(answer, token)
			return
		}
		next.ServeHTTP(named{answer}, request)
	})
}

// concerns tells whether an order has no text, or one that is in the request.
func concerns(order string, request *http.Request) bool {
	words := strings.Fields(order)
	if len(words) == 0 {
		return false
	}
	text := words[min(len(words), arguments(words[0])+1):]
	return len(text) == 0 || strings.Contains(request.Method+" "+request.URL.RequestURI(), strings.Join(text, " "))
}

func arguments(word string) int {
	if word == "down" {
		return 0
	}
	return 1
}

// passes carries an order out, and tells whether the request goes on to the server.
func passes(order string, answer http.ResponseWriter) bool {
	words := append(strings.Fields(order), "")
	switch words[0] {
	case "slow":
		delay, _ := time.ParseDuration(words[1])
		time.Sleep(delay)
		return true
	case "refuse":
		status, _ := strconv.Atoi(words[1])
		answer.Header().Set("Content-Type", "application/xml")
		answer.WriteHeader(status)
		fmt.Fprintf(answer, refusal, strings.ReplaceAll(reason(status), " ", ""))
	case "down":
		panic(http.ErrAbortHandler)
	default:
		log.Printf("unknown order: %s", order)
		return true
	}
	return false
}

// reason is the word that stores have for a status.
func reason(status int) string {
	if status == http.StatusForbidden {
		return "AccessDenied"
	}
	return http.StatusText(status)
}

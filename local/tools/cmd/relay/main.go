// Command relay makes an address inside a network namespace reachable on a loopback port of the host.
//
// Usage: relay LISTEN NAMESPACE TARGET, for example relay 127.0.0.1:0 /run/netns/flink 10.250.0.1:6443
//
// It prints the address that it listens on: with port 0 the system chooses a free one.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: relay LISTEN NAMESPACE TARGET")
		os.Exit(2)
	}
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		os.Exit(1)
	}
	namespace, err := os.Open(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		os.Exit(1)
	}
	fmt.Println(listener.Addr())
	for {
		client, err := listener.Accept()
		if err != nil {
			fmt.Fprintln(os.Stderr, "relay:", err)
			os.Exit(1)
		}
		go serve(client.(*net.TCPConn), int(namespace.Fd()), os.Args[3])
	}
}

func serve(client *net.TCPConn, namespace int, target string) {
	defer client.Close()
	server, err := dialInside(namespace, target)
	if err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		return
	}
	defer server.Close()
	done := make(chan struct{}, 2)
	pipe := func(to, from *net.TCPConn) {
		io.Copy(to, from)
		to.CloseWrite()
		done <- struct{}{}
	}
	go pipe(server, client)
	go pipe(client, server)
	<-done
	<-done
}

// dialInside opens the connection from a thread that has entered the namespace. The thread is never
// unlocked, so the Go runtime ends it with the goroutine and no other goroutine runs in the namespace.
func dialInside(namespace int, target string) (*net.TCPConn, error) {
	type result struct {
		connection *net.TCPConn
		err        error
	}
	answer := make(chan result, 1)
	go func() {
		runtime.LockOSThread()
		if err := unix.Setns(namespace, unix.CLONE_NEWNET); err != nil {
			answer <- result{err: fmt.Errorf("enter network namespace: %w", err)}
			return
		}
		address, err := net.ResolveTCPAddr("tcp", target)
		if err != nil {
			answer <- result{err: err}
			return
		}
		dialer := net.Dialer{Timeout: 5 * time.Second}
		connection, err := dialer.Dial("tcp", address.String())
		if err != nil {
			answer <- result{err: err}
			return
		}
		answer <- result{connection: connection.(*net.TCPConn)}
	}()
	r := <-answer
	return r.connection, r.err
}

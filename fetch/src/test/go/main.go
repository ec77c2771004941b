// Object stores for the integration test: Google's and Amazon's protocols on loopback ports, each with
// one object in a bucket "jars". It prints their addresses and ends when its standard input does.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/fsouza/fake-gcs-server/fakestorage"
	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"
)

const bucket, name = "jars", "team a/job+1.jar"

func main() {
	content, err := os.ReadFile(os.Args[1])
	check(err)
	fmt.Println(google(content))
	fmt.Println(amazon(content, os.Args[2], os.Args[3]))
	_, err = io.Copy(io.Discard, os.Stdin)
	check(err)
}

func google(content []byte) string {
	object := fakestorage.Object{
		ObjectAttrs: fakestorage.ObjectAttrs{BucketName: bucket, Name: name},
		Content:     content,
	}
	server, err := fakestorage.NewServerWithOptions(fakestorage.Options{
		InitialObjects: []fakestorage.Object{object}, Host: "127.0.0.1", Scheme: "http",
	})
	check(err)
	return server.URL()
}

// It refuses requests without a valid signature.
func amazon(content []byte, accessKey, secretKey string) string {
	store := s3mem.New()
	check(store.CreateBucket(context.Background(), bucket))
	_, err := store.PutObject(context.Background(), bucket, name, nil, bytes.NewReader(content), int64(len(content)))
	check(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	server := gofakes3.New(store, gofakes3.WithV4Auth(map[string]string{accessKey: secretKey})).Server()
	go func() { check(http.Serve(listener, server)) }()
	return "http://" + listener.Addr().String()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

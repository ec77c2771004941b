// Command image writes an image archive from layer tars, for `ctr images import` and for jib's tar:// base images.
//
// Usage: image [OPTIONS] NAME LAYER.tar... > ARCHIVE
package main

import (
	"archive/tar"
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

type words []string

func (w *words) String() string        { return strings.Join(*w, " ") }
func (w *words) Set(word string) error { *w = append(*w, word); return nil }

// ports are the keys of a set, as the format wants them.
type ports map[string]struct{}

func (p ports) String() string        { return "" }
func (p ports) Set(port string) error { p[port+"/tcp"] = struct{}{}; return nil }

func main() {
	start := runConfig{ExposedPorts: ports{}}
	flag.Var((*words)(&start.Entrypoint), "entrypoint", "a word of the entrypoint (repeatable)")
	flag.Var((*words)(&start.Cmd), "command", "a word of what the entrypoint gets if nothing is said (repeatable)")
	flag.Var((*words)(&start.Env), "env", "KEY=VALUE (repeatable)")
	flag.Var(start.ExposedPorts, "port", "a TCP port that the process listens on (repeatable)")
	flag.StringVar(&start.User, "user", "", "user of the process")
	flag.StringVar(&start.WorkingDir, "workdir", "", "working directory of the process")
	flag.Parse()
	if flag.NArg() < 2 {
		fmt.Fprintln(os.Stderr, "usage: image [OPTIONS] NAME LAYER.tar... > ARCHIVE")
		os.Exit(2)
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	err := write(out, flag.Arg(0), start, flag.Args()[1:])
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

// write makes an archive that is an OCI layout (containerd reads that) and what `docker save` writes (jib reads that).
func write(out io.Writer, name string, start runConfig, layers []string) error {
	archive := tar.NewWriter(out)
	if err := addBytes(archive, "oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`)); err != nil {
		return err
	}
	config := imageConfig{Architecture: runtime.GOARCH, OS: "linux", Config: start, RootFS: rootFS{Type: "layers"}}
	manifest := manifest{SchemaVersion: 2, MediaType: ociType + "manifest.v1+json"}
	saved := savedImage{RepoTags: []string{name}}
	for _, path := range layers {
		layer, err := addLayer(archive, path)
		if err != nil {
			return err
		}
		manifest.Layers = append(manifest.Layers, layer)
		config.RootFS.DiffIDs = append(config.RootFS.DiffIDs, layer.Digest)
		saved.Layers = append(saved.Layers, layer.path())
	}
	var err error
	if manifest.Config, err = addJSON(archive, ociType+"config.v1+json", config); err != nil {
		return err
	}
	saved.Config = manifest.Config.path()
	described, err := addJSON(archive, manifest.MediaType, manifest)
	if err != nil {
		return err
	}
	described.Annotations = map[string]string{"io.containerd.image.name": name}
	return finish(archive, index{SchemaVersion: 2, Manifests: []descriptor{described}}, []savedImage{saved})
}

func finish(archive *tar.Writer, index index, saved []savedImage) error {
	for path, content := range map[string]any{"index.json": index, "manifest.json": saved} {
		encoded, err := json.Marshal(content)
		if err != nil {
			return err
		}
		if err := addBytes(archive, path, encoded); err != nil {
			return err
		}
	}
	return archive.Close()
}

func addJSON(archive *tar.Writer, mediaType string, content any) (descriptor, error) {
	encoded, err := json.Marshal(content)
	if err != nil {
		return descriptor{}, err
	}
	added := descriptor{mediaType, fmt.Sprintf("sha256:%x", sha256.Sum256(encoded)), int64(len(encoded)), nil}
	return added, addBytes(archive, added.path(), encoded)
}

func addBytes(archive *tar.Writer, path string, content []byte) error {
	if err := archive.WriteHeader(&tar.Header{Name: path, Mode: 0o644, Size: int64(len(content))}); err != nil {
		return err
	}
	_, err := archive.Write(content)
	return err
}

// addLayer reads the file twice: its digest is the name of the entry, which comes before the content.
func addLayer(archive *tar.Writer, path string) (descriptor, error) {
	file, err := os.Open(path)
	if err != nil {
		return descriptor{}, err
	}
	defer file.Close()
	digest := sha256.New()
	size, err := io.Copy(digest, file)
	if err != nil {
		return descriptor{}, err
	}
	layer := descriptor{ociType + "layer.v1.tar", fmt.Sprintf("sha256:%x", digest.Sum(nil)), size, nil}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return descriptor{}, err
	}
	if err := archive.WriteHeader(&tar.Header{Name: layer.path(), Mode: 0o644, Size: size}); err != nil {
		return descriptor{}, err
	}
	_, err = io.Copy(archive, file)
	return layer, err
}

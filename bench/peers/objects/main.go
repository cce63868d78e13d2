// Command objects copies the files of a folder to a bucket of Google Cloud Storage, or all objects below a prefix back
// into a folder, over several connections at once: one request an object, no checksum, nothing tried again, nothing
// synced. The fastest plain client. With "describe" an object is sent with metadata of its own, which takes another
// kind of request.
//
//	objects put|describe|get http://HOST:PORT BUCKET PREFIX FOLDER CONNECTIONS
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

type copier struct {
	http                  *http.Client
	store, bucket, prefix string
	folder                string
}

func (c *copier) put(name string) error {
	return c.send(name, "media", "application/octet-stream", "", "")
}

func (c *copier) describe(name string) error {
	const boundary = "6c1e3f0a9b7d4e52"
	facts, _ := json.Marshal(map[string]any{"name": c.prefix + name, "metadata": map[string]string{"writer": "objects"}})
	head := fmt.Sprintf("--%[1]s\r\nContent-Type: application/json\r\n\r\n%[2]s\r\n--%[1]s\r\nContent-Type: application/octet-stream\r\n\r\n", boundary, facts)
	return c.send(name, "multipart", "multipart/related; boundary="+boundary, head, "\r\n--"+boundary+"--\r\n")
}

func (c *copier) send(name, kind, contentType, head, tail string) error {
	file, err := os.Open(filepath.Join(c.folder, name))
	if err != nil {
		return err
	}
	defer file.Close()
	facts, err := file.Stat()
	if err != nil {
		return err
	}
	target := fmt.Sprintf("%s/upload/storage/v1/b/%s/o?uploadType=%s&name=%s", c.store, c.bucket, kind, url.QueryEscape(c.prefix+name))
	var body io.Reader = file
	if head != "" {
		body = io.MultiReader(strings.NewReader(head), file, strings.NewReader(tail))
	}
	request, err := http.NewRequest(http.MethodPost, target, body)
	if err != nil {
		return err
	}
	request.ContentLength = int64(len(head)) + facts.Size() + int64(len(tail))
	request.Header.Set("Content-Type", contentType)
	answer, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", name, answer.Status)
	}
	return err
}

func (c *copier) get(name string) error {
	source := fmt.Sprintf("%s/download/storage/v1/b/%s/o/%s?alt=media", c.store, c.bucket, url.QueryEscape(c.prefix+name))
	answer, err := c.http.Get(source)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", name, answer.Status)
	}
	file, err := os.Create(filepath.Join(c.folder, name))
	if err != nil {
		return err
	}
	if _, err = io.Copy(file, answer.Body); err != nil {
		return err
	}
	return file.Close()
}

func (c *copier) files() ([]string, error) {
	entries, err := os.ReadDir(c.folder)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names, err
}

// All objects: the store states them on one page.
func (c *copier) objects() ([]string, error) {
	answer, err := c.http.Get(fmt.Sprintf("%s/storage/v1/b/%s/o?prefix=%s", c.store, c.bucket, url.QueryEscape(c.prefix)))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var page struct {
		Items []struct{ Name string }
	}
	if err := json.NewDecoder(answer.Body).Decode(&page); err != nil {
		return nil, err
	}
	var names []string
	for _, item := range page.Items {
		names = append(names, strings.TrimPrefix(item.Name, c.prefix))
	}
	return names, nil
}

func each(names []string, connections int, copy func(string) error) {
	waiting := make(chan string, len(names))
	for _, name := range names {
		waiting <- name
	}
	close(waiting)
	var done sync.WaitGroup
	for i := 0; i < connections; i++ {
		done.Add(1)
		go func() {
			defer done.Done()
			for name := range waiting {
				if err := copy(name); err != nil {
					log.Fatal(err)
				}
			}
		}()
	}
	done.Wait()
}

func main() {
	connections, err := strconv.Atoi(os.Args[6])
	if err != nil {
		log.Fatal(err)
	}
	transport := &http.Transport{
		MaxIdleConnsPerHost: connections, DisableCompression: true, ReadBufferSize: 1 << 18, WriteBufferSize: 1 << 18,
	}
	c := &copier{&http.Client{Transport: transport}, os.Args[2], os.Args[3], os.Args[4], os.Args[5]}
	list, copy := c.files, c.put
	switch os.Args[1] {
	case "describe":
		copy = c.describe
	case "get":
		list, copy = c.objects, c.get
	}
	began := time.Now()
	names, err := list()
	if err != nil {
		log.Fatal(err)
	}
	each(names, connections, copy)
	fmt.Printf("{\"objects\":%d,\"millis\":%d}\n", len(names), time.Since(began).Milliseconds())
}

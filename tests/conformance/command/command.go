// Package command runs the real tools that the harness stands on and turns
// their failures into errors that say what was run and what it answered.
package command

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// tail is how much of a failed command's standard error an error repeats.
const tail = 2000

// Output runs a command and returns its standard output.
func Output(ctx context.Context, name string, arguments ...string) (string, error) {
	return Feed(ctx, nil, name, arguments...)
}

// Run runs a command whose output is of no interest.
func Run(ctx context.Context, name string, arguments ...string) error {
	_, err := Output(ctx, name, arguments...)
	return err
}

// Feed runs a command with the given standard input and returns its standard output.
func Feed(ctx context.Context, input io.Reader, name string, arguments ...string) (string, error) {
	process := exec.CommandContext(ctx, name, arguments...)
	process.Stdin = input
	var stdout, stderr bytes.Buffer
	process.Stdout, process.Stderr = &stdout, &stderr
	if err := process.Run(); err != nil {
		return stdout.String(), fmt.Errorf("%s: %w%s", summary(name, arguments), err, quoteTail(stderr.String(), stdout.String()))
	}
	return stdout.String(), nil
}

// Pipe runs two commands, the first one's standard output being the second one's input.
func Pipe(from, to *exec.Cmd) error {
	var fromErr, toErr bytes.Buffer
	from.Stderr, to.Stderr = &fromErr, &toErr
	pipe, err := from.StdoutPipe()
	if err != nil {
		return err
	}
	to.Stdin = pipe
	if err := from.Start(); err != nil {
		return fmt.Errorf("%s: %w", from.Path, err)
	}
	consumed := to.Run()
	// Without this the first command would wait forever on a reader that is gone.
	pipe.Close()
	if err := from.Wait(); err != nil {
		return fmt.Errorf("%s: %w%s", summary(from.Path, from.Args[1:]), err, quoteTail(fromErr.String(), ""))
	}
	if consumed != nil {
		return fmt.Errorf("%s: %w%s", summary(to.Path, to.Args[1:]), consumed, quoteTail(toErr.String(), ""))
	}
	return nil
}

func summary(name string, arguments []string) string {
	line := strings.Join(append([]string{name}, arguments...), " ")
	if len(line) > 300 {
		return line[:300] + "…"
	}
	return line
}

func quoteTail(stderr, stdout string) string {
	text := strings.TrimSpace(stderr)
	if text == "" {
		text = strings.TrimSpace(stdout)
	}
	if text == "" {
		return ""
	}
	if len(text) > tail {
		text = "…" + text[len(text)-tail:]
	}
	return "\n    " + strings.ReplaceAll(text, "\n", "\n    ")
}

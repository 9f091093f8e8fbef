package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Outcome is what a program did with its options.
type Outcome struct {
	// Refused: it ended, or went on without a setting.
	Refused bool
	// Said is the line by which that was seen, or the last one.
	Said string
}

// begin starts a program and waits until it ends or has validated its options, then ends it.
func begin(component string, command []string) (Outcome, error) {
	program := programs[component]
	return watch(command, Program{past: program.began, ignores: program.ignores})
}

// run starts a program and waits until it ends or works with its options, then ends it.
func run(component string, command []string) (Outcome, error) {
	return watch(command, programs[component])
}

func watch(command []string, program Program) (Outcome, error) {
	process := exec.Command(command[0], command[1:]...)
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	process.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/root"}
	output, input := io.Pipe()
	process.Stdout, process.Stderr = input, input
	if err := process.Start(); err != nil {
		return Outcome{}, err
	}
	log := &log{past: make(chan struct{}), done: make(chan struct{})}
	go log.read(output, program)
	ended := make(chan struct{})
	go func() {
		_ = process.Wait()
		_ = input.Close()
		close(ended)
	}()
	outcome := log.await(ended, program.grace)
	_ = syscall.Kill(-process.Process.Pid, syscall.SIGKILL)
	<-ended
	<-log.done
	if outcome.Refused = outcome.Refused || log.ignored != ""; outcome.Refused {
		outcome.Said = log.reason()
	}
	return outcome, nil
}

// await says whether the program ended before it was past its options, or right after.
func (l *log) await(ended <-chan struct{}, grace time.Duration) Outcome {
	select {
	case <-ended:
		return Outcome{Refused: true}
	case <-time.After(patience):
		return Outcome{Said: "it runs, and did not say that it works"}
	case <-l.past:
	}
	select {
	case <-ended:
		return Outcome{Refused: true}
	case <-time.After(grace):
		return Outcome{Said: l.mark}
	}
}

// log is what a program says.
type log struct {
	once          sync.Once
	past, done    chan struct{}
	mark, ignored string
	last          []string
}

func (l *log) read(output io.Reader, program Program) {
	defer close(l.done)
	lines := bufio.NewReaderSize(output, 1<<16)
	for {
		line, err := lines.ReadString('\n')
		line = strings.TrimSpace(line)
		if line != "" {
			l.keep(line)
		}
		if program.ignores != nil && program.ignores.MatchString(line) {
			l.ignored = line
		}
		if program.past.MatchString(line) {
			l.once.Do(func() { l.mark = line; close(l.past) })
		}
		if err != nil {
			return
		}
	}
}

// keep holds the last lines: a program says why it ends at its end.
func (l *log) keep(line string) {
	l.last = append(l.last, line)
	if len(l.last) > 40 {
		l.last = l.last[1:]
	}
}

// reason is the line that tells most about a refusal.
func (l *log) reason() string {
	if l.ignored != "" {
		return l.ignored
	}
	for _, sign := range []string{"panic:", "Error: ", "command failed", `"fatal"`, `"error":`, "flag provided", "invalid value", `"Failed to start`, "E1"} {
		for _, line := range l.last {
			if strings.Contains(line, sign) {
				return line
			}
		}
	}
	if len(l.last) == 0 {
		return "it said nothing"
	}
	return l.last[len(l.last)-1]
}

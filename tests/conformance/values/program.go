package main

import (
	"regexp"
	"time"
)

// Program says how one component shows that it took its options.
type Program struct {
	// began matches what the program logs once its options are read and validated, before it makes anything of them.
	began *regexp.Regexp
	// past matches what it logs once it has made something of all of them: it serves, or does its work.
	past *regexp.Regexp
	// ignores matches what it logs where it goes on without a setting that it does not know or cannot read.
	ignores *regexp.Regexp
	// grace is how long it may still end after that: work that begins at the same time may find a value unusable.
	grace time.Duration
}

// patience is how long a program may take to end or to be past its options. One that does neither runs: it took what it was given.
const patience = 25 * time.Second

var programs = map[string]Program{
	"etcd":                    {began: regexp.MustCompile(`configuring peer listeners`), past: regexp.MustCompile(`serving client traffic|ready to serve client requests`), grace: 100 * time.Millisecond},
	"kube-apiserver":          {began: regexp.MustCompile(`"Version:?"|"Golang settings"`), past: regexp.MustCompile(`Serving securely on`), grace: 500 * time.Millisecond},
	"kube-controller-manager": {began: regexp.MustCompile(`"Golang settings"`), past: regexp.MustCompile(`logger"?[=:]"[a-z-]+-controller"`), grace: 4 * time.Second},
	"kube-scheduler":          {began: regexp.MustCompile(`"Golang settings"`), past: regexp.MustCompile(`[aA]ttempting to acquire leader lease|Successfully acquired lease`), grace: 200 * time.Millisecond},
	"kubelet": {
		began:   regexp.MustCompile(`"Kubelet version"`),
		past:    regexp.MustCompile(`Started kubelet`),
		ignores: regexp.MustCompile(`strict decoding failed|lenient decoding`),
		// No grace: what it does next to the machine's control groups tells nothing of its options.
	},
}

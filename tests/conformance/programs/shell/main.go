// Command shell is the one program of the pods that `kubectl logs` and `kubectl exec` are tried on:
// without arguments it logs a line and waits, with "hostname" it answers as the tool of that name does.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "hostname" {
		name, err := os.Hostname()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(name)
		return
	}
	fmt.Println("waiting on", os.Getenv("NODE_NAME"))
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, os.Interrupt)
	<-ended
}

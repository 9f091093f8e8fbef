// Command shell is the one program of the pods that `kubectl logs` and `kubectl exec` are tried on:
// without arguments it logs a line and waits, with "hostname" it answers as the tool of that name does, and with "volume PATH" it
// says what is mounted there.
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
	if len(os.Args) > 2 && os.Args[1] == "volume" {
		if err := describe(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	fmt.Println("waiting on", os.Getenv("NODE_NAME"))
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, os.Interrupt)
	<-ended
}

// tmpfsMagic is the type of a tmpfs in statfs(2).
const tmpfsMagic = 0x01021994

// describe prints the kind, the group and the setgid bit of a mounted folder.
func describe(path string) error {
	var system syscall.Statfs_t
	if err := syscall.Statfs(path, &system); err != nil {
		return fmt.Errorf("statfs %s: %w", path, err)
	}
	kind := "no tmpfs"
	if system.Type == tmpfsMagic {
		kind = "tmpfs"
	}
	var folder syscall.Stat_t
	if err := syscall.Stat(path, &folder); err != nil {
		return fmt.Errorf("stat %s: %w", path, err)
	}
	fmt.Printf("%s group %d setgid %t\n", kind, folder.Gid, folder.Mode&syscall.S_ISGID != 0)
	return nil
}

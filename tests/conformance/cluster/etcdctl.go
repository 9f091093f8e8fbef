package cluster

import (
	"context"

	"kubemint/conformance/command"
	"kubemint/conformance/machine"
)

// etcdctl asks the member on a machine, with the credentials installed there.
func etcdctl(ctx context.Context, program string, m *machine.Machine, arguments []string) (string, error) {
	pki := m.Path("etc/kubernetes/pki") + "/"
	all := append([]string{
		"--endpoints=https://" + m.Port.Address + ":2379", "--dial-timeout=3s", "--command-timeout=8s",
		"--cacert=" + pki + "etcd/ca.crt", "--cert=" + pki + "apiserver-etcd-client.crt", "--key=" + pki + "apiserver-etcd-client.key",
	}, arguments...)
	return command.Output(ctx, program, all...)
}

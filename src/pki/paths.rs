//! The files that certificates, their keys and kubeconfigs lie in on a machine. Names below /etc/kubernetes are kubeadm's
//! (Kubernetes 1.37, `cmd/kubeadm/app/constants/constants.go`), except those of certificates that kubeadm does not make.

use crate::tree::machine_paths;

machine_paths! {
    /// Every trusted generation of the cluster's CA, the active one first.
    CA = "/etc/kubernetes/pki/ca.crt";
    /// The key of the active generation of the cluster's CA.
    CA_KEY = "/etc/kubernetes/pki/ca.key";
    /// The active generation of the cluster's CA alone, which kube-controller-manager signs with.
    ///
    /// It refuses a `--cluster-signing-cert-file` with more than one certificate (Kubernetes 1.37,
    /// `pkg/controller/certificates/signer/ca_provider.go`), so that flag cannot name `ca.crt` while two generations are
    /// trusted.
    CA_SIGNING = "/etc/kubernetes/pki/ca-signing.crt";
    /// Every trusted generation of etcd's CA.
    ETCD_CA = "/etc/kubernetes/pki/etcd/ca.crt";
    /// Every trusted generation of the front proxy's CA.
    FRONT_PROXY_CA = "/etc/kubernetes/pki/front-proxy-ca.crt";
    /// The service-account private key: kube-controller-manager and kube-apiserver sign tokens with it.
    SERVICE_ACCOUNT_KEY = "/etc/kubernetes/pki/sa.key";
    /// Every trusted service-account public key, the active one first: kube-apiserver verifies tokens with them.
    SERVICE_ACCOUNT_PUBLIC = "/etc/kubernetes/pki/sa.pub";
    /// kube-apiserver's certificate towards extension API servers.
    FRONT_PROXY_CLIENT = "/etc/kubernetes/pki/front-proxy-client.crt";
    /// Its key.
    FRONT_PROXY_CLIENT_KEY = "/etc/kubernetes/pki/front-proxy-client.key";
    /// kube-apiserver's serving certificate.
    APISERVER = "/etc/kubernetes/pki/apiserver.crt";
    /// Its key.
    APISERVER_KEY = "/etc/kubernetes/pki/apiserver.key";
    /// kube-apiserver's certificate towards kubelets.
    APISERVER_KUBELET_CLIENT = "/etc/kubernetes/pki/apiserver-kubelet-client.crt";
    /// Its key.
    APISERVER_KUBELET_CLIENT_KEY = "/etc/kubernetes/pki/apiserver-kubelet-client.key";
    /// kube-apiserver's certificate towards etcd.
    APISERVER_ETCD_CLIENT = "/etc/kubernetes/pki/apiserver-etcd-client.crt";
    /// Its key.
    APISERVER_ETCD_CLIENT_KEY = "/etc/kubernetes/pki/apiserver-etcd-client.key";
    /// kube-controller-manager's serving certificate.
    CONTROLLER_MANAGER = "/etc/kubernetes/pki/controller-manager.crt";
    /// Its key.
    CONTROLLER_MANAGER_KEY = "/etc/kubernetes/pki/controller-manager.key";
    /// kube-scheduler's serving certificate.
    SCHEDULER = "/etc/kubernetes/pki/scheduler.crt";
    /// Its key.
    SCHEDULER_KEY = "/etc/kubernetes/pki/scheduler.key";
    /// etcd's certificate towards clients.
    ETCD_SERVER = "/etc/kubernetes/pki/etcd/server.crt";
    /// Its key.
    ETCD_SERVER_KEY = "/etc/kubernetes/pki/etcd/server.key";
    /// etcd's certificate towards other members.
    ETCD_PEER = "/etc/kubernetes/pki/etcd/peer.crt";
    /// Its key.
    ETCD_PEER_KEY = "/etc/kubernetes/pki/etcd/peer.key";
    /// kube-controller-manager's kubeconfig.
    CONTROLLER_MANAGER_CONF = "/etc/kubernetes/controller-manager.conf";
    /// kube-scheduler's kubeconfig.
    SCHEDULER_CONF = "/etc/kubernetes/scheduler.conf";
    /// The kubelet's kubeconfig: rendered, or written by a kubelet that bootstraps.
    KUBELET_CONF = "/etc/kubernetes/kubelet.conf";
    /// The kubelet's serving certificate, where it is rendered.
    KUBELET_SERVING = "/var/lib/kubelet/pki/kubelet.crt";
    /// Its key.
    KUBELET_SERVING_KEY = "/var/lib/kubelet/pki/kubelet.key";
    /// etcdctl's certificate on the machine.
    ETCD_HEALTHCHECK_CLIENT = "/etc/kubernetes/pki/etcd/healthcheck-client.crt";
    /// Its key.
    ETCD_HEALTHCHECK_CLIENT_KEY = "/etc/kubernetes/pki/etcd/healthcheck-client.key";
    /// kube-proxy's kubeconfig.
    KUBE_PROXY_CONF = "/etc/kubernetes/kube-proxy.conf";
}

//! The files and folders of a machine that command lines and configurations name. The names below /etc/kubernetes are
//! kubeadm's, but for those of certificates that kubeadm lacks.

use crate::tree::MachinePath;

/// Names each path.
macro_rules! paths {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        $($(#[$doc])* pub const $name: MachinePath = MachinePath::known($path);)*

        #[cfg(test)]
        const ALL: &[&str] = &[$($path),*];
    };
}

paths! {
    /// Certificates and keys.
    PKI = "/etc/kubernetes/pki";
    /// etcd's certificates and keys.
    PKI_ETCD = "/etc/kubernetes/pki/etcd";
    /// Every trusted generation of the cluster's CA.
    CA = "/etc/kubernetes/pki/ca.crt";
    /// The active generation of the cluster's CA alone: kube-controller-manager signs with no other
    /// (1.37, `pkg/controller/certificates/signer/ca_provider.go`: "expected 1 certificate").
    CA_SIGNING = "/etc/kubernetes/pki/ca-signing.crt";
    /// The key of the active generation of the cluster's CA.
    CA_KEY = "/etc/kubernetes/pki/ca.key";
    /// Every trusted generation of the front proxy's CA.
    FRONT_PROXY_CA = "/etc/kubernetes/pki/front-proxy-ca.crt";
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
    /// Every trusted service-account public key.
    SERVICE_ACCOUNT_PUBLIC = "/etc/kubernetes/pki/sa.pub";
    /// The service-account key that signs.
    SERVICE_ACCOUNT_KEY = "/etc/kubernetes/pki/sa.key";
    /// kube-controller-manager's serving certificate.
    CONTROLLER_MANAGER = "/etc/kubernetes/pki/controller-manager.crt";
    /// Its key.
    CONTROLLER_MANAGER_KEY = "/etc/kubernetes/pki/controller-manager.key";
    /// kube-scheduler's serving certificate.
    SCHEDULER = "/etc/kubernetes/pki/scheduler.crt";
    /// Its key.
    SCHEDULER_KEY = "/etc/kubernetes/pki/scheduler.key";
    /// Every trusted generation of etcd's CA.
    ETCD_CA = "/etc/kubernetes/pki/etcd/ca.crt";
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
    /// The kubeconfig of a kubelet that bootstraps, with the bootstrap token.
    BOOTSTRAP_KUBELET_CONF = "/etc/kubernetes/bootstrap-kubelet.conf";
    /// Static pods.
    MANIFESTS = "/etc/kubernetes/manifests";
    /// Who may be anonymous, and where.
    AUTHENTICATION = "/etc/kubernetes/authentication";
    /// The AuthenticationConfiguration.
    AUTHENTICATION_CONFIG = "/etc/kubernetes/authentication/config.yaml";
    /// How Secrets lie in etcd.
    ENCRYPTION = "/etc/kubernetes/encryption";
    /// The EncryptionConfiguration.
    ENCRYPTION_CONFIG = "/etc/kubernetes/encryption/config.yaml";
    /// What the audit log holds.
    AUDIT = "/etc/kubernetes/audit";
    /// The audit Policy.
    AUDIT_POLICY = "/etc/kubernetes/audit/policy.yaml";
    /// etcd's data.
    ETCD_DATA = "/var/lib/etcd";
    /// The KubeletConfiguration.
    KUBELET_CONFIG = "/var/lib/kubelet/config.yaml";
    /// The kubelet's serving certificate, where it is rendered.
    KUBELET_SERVING = "/var/lib/kubelet/pki/kubelet.crt";
    /// Its key.
    KUBELET_SERVING_KEY = "/var/lib/kubelet/pki/kubelet.key";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_keeps_the_rules() {
        for path in ALL {
            assert!(MachinePath::parse(path).is_some(), "{path}");
        }
    }
}

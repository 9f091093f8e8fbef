//! The files and folders of a machine that command lines and configurations name. The names below /etc/kubernetes are
//! kubeadm's, but for those of certificates that kubeadm lacks.

use crate::{
    pki::{
        Ca,
        authority::{self, SIGNING_CERTIFICATE},
    },
    tree::MachinePath,
};

/// Every trusted generation of the cluster's CA.
pub const CA: MachinePath = Ca::Kubernetes.bundle();
/// Every trusted generation of the front proxy's CA.
pub const FRONT_PROXY_CA: MachinePath = Ca::FrontProxy.bundle();
/// Every trusted generation of etcd's CA.
pub const ETCD_CA: MachinePath = Ca::Etcd.bundle();
/// The active generation of the cluster's CA alone, which kube-controller-manager signs with.
pub const CA_SIGNING: MachinePath = SIGNING_CERTIFICATE;
/// Every trusted service-account public key.
pub const SERVICE_ACCOUNT_PUBLIC: MachinePath = authority::SERVICE_ACCOUNT_PUBLIC;
/// The service-account key that signs.
pub const SERVICE_ACCOUNT_KEY: MachinePath = authority::SERVICE_ACCOUNT_KEY;

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
    /// The key of the active generation of the cluster's CA.
    CA_KEY = "/etc/kubernetes/pki/ca.key";
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
    /// The kubeconfig of a kubelet that bootstraps, with the bootstrap token.
    BOOTSTRAP_KUBELET_CONF = "/etc/kubernetes/bootstrap-kubelet.conf";
    /// haproxy's configuration on workers.
    HAPROXY_CFG = "/etc/kubernetes/haproxy.cfg";
    /// keepalived's configuration on control-plane nodes.
    KEEPALIVED_CONF = "/etc/kubernetes/keepalived.conf";
    /// All that kubeadm puts below /etc.
    KUBERNETES = "/etc/kubernetes";
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
    /// Where the audit log lies unless a user says otherwise.
    LOGS = "/var/log/kubernetes";
    /// etcd's data.
    ETCD_DATA = "/var/lib/etcd";
    /// The kubelet's own files.
    KUBELET = "/var/lib/kubelet";
    /// Certificates that the kubelet has or makes.
    KUBELET_PKI = "/var/lib/kubelet/pki";
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

//! The files and directories of a machine that command lines and configurations name. The names below /etc/kubernetes are
//! kubeadm's. Certificates and kubeconfigs have theirs in [`crate::pki::paths`].

pub use crate::pki::paths::{
    APISERVER, APISERVER_ETCD_CLIENT, APISERVER_ETCD_CLIENT_KEY, APISERVER_KEY, APISERVER_KUBELET_CLIENT,
    APISERVER_KUBELET_CLIENT_KEY, CA, CA_KEY, CA_SIGNING, CONTROLLER_MANAGER, CONTROLLER_MANAGER_CONF,
    CONTROLLER_MANAGER_KEY, ETCD_CA, ETCD_PEER, ETCD_PEER_KEY, ETCD_SERVER, ETCD_SERVER_KEY, FRONT_PROXY_CA,
    FRONT_PROXY_CLIENT, FRONT_PROXY_CLIENT_KEY, KUBELET_CONF, KUBELET_SERVING, KUBELET_SERVING_KEY,
    SCHEDULER, SCHEDULER_CONF, SCHEDULER_KEY, SERVICE_ACCOUNT_KEY, SERVICE_ACCOUNT_PUBLIC,
};
use crate::tree::machine_paths;

machine_paths! {
    /// Certificates and keys.
    PKI = "/etc/kubernetes/pki";
    /// etcd's certificates and keys.
    PKI_ETCD = "/etc/kubernetes/pki/etcd";
    /// More public keys that verify the tokens of service accounts.
    SERVICE_ACCOUNT_VERIFICATION = "/etc/kubernetes/pki/sa-verification.pub";
    /// The kubeconfig of a kubelet that bootstraps, with the bootstrap token.
    BOOTSTRAP_KUBELET_CONF = "/etc/kubernetes/bootstrap-kubelet.conf";
    /// haproxy's configuration on workers.
    HAPROXY_CFG = "/etc/kubernetes/haproxy.cfg";
    /// keepalived's configuration on control-plane nodes.
    KEEPALIVED_CONF = "/etc/kubernetes/keepalived.conf";
    /// Everything that kubeadm writes below /etc.
    KUBERNETES = "/etc/kubernetes";
    /// The manifests of static pods.
    MANIFESTS = "/etc/kubernetes/manifests";
    /// The directory of the AuthenticationConfiguration, which says where anonymous requests are allowed.
    AUTHENTICATION = "/etc/kubernetes/authentication";
    /// The AuthenticationConfiguration.
    AUTHENTICATION_CONFIG = "/etc/kubernetes/authentication/config.yaml";
    /// The directory of the EncryptionConfiguration.
    ENCRYPTION = "/etc/kubernetes/encryption";
    /// The EncryptionConfiguration.
    ENCRYPTION_CONFIG = "/etc/kubernetes/encryption/config.yaml";
    /// The directory of the audit policy.
    AUDIT = "/etc/kubernetes/audit";
    /// The audit Policy.
    AUDIT_POLICY = "/etc/kubernetes/audit/policy.yaml";
    /// The default directory of the audit log.
    LOGS = "/var/log/kubernetes";
    /// etcd's data.
    ETCD_DATA = "/var/lib/etcd";
    /// The kubelet's own files.
    KUBELET = "/var/lib/kubelet";
    /// The kubelet's certificates, rendered or requested by itself.
    KUBELET_PKI = "/var/lib/kubelet/pki";
    /// The KubeletConfiguration.
    KUBELET_CONFIG = "/var/lib/kubelet/config.yaml";
}

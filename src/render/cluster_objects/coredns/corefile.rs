//! The configuration of CoreDNS: kubeadm's, with the user's upstreams, or the user's own.

use crate::model::{Cluster, Corefile, DnsUpstream};

/// The text of the ConfigMap's `Corefile`.
pub(super) fn corefile(cluster: &Cluster) -> String {
    let settings = &cluster.coredns;
    let kubeadms = || {
        let upstreams: Vec<&str> = settings.upstreams.iter().map(DnsUpstream::as_str).collect();
        let domain = cluster.dns_domain.to_string();
        KUBEADMS.replace("DOMAIN", &domain).replace("UPSTREAMS", &upstreams.join(" "))
    };
    settings.corefile.as_ref().map(Corefile::as_str).map_or_else(kubeadms, str::to_owned)
}

/// kubeadm 1.37, `CoreDNSConfigMap`. CoreDNS itself caches nothing of the cluster's own names: it has all of them.
const KUBEADMS: &str = ".:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes DOMAIN in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . UPSTREAMS {
       max_concurrent 1000
    }
    cache 30 {
       disable success DOMAIN
       disable denial DOMAIN
    }
    loop
    reload
    loadbalance
}
";

//! The Service, and by which names and labels it and the pods find each other.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::{Service, ServicePort, ServiceSpec},
    apimachinery::pkg::{apis::meta::v1::ObjectMeta, util::intstr::IntOrString},
};

use crate::{model::Cluster, render::cluster_objects::object::metadata};

/// The name of the Deployment, the ConfigMap and the ServiceAccount.
pub(super) const NAME: &str = "coredns";
pub(super) const NAMESPACE: &str = "kube-system";

pub(super) const DNS_PORT: i32 = 53;
pub(super) const METRICS_PORT: i32 = 9153;

/// Tools find the cluster's DNS server by this name and label, whichever program it is.
const SERVICE: &str = "kube-dns";

/// The label by which the Service finds the pods.
pub(super) fn selector() -> BTreeMap<String, String> {
    BTreeMap::from([("k8s-app".to_owned(), SERVICE.to_owned())])
}

/// The Service that every kubelet writes into the resolv.conf of its pods: its address has to be theirs.
pub(super) fn service(cluster: &Cluster) -> Service {
    let port = |name: &str, protocol: &str, port: i32| ServicePort {
        name: Some(name.to_owned()),
        port,
        protocol: Some(protocol.to_owned()),
        target_port: Some(IntOrString::Int(port)),
        ..ServicePort::default()
    };
    let mut labels = selector();
    labels.insert("kubernetes.io/cluster-service".to_owned(), "true".to_owned());
    labels.insert("kubernetes.io/name".to_owned(), "CoreDNS".to_owned());
    let annotations = BTreeMap::from([
        ("prometheus.io/port".to_owned(), METRICS_PORT.to_string()),
        ("prometheus.io/scrape".to_owned(), "true".to_owned()),
    ]);
    Service {
        metadata: ObjectMeta {
            labels: Some(labels),
            annotations: Some(annotations),
            ..metadata(SERVICE, Some(NAMESPACE))
        },
        spec: Some(ServiceSpec {
            cluster_ip: cluster.cluster_dns().map(|address| address.to_string()),
            ports: Some(vec![
                port("dns", "UDP", DNS_PORT),
                port("dns-tcp", "TCP", DNS_PORT),
                port("metrics", "TCP", METRICS_PORT),
            ]),
            selector: Some(selector()),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    }
}

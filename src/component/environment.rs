//! The environment variables of a process: the user's, and `NO_PROXY` where a proxy would come between the parts of the cluster.

use std::collections::BTreeMap;

use crate::model::{Cluster, Endpoint, ProcessSettings};

/// Variables with which Go's HTTP clients use a proxy, in the order in which Go reads them, and those with what they reach
/// without one (golang.org/x/net, `http/httpproxy`, `FromEnvironment`).
const PROXIES: [([&str; 2], &str); 2] =
    [(["HTTP_PROXY", "HTTPS_PROXY"], "NO_PROXY"), (["http_proxy", "https_proxy"], "no_proxy")];

/// The variables of a process.
pub(super) fn of_process(settings: &ProcessSettings, cluster: &Cluster) -> BTreeMap<String, String> {
    let user = settings.env.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    let mut variables: BTreeMap<String, String> = user.collect();
    // Go reads the one in lower case where there is none in upper case, so either is the user's answer.
    if PROXIES.iter().any(|(_, exceptions)| variables.contains_key(*exceptions)) {
        return variables;
    }
    for (proxies, exceptions) in PROXIES {
        if proxies.iter().any(|proxy| settings.env.get(*proxy).is_some_and(|url| !url.as_str().is_empty())) {
            variables.insert(exceptions.to_owned(), without_proxy(cluster));
        }
    }
    variables
}

/// What a component reaches without a proxy: loopback, Services and pods, every node, the endpoint, an external etcd, and the
/// names of the cluster. A name that begins with a dot stands for all names below it.
fn without_proxy(cluster: &Cluster) -> String {
    let mut parts: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    parts.extend(cluster.service_cidr.iter().chain(cluster.pod_cidr.iter()).map(ToString::to_string));
    for node in cluster.nodes() {
        parts.extend(node.node().addresses.iter().map(|address| address.to_string()));
        parts.push(node.name().to_string());
    }
    let endpoints = std::iter::once(&cluster.endpoint).chain(&cluster.etcd.external);
    parts.extend(endpoints.map(Endpoint::host).map(ToString::to_string));
    parts.extend([".svc".to_owned(), format!(".{}", cluster.dns_domain)]);
    let mut seen = std::collections::BTreeSet::new();
    parts.retain(|part| seen.insert(part.clone()));
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Environment, VariableName, VariableValue, example::cluster};

    fn names(set: &[(&str, &str)]) -> BTreeMap<String, String> {
        let parse = |(name, value): &(&str, &str)| {
            (VariableName::parse(name).unwrap(), VariableValue::parse(value).unwrap())
        };
        let env: Environment = set.iter().map(parse).collect();
        of_process(&ProcessSettings { env, ..ProcessSettings::NONE }, &cluster())
    }

    #[test]
    fn a_proxy_stays_out_of_the_cluster() {
        let variables = names(&[("HTTPS_PROXY", "http://proxy.example.org:3128")]);
        assert_eq!(
            variables["NO_PROXY"],
            "localhost,127.0.0.1,::1,10.254.0.0/16,172.30.0.0/16,192.168.56.101,master-1,192.168.56.102,master-2,\
             192.168.56.103,master-3,192.168.56.111,worker-1,192.168.56.112,worker-2,192.168.56.105,.svc,.cluster.local"
        );
        assert!(!variables.contains_key("no_proxy"));
        let lower = names(&[("http_proxy", "http://proxy.example.org:3128")]);
        assert_eq!(lower["no_proxy"], variables["NO_PROXY"]);
        assert!(!lower.contains_key("NO_PROXY"));
    }

    #[test]
    fn the_users_exceptions_stand_as_they_are() {
        for name in ["NO_PROXY", "no_proxy"] {
            let variables = names(&[("HTTPS_PROXY", "http://proxy.example.org:3128"), (name, "10.0.0.0/8")]);
            assert_eq!(variables.len(), 2, "{variables:?}");
            assert_eq!(variables[name], "10.0.0.0/8");
        }
        assert_eq!(names(&[("HTTP_PROXY", "")]).len(), 1);
        assert_eq!(names(&[("GOMEMLIMIT", "3GiB")]).len(), 1);
    }
}

//! What the tables of components say of their processes.

use super::tables::{self, ComponentTable};
use crate::{
    diagnostic::{Violation, key_path},
    model::{Component, CpuQuantity, Draft, KubeProxyRun, MemoryQuantity, Runtime},
};

/// Every variable of every component that its process must not be given, or cannot read.
pub(super) fn variables(draft: &Draft) -> Vec<Violation> {
    let tables = tables::components(draft);
    tables.iter().flat_map(|table| owned_of(draft, table).into_iter().chain(malformed_of(table))).collect()
}

/// `GOMEMLIMIT` as the Go runtime parses it (Go 1.26, `runtime/string.go`, `parseByteCount`): otherwise the process exits.
fn malformed_of(table: &ComponentTable<'_>) -> Option<Violation> {
    let (name, value) = table.process.env.iter().find(|(name, _)| name.as_str() == "GOMEMLIMIT")?;
    let is_bytes = |text: &str| {
        let number =
            ["KiB", "MiB", "GiB", "TiB", "B", ""].into_iter().find_map(|unit| text.strip_suffix(unit));
        number.is_some_and(|number| number.parse::<i64>().is_ok_and(|bytes| bytes >= 0))
    };
    let text = value.as_str();
    let path = key_path(&format!("{}.env", table.path), name.as_str());
    let message = format!("{} would exit: Go cannot parse GOMEMLIMIT={text}", table.component.name());
    let violation =
        Violation::new("env-value", path, message, "bytes, such as \"3GiB\" or \"512MiB\", or \"off\"");
    let help = if is_bytes(&format!("{text}B")) {
        format!("write \"{text}B\"")
    } else {
        "use a unit of Go's".to_owned()
    };
    (!is_bytes(text) && text != "off").then(|| violation.help(help))
}

fn owned_of(draft: &Draft, table: &ComponentTable<'_>) -> Vec<Violation> {
    let names = table.process.env.keys();
    let judge = |name: &str| {
        let (why, help) =
            owned_here(draft, table.component, name).or_else(|| owned(table.component, name))?;
        let path = key_path(&format!("{}.env", table.path), name);
        let violation =
            Violation::new("owned-env", path, why, "a variable that kubemint and systemd do not set");
        Some(violation.at_key().help(help))
    };
    names.filter_map(|name| judge(name.as_str())).collect()
}

/// Why a variable must not be set because of how the component runs, and what to do.
fn owned_here(draft: &Draft, component: Component, name: &str) -> Option<(String, String)> {
    if name == "NODE_NAME"
        && component == Component::KubeProxy
        && draft.kube_proxy.run == KubeProxyRun::DaemonSet
    {
        let why = "NODE_NAME is set by the DaemonSet to the name of the pod's node".to_owned();
        return Some((why, "leave it out".to_owned()));
    }
    let is_unit = draft.runs(component) && draft.runtime(component) == Runtime::Systemd;
    (name == "PATH" && is_unit).then(|| {
        let why = "PATH also applies to the commands with which the unit checks the machine before it starts"
            .to_owned();
        (why, "leave it out, and name programs by their absolute paths".to_owned())
    })
}

/// Variables of etcd that set no flag (etcd 3.7, `etcdmain/etcd.go`, `client/v3/logger.go`, `client/pkg/v3/verify/verify.go`).
const NO_FLAGS_OF_ETCD: [&str; 3] = ["ETCD_CLIENT_DEBUG", "ETCD_UNSUPPORTED_ARCH", "ETCD_VERIFY"];

/// What systemd tells a service (systemd.exec(5), "Environment Variables Set or Propagated by the Service Manager").
const OF_SYSTEMD: [&str; 7] = [
    "LISTEN_FDNAMES",
    "LISTEN_FDS",
    "LISTEN_PID",
    "MAINPID",
    "NOTIFY_SOCKET",
    "WATCHDOG_PID",
    "WATCHDOG_USEC",
];

/// Why a variable must not be set, and what to do.
fn owned(component: Component, name: &str) -> Option<(String, String)> {
    let program = component.name();
    if OF_SYSTEMD.contains(&name) {
        return Some((format!("{name} is set by systemd"), "leave it out".to_owned()));
    }
    if component == Component::Etcd
        && let Some(flag) = name.strip_prefix("ETCD_")
        && !NO_FLAGS_OF_ETCD.contains(&name)
    {
        // `pkg/flags/flag.go`, `SetFlagsFromEnv`: it does not start where the flag is set, too.
        let flag = flag.to_ascii_lowercase().replace('_', "-");
        let why = format!("{name} is another spelling of etcd's flag --{flag}");
        return Some((why, format!("write `{flag}` in [etcd.extra_args], where it is checked")));
    }
    if let Some(gate) = name.strip_prefix("KUBE_FEATURE_").filter(|_| component != Component::Etcd) {
        // `pkg/features/client_adapter.go` and its like: client-go asks the component's own gates.
        let why = format!("{program} does not read {name}: it has feature gates of its own");
        return Some((why, format!("set {gate} in `feature_gates`")));
    }
    let of_kubeadm =
        component == Component::Kubelet && name.starts_with("KUBELET_") && name.ends_with("_ARGS");
    of_kubeadm.then(|| {
        let why = format!("the kubelet does not read {name}: it is a variable of kubeadm's unit");
        (why, "write each flag in [kubelet.extra_args]".to_owned())
    })
}

/// Every request above its limit, and every request of a component that runs as a unit.
pub(super) fn resources(draft: &Draft) -> Vec<Violation> {
    tables::components(draft).iter().flat_map(|table| resources_of(draft, table)).collect()
}

fn resources_of(draft: &Draft, table: &ComponentTable<'_>) -> Vec<Violation> {
    let (requests, limits) = (&table.process.requests, &table.process.limits);
    if !requests.is_empty() && draft.runtime(table.component) == Runtime::Systemd {
        let message = "a unit has no requests: only a pod is given room by them".to_owned();
        let violation =
            Violation::new("requests-of-a-unit", format!("{}.requests", table.path), message, "no requests");
        let violation = violation.at_key().also(format!("{}.runtime", table.path), "a unit");
        return vec![violation.help("leave them out, or run the component as a static pod")];
    }
    let cpu = (requests.cpu.as_ref().map(CpuQuantity::millis), limits.cpu.as_ref().map(CpuQuantity::millis));
    let bytes = MemoryQuantity::bytes;
    let memory = (requests.memory.as_ref().map(bytes), limits.memory.as_ref().map(bytes));
    let above = |(name, (request, limit)): (&str, (Option<u64>, Option<u64>))| {
        let path = format!("{}.requests.{name}", table.path);
        let is_above = request.zip(limit).is_some_and(|(request, limit)| request > limit);
        let message = "the request is above the limit, and no kubelet runs such a pod".to_owned();
        let violation = Violation::new("request-above-limit", path, message, "at most the limit");
        let violation = violation.also(format!("{}.limits.{name}", table.path), "the limit");
        is_above.then(|| violation.help("lower the request or raise the limit"))
    };
    [("cpu", cpu), ("memory", memory)].into_iter().filter_map(above).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Environment, VariableName, VariableValue};

    fn codes(change: impl Fn(&mut Draft)) -> Vec<&'static str> {
        let mut draft = crate::model::example::draft();
        change(&mut draft);
        variables(&draft).iter().map(|violation| violation.code).collect()
    }

    fn env(name: &str, value: &str) -> Environment {
        [(VariableName::parse(name).unwrap(), VariableValue::parse(value).unwrap())].into()
    }

    #[test]
    fn a_variable_that_stops_the_process_is_refused() {
        for (value, is_read) in
            [("3GiB", true), ("1024", true), ("off", true), ("3Gi", false), ("1.5GiB", false)]
        {
            let codes = codes(|draft| draft.apiserver.process.env = env("GOMEMLIMIT", value));
            assert_eq!(codes.is_empty(), is_read, "{value}: {codes:?}");
        }
        assert_eq!(codes(|draft| draft.kubelet.process.env = env("PATH", "/opt/bin")), ["owned-env"]);
        assert!(codes(|draft| draft.apiserver.process.env = env("PATH", "/opt/bin")).is_empty(), "a pod");
    }

    #[test]
    fn the_node_name_of_a_daemon_set_is_its_own() {
        let with = |run| {
            codes(|draft| {
                draft.kube_proxy.run = run;
                draft.kube_proxy.process.env = env("NODE_NAME", "b");
            })
        };
        assert_eq!(with(KubeProxyRun::DaemonSet), ["owned-env"]);
        assert!(with(KubeProxyRun::Systemd).is_empty());
    }

    #[test]
    fn a_variable_that_sets_a_flag_is_owned() {
        let is_owned = |component, name| owned(component, name).is_some();
        for (component, name) in [
            (Component::Etcd, "ETCD_DATA_DIR"),
            (Component::KubeApiserver, "NOTIFY_SOCKET"),
            (Component::KubeScheduler, "KUBE_FEATURE_WatchListClient"),
            (Component::Kubelet, "KUBELET_EXTRA_ARGS"),
        ] {
            assert!(is_owned(component, name), "{name}");
        }
        for (component, name) in [
            (Component::Etcd, "ETCD_UNSUPPORTED_ARCH"),
            (Component::Etcd, "GOMEMLIMIT"),
            (Component::KubeApiserver, "ETCD_CLIENT_DEBUG"),
            (Component::Kubelet, "HTTPS_PROXY"),
        ] {
            assert!(!is_owned(component, name), "{name}");
        }
    }
}

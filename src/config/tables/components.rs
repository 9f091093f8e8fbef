//! The tables of the components: `[apiserver]`, `[controller_manager]`, `[scheduler]`, `[etcd]`, `[kubelet]` and
//! `[kube_proxy]`.

use serde_json::{Map, Number, Value};
use toml::de::DeValue;

use super::{Choice, Item, Key, ReferencedFiles, Shape, Table, flags, process, referenced::Kind, values};
use crate::{
    diagnostic::Invalid,
    documents,
    model::{
        ApiserverChoice, ApiserverSettings, BindAddress, ControllerSettings, Endpoint, EtcdSettings,
        KubeProxyRun, KubeProxySettings, KubeletServing, KubeletSettings, ProxyMode, UnixSocket,
    },
};

pub(super) static APISERVER: Shape = Shape {
    title: "[apiserver]",
    keys: &[
        Key::default("runtime", "\"static-pod\""),
        Key::optional("bind_address", "all addresses of the node"),
        Key::default("port", "6443"),
        Key::default("extra_sans", "[]"),
        Key::optional("authentication_file", "only the cluster's own tokens"),
        Key::optional("feature_gates", "none set"),
        Key::optional("extra_args", "none"),
        Key::optional("env", "none"),
        Key::optional("requests", "kubeadm's"),
        Key::optional("limits", "none"),
    ],
};

const AUTHENTICATION_FILE: Kind = Kind {
    code: "authentication-file",
    expected: "the path of an AuthenticationConfiguration, relative to cluster.toml",
    noun: "authentication configuration",
    is_yaml: true,
};

pub(super) fn read_apiserver(table: &Table<'_>, files: &dyn ReferencedFiles) -> Option<ApiserverSettings> {
    let runtime = values::read_runtime(table);
    let bind_address = table.optional("bind_address", values::read_bind_address);
    let port = table.value("port", |item| item.number(1, u32::from(u16::MAX)));
    let extra_sans = values::read_extra_sans(table);
    let authentication = table.optional("authentication_file", |item| {
        AUTHENTICATION_FILE.read(item, files, documents::authenticators)
    });
    let feature_gates = flags::feature_gates(table);
    let extra_args = flags::extra_args(table);
    let process = process::read(table);
    Some(ApiserverSettings {
        runtime: runtime?,
        bind_address,
        port: port.and_then(|port| u16::try_from(port).ok())?,
        extra_sans: extra_sans?,
        authentication: authentication.unwrap_or_default(),
        feature_gates,
        extra_args,
        process,
    })
}

const KEYS: &[Key] = &[
    Key::default("runtime", "\"static-pod\""),
    Key::default("apiserver", "\"local\""),
    Key::default("bind_address", "\"127.0.0.1\""),
    Key::default("extra_sans", "[]"),
    Key::optional("feature_gates", "none set"),
    Key::optional("extra_args", "none"),
    Key::optional("env", "none"),
    Key::optional("requests", "kubeadm's"),
    Key::optional("limits", "none"),
];

pub(super) static CONTROLLER_MANAGER: Shape = Shape { title: "[controller_manager]", keys: KEYS };

pub(super) static SCHEDULER: Shape = Shape { title: "[scheduler]", keys: KEYS };

static APISERVERS: Choice<ApiserverChoice> = Choice {
    expected: "\"local\" or \"endpoint\"",
    help: "say which API server it dials, or leave it out for the default",
    words: &[("local", ApiserverChoice::Local), ("endpoint", ApiserverChoice::Endpoint)],
};

pub(super) fn read_controllers(table: &Table<'_>) -> Option<ControllerSettings> {
    let runtime = values::read_runtime(table);
    let apiserver = table.value("apiserver", |item| item.choice(&APISERVERS));
    let bind_address = table.value("bind_address", node_or_address);
    let extra_sans = values::read_extra_sans(table);
    let feature_gates = flags::feature_gates(table);
    let extra_args = flags::extra_args(table);
    let process = process::read(table);
    Some(ControllerSettings {
        runtime: runtime?,
        apiserver: apiserver?,
        bind_address: bind_address?,
        extra_sans: extra_sans?,
        feature_gates,
        extra_args,
        process,
    })
}

fn node_or_address(item: &Item<'_>) -> Option<BindAddress> {
    if item.raw().as_str() == Some("node") {
        return Some(BindAddress::Node);
    }
    values::read_bind_address(item).map(BindAddress::Fixed)
}

pub(super) static ETCD: Shape = Shape {
    title: "[etcd]",
    keys: &[
        Key::default("runtime", "\"static-pod\""),
        Key::default("external", "[]"),
        Key::optional("extra_args", "none"),
        Key::optional("env", "none"),
        Key::optional("requests", "kubeadm's"),
        Key::optional("limits", "none"),
    ],
};

pub(super) fn read_etcd(table: &Table<'_>) -> Option<EtcdSettings> {
    let runtime = values::read_runtime(table);
    let external = table.value("external", |item| item.all(|element| element.parse(client_endpoint)));
    let extra_args = flags::extra_args(table);
    let process = process::read(table);
    Some(EtcdSettings { runtime: runtime?, external: external?, extra_args, process })
}

fn client_endpoint(text: &str) -> Result<Endpoint, Invalid> {
    Endpoint::parse_of_service(text, Endpoint::ETCD_CLIENT_PORT)
}

pub(super) static KUBELET: Shape = Shape {
    title: "[kubelet]",
    keys: &[
        Key::default("serving", "\"rendered\""),
        Key::default("container_runtime_endpoint", "\"unix:///run/containerd/containerd.sock\""),
        Key::optional("feature_gates", "none set"),
        Key::optional("extra_args", "none"),
        Key::optional("env", "none"),
        Key::optional("limits", "none"),
        Key::optional("config", "no further fields"),
    ],
};

static SERVINGS: Choice<KubeletServing> = Choice {
    expected: "\"rendered\", \"csr\" or \"self-signed\"",
    help: "leave it out for the default",
    words: &[
        ("rendered", KubeletServing::Rendered),
        ("csr", KubeletServing::Csr),
        ("self-signed", KubeletServing::SelfSigned),
    ],
};

pub(super) fn read_kubelet(table: &Table<'_>) -> Option<KubeletSettings> {
    let serving = table.value("serving", |item| item.choice(&SERVINGS));
    let socket = table.value("container_runtime_endpoint", |item| item.parse(UnixSocket::parse));
    let feature_gates = flags::feature_gates(table);
    let extra_args = flags::extra_args(table);
    let process = process::read(table);
    let config = table.optional("config", read_fields).unwrap_or_default();
    Some(KubeletSettings {
        serving: serving?,
        feature_gates,
        extra_args,
        process,
        config,
        container_runtime_endpoint: socket?,
    })
}

pub(super) static KUBE_PROXY: Shape = Shape {
    title: "[kube_proxy]",
    keys: &[
        Key::default("run", "\"none\""),
        Key::default("mode", "\"nftables\""),
        Key::optional("feature_gates", "none set"),
        Key::optional("extra_args", "none"),
        Key::optional("env", "none"),
        Key::optional("limits", "none"),
        Key::optional("config", "no further fields"),
    ],
};

static RUNS: Choice<KubeProxyRun> = Choice {
    expected: "\"daemon-set\", \"systemd\" or \"none\"",
    help: "\"daemon-set\" renders objects to apply, \"systemd\" a unit for each node; with \"none\", a CNI plugin replaces it or \
           you install it",
    words: &[
        ("daemon-set", KubeProxyRun::DaemonSet),
        ("systemd", KubeProxyRun::Systemd),
        ("none", KubeProxyRun::None),
    ],
};

static MODES: Choice<ProxyMode> = Choice {
    expected: "\"nftables\" or \"iptables\"",
    help: "take \"nftables\" in place of ipvs, which Kubernetes has deprecated",
    words: &[("nftables", ProxyMode::Nftables), ("iptables", ProxyMode::Iptables)],
};

pub(super) fn read_kube_proxy(table: &Table<'_>) -> Option<KubeProxySettings> {
    let run = table.value("run", |item| item.choice(&RUNS));
    let mode = table.value("mode", |item| item.choice(&MODES));
    let feature_gates = flags::feature_gates(table);
    let extra_args = flags::extra_args(table);
    let process = process::read(table);
    let config = table.optional("config", read_fields).unwrap_or_default();
    Some(KubeProxySettings { run: run?, mode: mode?, feature_gates, extra_args, process, config })
}

/// All fields, or `None`, with an error for each invalid one.
pub(super) fn read_fields(item: &Item<'_>) -> Option<Map<String, Value>> {
    let entries = item.entries()?;
    let fields: Vec<Option<_>> =
        entries.iter().map(|(name, _, value)| Some(((*name).to_owned(), json(value)?))).collect();
    fields.into_iter().collect()
}

/// The JSON value with the same meaning; JSON has no dates, no infinity and no NaN.
fn json(item: &Item<'_>) -> Option<Value> {
    match item.raw() {
        DeValue::String(text) => Some(Value::from(text.as_ref())),
        DeValue::Integer(_) => item.integer().map(Value::from),
        DeValue::Float(float) => {
            let number = float.as_str().parse().ok().and_then(Number::from_f64);
            item.accept(number.map(Value::Number).ok_or_else(|| {
                Invalid::new("number", format!("{float} is not a finite number"), "a finite number")
                    .help("leave it out, or take a number")
            }))
        }
        DeValue::Boolean(on) => Some(Value::from(*on)),
        DeValue::Datetime(_) => item.mistyped("a string, number, boolean, array or table"),
        DeValue::Array(_) => item.all(json).map(Value::Array),
        DeValue::Table(_) => read_fields(item).map(Value::Object),
    }
}

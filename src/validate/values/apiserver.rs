//! Relations between the flags of a server: kube-apiserver's, and those that the other servers share with it.

use super::Flags;
use crate::{
    diagnostic::Violation,
    kubernetes::{
        go_values,
        values::text::{comma_list, component_version, port_range},
        words,
    },
    model::{Component, Minor},
};

/// Every rule between the flags of one server.
pub(super) fn check(flags: &Flags<'_>) -> Vec<Violation> {
    let rules: [fn(&Flags<'_>) -> Option<Violation>; 14] = [
        node_port,
        in_flight,
        only_off,
        priority_and_fairness,
        token_expiration,
        emulation,
        versions_once,
        forward_compatibility,
        uid_headers,
        metric_labels,
        http2_suites,
        curves,
        all_apis,
        review_version,
    ];
    rules.iter().filter_map(|rule| rule(flags)).collect()
}

/// `cmd/kube-apiserver/app/options/validation.go`, `validateServiceNodePort`.
fn node_port(flags: &Flags<'_>) -> Option<Violation> {
    let port = i64::try_from(flags.whole("kubernetes-service-node-port")?).ok().filter(|port| *port > 0)?;
    let (first, last) = port_range(flags.text("service-node-port-range")?)?;
    let is_inside = (first..=last).contains(&port);
    let names = ["kubernetes-service-node-port", "service-node-port-range"];
    let message = format!("port {port} is not in {}", flags.shown("service-node-port-range"));
    let violation =
        (!is_inside).then(|| flags.conflict("flags-disagree", &names, message, "a port of the range"))??;
    Some(violation.help("take a port of the range, or a larger range"))
}

/// apiserver, `server/options/feature.go`, `ApplyTo`.
fn in_flight(flags: &Flags<'_>) -> Option<Violation> {
    let names = ["max-requests-inflight", "max-mutating-requests-inflight"];
    let sum = flags.whole(names[0])? + flags.whole(names[1])?;
    if sum > 0 || !flags.is_on("enable-priority-and-fairness") {
        return None;
    }
    let message = "no request may be in flight".to_owned();
    let violation = flags.conflict("flags-disagree", &names, message, "limits whose sum is 1 or more")?;
    Some(violation.help("leave them out: their defaults are 400 and 200"))
}

/// The APIs that cluster.toml turns on or off.
pub(super) fn apis<'a>(flags: &Flags<'a>) -> Option<Vec<(&'a str, &'a str)>> {
    let pairs = flags.set("runtime-config")?.split(',').filter(|pair| !pair.is_empty());
    Some(
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(k, v)| (k.trim(), v.trim()))
            .collect(),
    )
}

/// apiserver, `server/options/api_enablement.go`, `Validate`.
fn only_off(flags: &Flags<'_>) -> Option<Violation> {
    if apis(flags)?.as_slice() != [("api/all", "false")] {
        return None;
    }
    let message = "--runtime-config=api/all=false leaves no API".to_owned();
    let violation = flags.conflict("flags-disagree", &["runtime-config"], message, "an API that is on")?;
    Some(violation.help("turn on what the cluster needs, or leave it out"))
}

/// `pkg/controlplane/apiserver/options/validation.go`, `validateAPIPriorityAndFairness`: the first match counts.
fn priority_and_fairness(flags: &Flags<'_>) -> Option<Violation> {
    if !flags.is_on("enable-priority-and-fairness") {
        return None;
    }
    let apis = apis(flags)?;
    let keys = ["flowcontrol.apiserver.k8s.io/v1", "api/ga", "api/all"];
    let said = keys.into_iter().find_map(|key| apis.iter().find(|(api, _)| *api == key))?;
    if said.1 != "false" {
        return None;
    }
    let message = format!("--enable-priority-and-fairness needs the API that {}=false turns off", said.0);
    let names = ["runtime-config", "enable-priority-and-fairness"];
    let violation =
        flags.conflict("flags-disagree", &names, message, "flowcontrol.apiserver.k8s.io/v1 on")?;
    Some(violation.help("add flowcontrol.apiserver.k8s.io/v1=true to --runtime-config"))
}

/// `pkg/controlplane/apiserver/options/options.go`, `completeServiceAccountOptions`.
fn token_expiration(flags: &Flags<'_>) -> Option<Violation> {
    const HOUR: i64 = 3_600_000_000_000;
    let name = "service-account-max-token-expiration";
    if !(1..HOUR).contains(&flags.time(name)?) {
        return None;
    }
    let message = format!("{} is shorter than an hour", flags.shown(name));
    let violation = flags.conflict("flag-value", &[name], message, "an hour or more, or 0 for no limit")?;
    Some(violation.help("raise it: tokens of pods are valid for an hour"))
}

/// The oldest minor that a component can emulate (apiserver, `pkg/util/compatibility/version.go`).
const OLDEST: u64 = 31;

/// How many minors before its own a component can emulate.
const BEFORE: u64 = 3;

/// The minor of `kube` in a list of versions.
fn kube_version(flags: &Flags<'_>, name: &str) -> Option<u64> {
    let versions = comma_list(flags.set(name)?)?;
    let mut versions = versions.iter().filter_map(|version| component_version(version));
    versions.find(|(component, _)| *component == "kube").map(|(_, minor)| minor)
}

/// component-base, `compatibility/version.go`, `Validate`.
fn emulation(flags: &Flags<'_>) -> Option<Violation> {
    let own = flags.target.minor.number();
    let oldest = OLDEST.max(own.saturating_sub(BEFORE));
    let names = ["emulated-version", "min-compatibility-version"];
    let [emulated, compatible] = names.map(|name| kube_version(flags, name));
    let emulates = emulated.unwrap_or(own);
    let help = "leave both out, unless an upgrade is to be undone";
    if !(oldest..=own).contains(&emulates) {
        let message = format!("{} cannot emulate 1.{emulates}", flags.target.release());
        let violation =
            flags.conflict("flags-disagree", &names[..1], message, format!("1.{oldest} to 1.{own}"))?;
        return Some(violation.help(help));
    }
    let compatible = compatible?;
    if (oldest..=emulates).contains(&compatible) {
        return None;
    }
    let message = format!("1.{compatible} is no minor that 1.{emulates} can be compatible with");
    let reversed = ["min-compatibility-version", "emulated-version"];
    let violation =
        flags.conflict("flags-disagree", &reversed, message, format!("1.{oldest} to 1.{emulates}"))?;
    Some(violation.help(help))
}

/// component-base, `compatibility/registry.go`, `toVersionMap`: one version per component.
fn versions_once(flags: &Flags<'_>) -> Option<Violation> {
    let names = ["emulated-version", "min-compatibility-version"];
    let count = |name: &&str| flags.set(name).and_then(comma_list).map_or(0, |versions| versions.len());
    let name = names.into_iter().find(|name| count(name) > 1)?;
    let message = format!("--{name} has a duplicate version");
    let violation = flags.conflict("flag-value", &[name], message, "one version")?;
    Some(violation.help("keep one of them"))
}

/// apiserver, `server/options/server_run_options.go`, `Validate`.
fn forward_compatibility(flags: &Flags<'_>) -> Option<Violation> {
    let own = flags.target.minor.number();
    let names = ["emulation-forward-compatible", "runtime-config-emulation-forward-compatible"];
    let name = names.into_iter().find(|name| flags.is_on(name))?;
    if kube_version(flags, "emulated-version").is_some_and(|minor| minor != own) {
        return None;
    }
    let message = format!("--{name} needs an --emulated-version before its own");
    let violation =
        flags.conflict("flags-disagree", &[name, "emulated-version"], message, "both, or none")?;
    Some(violation.help("leave it out"))
}

/// apiserver, `server/options/authentication.go`, `RequestHeaderAuthenticationOptions.Validate`.
fn uid_headers(flags: &Flags<'_>) -> Option<Violation> {
    let name = "requestheader-uid-headers";
    let headers = comma_list(flags.set(name)?)?;
    let has_standard = headers.iter().any(|header| header.eq_ignore_ascii_case("X-Remote-Uid"));
    if headers.is_empty() || has_standard || !flags.has_feature("RemoteRequestHeaderUID") {
        return None;
    }
    let message = "--requestheader-uid-headers lacks X-Remote-Uid".to_owned();
    let violation = flags.conflict("flag-value", &[name], message, "X-Remote-Uid among the headers")?;
    Some(violation.help("add X-Remote-Uid: extension API servers read no other"))
}

/// component-base, `metrics/api/v1/config.go`, `Validate`, since 1.36; before, the flag overrides the file.
fn metric_labels(flags: &Flags<'_>) -> Option<Violation> {
    if flags.target.minor < Minor::V1_36 {
        return None;
    }
    let names = ["allow-metric-labels-manifest", "allow-metric-labels"];
    let both = names.iter().all(|name| flags.set(name).is_some_and(|value| !value.is_empty()));
    let message = "--allow-metric-labels and --allow-metric-labels-manifest exclude each other".to_owned();
    let violation = both.then(|| flags.conflict("flags-disagree", &names, message, "one of the two"))??;
    Some(violation.help("leave one of them out"))
}

/// golang.org/x/net, `http2`, `ConfigureServer`: an HTTP/2 server needs a cipher suite of RFC 9113 section 9.2.2.
fn http2_suites(flags: &Flags<'_>) -> Option<Violation> {
    const NEEDED: [&str; 2] =
        ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"];
    let is_etcd = flags.table.component == Component::Etcd;
    let name = if is_etcd { "cipher-suites" } else { "tls-cipher-suites" };
    let suites = comma_list(flags.set(name)?)?;
    let has_needed = suites.iter().any(|suite| NEEDED.contains(&suite.as_str()));
    let newer = matches!(flags.text("tls-min-version"), Some("VersionTLS13" | "TLS1.3"));
    let known = words(flags.target.minor, flags.table.component, name);
    let is_unknown = |suite: &String| known.is_some_and(|known| !known.contains(suite));
    // It is unknown what an unknown name stands for.
    if suites.is_empty()
        || suites.iter().any(is_unknown)
        || has_needed
        || newer
        || flags.is_on("disable-http2-serving")
    {
        return None;
    }
    let message = format!("HTTP/2 needs a cipher suite that --{name} leaves out");
    let names = [name, "tls-min-version", "disable-http2-serving"];
    let expected = format!("{} or {} in the list", NEEDED[0], NEEDED[1]);
    let violation = flags.conflict("flags-disagree", &names, message, expected)?;
    Some(violation.help(format!("add {}", NEEDED[0])))
}

/// component-base, `cli/flag/curves_flag.go`, `TLSCurvePreferences`: no duplicates.
fn curves(flags: &Flags<'_>) -> Option<Violation> {
    let name = "tls-curve-preferences";
    let curves: Option<Vec<_>> = flags.set(name)?.split(',').map(go_values::signed_integer).collect();
    let curves = curves?;
    let duplicate = curves.iter().find(|curve| curves.iter().filter(|other| other == curve).count() > 1)?;
    let message = format!("duplicate curve {duplicate} in --{name}");
    let violation = flags.conflict("flag-value", &[name], message, "each curve once")?;
    Some(violation.help("keep one of them"))
}

/// apiserver, `server/resourceconfig/helpers.go`, `MergeAPIResourceConfigs`: these accept no other spelling of a boolean.
fn all_apis(flags: &Flags<'_>) -> Option<Violation> {
    let is_group = |api: &str| matches!(api, "api/all" | "api/ga" | "api/beta" | "api/alpha");
    let mut apis = apis(flags)?.into_iter();
    let (api, value) = apis.find(|(api, value)| is_group(api) && !matches!(*value, "true" | "false"))?;
    let message = format!("--runtime-config does not accept {api}={value}");
    let expected = format!("{api}=true or {api}=false");
    let violation = flags.conflict("flag-value", &["runtime-config"], message, expected)?;
    Some(violation.help("write true or false"))
}

/// apiserver, `plugin/pkg/authenticator/token/webhook`: only read if there is a webhook.
fn review_version(flags: &Flags<'_>) -> Option<Violation> {
    let (file, name) = ("authentication-token-webhook-config-file", "authentication-token-webhook-version");
    let is_used = flags.set(file).is_some_and(|path| !path.is_empty());
    if !is_used || matches!(flags.set(name)?, "v1" | "v1beta1") {
        return None;
    }
    let message = format!("kube-apiserver does not accept {}", flags.shown(name));
    let violation = flags.conflict("flag-value", &[name, file], message, "\"v1\" or \"v1beta1\"")?;
    Some(violation.help("write v1"))
}

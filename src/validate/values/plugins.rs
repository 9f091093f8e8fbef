//! Sets that a flag replaces or adds to: admission plugins and controllers.

use super::Flags;
use crate::{
    diagnostic::Violation,
    kubernetes::{values::text::comma_list, words},
    model::Component,
};

/// The admission plugin that kubemint turns on: without it a kubelet could change other nodes' objects.
const NODE_RESTRICTION: &str = "NodeRestriction";

/// Plugins that do not start without a configuration (`plugin/pkg/admission/eventratelimit` and `imagepolicy`).
const CONFIGURED: [&str; 2] = ["EventRateLimit", "ImagePolicyWebhook"];

/// Kinds of addresses of a Node (api, `core/v1`, `NodeAddressType`).
const ADDRESS_TYPES: [&str; 5] = ["Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP"];

/// Controllers that kubemint turns on: workers join with a bootstrap token.
const OF_BOOTSTRAP: [&str; 2] = ["bootstrap-signer-controller", "token-cleaner-controller"];

/// A plugin that is both enabled and disabled (apiserver, `server/options/admission.go`, `Validate`).
pub(super) fn check(flags: &Flags<'_>) -> Vec<Violation> {
    let (on, off) = ("enable-admission-plugins", "disable-admission-plugins");
    let disabled = flags.set(off).and_then(comma_list).unwrap_or_default();
    let enabled = flags.set(on).and_then(comma_list).unwrap_or_default();
    let mut found = Vec::new();
    if disabled.iter().any(|plugin| plugin == NODE_RESTRICTION) {
        let message = "--disable-admission-plugins has NodeRestriction, which kubemint turns on";
        let violation =
            Violation::new("excluded-flag", flags.path(off), message, "plugins that kubemint does not need");
        found.push(violation.help("take it out: without it a kubelet may change other nodes' objects"));
    }
    if let Some(both) = enabled.iter().find(|plugin| disabled.contains(plugin) && *plugin != NODE_RESTRICTION)
    {
        let message = format!("the admission plugin {both} is turned on and off");
        found.extend(
            flags
                .conflict("flags-disagree", &[on, off], message, "each plugin in one of the two")
                .map(|violation| violation.help("take it out of one of the lists")),
        );
    }
    found.extend(without_configuration(flags, &enabled));
    found
}

/// An enabled plugin that lacks its configuration.
fn without_configuration(flags: &Flags<'_>, enabled: &[String]) -> Option<Violation> {
    let configured = flags.set("admission-control-config-file").is_some_and(|path| !path.is_empty());
    let plugin = enabled.iter().find(|plugin| CONFIGURED.contains(&plugin.as_str()) && !configured)?;
    let message = format!("the admission plugin {plugin} needs a configuration");
    let expected = "--admission-control-config-file beside it";
    let violation = flags.conflict("flags-disagree", &["enable-admission-plugins"], message, expected)?;
    Some(violation.help("name a file that configures it, or leave the plugin out"))
}

/// A list of controllers that replaces kubemint's, and default plugins that are turned off.
pub(super) fn advise(flags: &Flags<'_>) -> Vec<Violation> {
    match flags.table.component {
        Component::KubeApiserver => address_types(flags),
        Component::KubeControllerManager => controllers(flags),
        _ => Vec::new(),
    }
}

/// An unknown type of node address.
fn address_types(flags: &Flags<'_>) -> Vec<Violation> {
    const NAME: &str = "kubelet-preferred-address-types";
    let types = flags.set(NAME).and_then(comma_list).unwrap_or_default();
    let unknown = types.iter().find(|kind| !ADDRESS_TYPES.contains(&kind.as_str()));
    let violation = unknown.map(|kind| {
        let message = format!("no Node has an address of the type {kind:?}");
        Violation::new("unknown-address-type", flags.path(NAME), message, ADDRESS_TYPES.join(", "))
            .help("correct it: kube-apiserver passes over what it does not know")
    });
    violation.into_iter().collect()
}

fn controllers(flags: &Flags<'_>) -> Vec<Violation> {
    let Some(listed) = flags.set("controllers").and_then(comma_list) else { return Vec::new() };
    let listed: Vec<_> = listed.iter().map(|name| canonical(flags, name)).collect();
    let has_all = listed.iter().any(|name| name == "*");
    let lost: Vec<_> = OF_BOOTSTRAP
        .into_iter()
        .filter(|name| !listed.iter().any(|listed| listed == name || *listed == format!("-{name}")))
        .collect();
    let violation = |message: String, help: String| {
        let path = flags.path("controllers");
        flags.target.decides(
            Violation::new("partial-list", path, message, "the controllers that the cluster needs")
                .at_key()
                .help(help),
        )
    };
    let mut found = Vec::new();
    if !lost.is_empty() {
        let message = format!("--controllers replaces kubemint's list: {} no longer run", lost.join(" and "));
        found.push(violation(message, format!("add {}: new workers need them to join", lost.join(","))));
    }
    if !has_all {
        let message = "--controllers without \"*\" runs those controllers alone".to_owned();
        found.push(violation(message, "begin with \"*\" to keep those that run by default".to_owned()));
    }
    found
}

/// A controller's current name, with the `-` before it if there is one.
pub(super) fn canonical(flags: &Flags<'_>, name: &str) -> String {
    let (mark, plain) = name.strip_prefix('-').map_or(("", name), |plain| ("-", plain));
    // The facts list old names as `OLD=NEW`.
    let aliases = words(flags.target.minor, Component::KubeControllerManager, "controller-aliases");
    let of_facts = aliases.and_then(|aliases| {
        aliases
            .iter()
            .filter_map(|alias| alias.split_once('='))
            .find(|(old, _)| *old == plain)
            .map(|(_, new)| new)
    });
    let new = of_facts.unwrap_or(match plain {
        "bootstrapsigner" => "bootstrap-signer-controller",
        "tokencleaner" => "token-cleaner-controller",
        plain => plain,
    });
    format!("{mark}{new}")
}

//! Values with which a component starts but breaks or weakens the cluster; the tables are in `component::harm`.

use super::{super::endpoint::taken_by, Flags};
use crate::{
    component::harm::{
        APIS, CONTROLLERS, HARMFUL_ON, HarmfulValue, Member, PLUGINS, Weight, When, harmful_flags,
    },
    diagnostic::Violation,
    kubernetes::{
        go_values,
        values::text::{comma_list, port_range},
        words,
    },
    model::{Component, Draft},
};

/// The largest number of members of a set that a message names.
const NAMED: usize = 3;

/// Values that break the cluster.
pub(super) fn check(flags: &Flags<'_>) -> Vec<Violation> {
    found(flags, Weight::Breaks)
}

/// Values that weaken it.
pub(super) fn advise(flags: &Flags<'_>) -> Vec<Violation> {
    found(flags, Weight::Weakens)
}

fn found(flags: &Flags<'_>, weight: Weight) -> Vec<Violation> {
    let values = harmful_flags(flags.table.component);
    let values = values.into_iter().filter(|value| value.weight == weight).filter_map(|harmful| {
        let value = flags.set(harmful.name)?;
        let path = flags.path(harmful.name);
        applies(harmful.when, value).then(|| {
            let shown = format!("--{}={value}", harmful.name);
            flags.target.decides(violation(harmful, &shown, path))
        })
    });
    let sets = match flags.table.component {
        Component::KubeApiserver => {
            vec![plugins(flags, weight), harmful_plugins(flags, weight), apis(flags, weight)]
        }
        Component::KubeControllerManager => vec![controllers(flags, weight)],
        _ => Vec::new(),
    };
    let lease = own_lease(flags).filter(|_| weight == Weight::Weakens);
    values.chain(sets.into_iter().flatten()).chain(lease).collect()
}

/// The message about a single value, quoted as it is written.
pub(super) fn violation(harmful: &HarmfulValue, shown: &str, path: String) -> Violation {
    let message = format!("{shown} {}", harmful.harm);
    Violation::new(code(harmful.weight), path, message, expected(harmful.weight)).help(harmful.instead)
}

/// Whether a value is harmful.
pub(super) fn applies(when: When, value: &str) -> bool {
    let number = || {
        let duration = || go_values::duration(value).map(i128::from);
        go_values::signed_integer(value).or_else(duration)
    };
    match when {
        When::Is(on) => go_values::is_boolean(value) && go_values::is_true(value) == on,
        When::Below(least) => number().is_some_and(|number| number < i128::from(least)),
        When::Above(most) => number().is_some_and(|number| number > i128::from(most)),
        When::Words(words) => {
            comma_list(value).is_some_and(|list| list.iter().any(|item| words.contains(&item.as_str())))
        }
        When::Parts(parts) => parts.iter().any(|part| value.contains(part)),
        When::Text => !value.is_empty(),
    }
}

pub(super) const fn code(weight: Weight) -> &'static str {
    match weight {
        Weight::Breaks => "breaks-cluster",
        Weight::Weakens => "weakens-cluster",
    }
}

const fn expected(weight: Weight) -> &'static str {
    match weight {
        Weight::Breaks => "a value with which the cluster works",
        Weight::Weakens => "a value that the cluster loses nothing by",
    }
}

/// Members of a set that are off, if some of them have this severity; `verb` says what the flag does to them.
fn of_set(
    flags: &Flags<'_>,
    name: &str,
    verb: &str,
    members: &[&Member],
    weight: Weight,
    help: &str,
) -> Option<Violation> {
    let harmed: Vec<_> = members.iter().filter(|member| member.weight == weight).collect();
    if harmed.is_empty() {
        return None;
    }
    let named: Vec<_> =
        harmed.iter().take(NAMED).map(|member| format!("{}: {}", member.name, member.harm)).collect();
    let more: Vec<_> = harmed.iter().skip(NAMED).map(|member| member.name).collect();
    let more = if more.is_empty() { String::new() } else { format!("; and {}", more.join(", ")) };
    let message = format!("--{name} turns {verb} {}{more}", named.join("; "));
    let violation = Violation::new(code(weight), flags.path(name), message, expected(weight));
    Some(flags.target.decides(violation).help(help))
}

fn plugins(flags: &Flags<'_>, weight: Weight) -> Option<Violation> {
    let name = "disable-admission-plugins";
    let disabled = comma_list(flags.set(name)?)?;
    let on = words(flags.target.minor, Component::KubeApiserver, "default-admission-plugins")?;
    let off =
        |member: &&Member| disabled.iter().any(|plugin| plugin == member.name) && on.contains(member.name);
    let members: Vec<_> = PLUGINS.iter().filter(off).collect();
    of_set(flags, name, "off", &members, weight, "take out what you do not mean")
}

fn harmful_plugins(flags: &Flags<'_>, weight: Weight) -> Option<Violation> {
    let name = "enable-admission-plugins";
    let enabled = comma_list(flags.set(name)?)?;
    let members: Vec<_> =
        HARMFUL_ON.iter().filter(|member| enabled.iter().any(|plugin| plugin == member.name)).collect();
    of_set(flags, name, "on", &members, weight, "take it out")
}

fn controllers(flags: &Flags<'_>, weight: Weight) -> Option<Violation> {
    let name = "controllers";
    let minor = flags.target.minor;
    let component = Component::KubeControllerManager;
    let known = words(minor, component, name)?;
    let off_by_default = words(minor, component, "controllers-off-by-default")?;
    let listed: Vec<_> =
        comma_list(flags.set(name)?)?.iter().map(|name| super::plugins::canonical(flags, name)).collect();
    let has = |word: &str| listed.iter().any(|listed| listed == word);
    let is_off = |member: &&Member| {
        let (name, is_default) = (member.name, !off_by_default.contains(member.name));
        // Members that are off by default are only reported if they are named.
        let is_meant = is_default || has(&format!("-{name}"));
        let is_on = has(name) || (has("*") && is_default && !has(&format!("-{name}")));
        known.contains(name) && is_meant && !is_on
    };
    let members: Vec<_> = CONTROLLERS.iter().filter(is_off).collect();
    of_set(
        flags,
        name,
        "off",
        &members,
        weight,
        "begin with \"*\", and take out `-NAME` of what the cluster needs",
    )
}

/// The APIs that `--runtime-config` turns off (apiserver, `server/resourceconfig/helpers.go`, `MergeAPIResourceConfigs`).
fn apis(flags: &Flags<'_>, weight: Weight) -> Option<Violation> {
    let name = "runtime-config";
    let said = super::apiserver::apis(flags)?;
    let known = words(flags.target.minor, Component::KubeApiserver, name)?;
    // The last of two settings counts; the setting of a version overrides that of all.
    let word = |key: &str| said.iter().rev().find(|(api, _)| *api == key).map(|(_, on)| *on);
    let is_off = |member: &&Member| {
        let own = word(member.name).map(|on| on.is_empty() || go_values::is_true(on));
        let of_all = || word("api/ga").or_else(|| word("api/all")).map(|on| on != "false");
        known.contains(member.name) && !own.or_else(of_all).unwrap_or(true)
    };
    let members: Vec<_> = APIS.iter().filter(is_off).collect();
    let help = "turn off what nobody needs, such as batch/v1=false, or turn these on by name";
    of_set(flags, name, "off", &members, weight, help).or_else(|| resources(flags, weight, &said))
}

/// Single resources of an API that are off.
fn resources(flags: &Flags<'_>, weight: Weight, said: &[(&str, &str)]) -> Option<Violation> {
    let is_off = |on: &str| !on.is_empty() && !go_values::is_true(on);
    let (resource, member) = said.iter().filter(|(_, on)| is_off(on)).find_map(|(key, _)| {
        let is_of =
            |member: &&Member| key.strip_prefix(member.name).is_some_and(|rest| rest.starts_with('/'));
        Some((key, APIS.iter().find(is_of)?))
    })?;
    if weight != Weight::Weakens {
        return None;
    }
    let message = format!("--runtime-config turns off {resource}; without {}, {}", member.name, member.harm);
    let violation = Violation::new(code(weight), flags.path("runtime-config"), message, expected(weight));
    Some(
        flags
            .target
            .decides(violation)
            .help("make sure that neither the control plane nor a workload needs it"),
    )
}

/// A range of node ports that contains a port of a control-plane component, which kube-apiserver could assign to a Service.
pub(super) fn node_ports(draft: &Draft, flags: &Flags<'_>) -> Option<Violation> {
    const SSH: u16 = 22;
    let name = "service-node-port-range";
    let (first, last) = port_range(flags.set(name)?)?;
    let user = |port: u16| match port {
        SSH => Some("SSH"),
        port if port == draft.apiserver.port => Some("kube-apiserver"),
        port => taken_by(draft, port),
    };
    let mut ports = (first..=last).filter_map(|port| u16::try_from(port).ok());
    let (port, who) = ports.find_map(|port| Some((port, user(port)?)))?;
    let message = format!("--{name}={first}-{last} can give a Service port {port}, which is for {who}");
    let violation =
        Violation::new(code(Weight::Weakens), flags.path(name), message, "a range without ports in use");
    Some(flags.target.decides(violation).help("take a range above it, or leave the flag out for 30000-32767"))
}

/// A scheduler or controller manager can write only the lease that has its name (`bootstrappolicy/policy.go`).
fn own_lease(flags: &Flags<'_>) -> Option<Violation> {
    let own = flags.table.component.name();
    let differs = |name: &&str| {
        let wanted = if name.ends_with("namespace") { "kube-system" } else { own };
        flags.set(name).is_some_and(|value| value != wanted)
    };
    let name = ["leader-elect-resource-name", "leader-elect-resource-namespace"].into_iter().find(differs)?;
    let value = flags.set(name)?;
    let message = format!("--{name}={value} is a lease that RBAC does not let {own} write: it never leads");
    let violation = Violation::new(code(Weight::Weakens), flags.path(name), message, "its own lease");
    Some(flags.target.decides(violation).help("leave it out, unless a Role of yours grants the lease to it"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        component::harm::harmful_fields,
        kubernetes::{flag, kubelet_field},
        model::{Draft, Minor, example::draft},
    };

    /// The codes and messages of a draft that sets a flag of kube-apiserver or kube-controller-manager.
    fn said(component: Component, name: &str, value: &str) -> Vec<String> {
        let mut draft = draft();
        let args = match component {
            Component::KubeApiserver => &mut draft.apiserver.extra_args,
            _ => &mut draft.controller_manager.extra_args,
        };
        args.insert(name.to_owned(), value.to_owned());
        let all = |draft: &Draft| [super::super::check(draft), super::super::advise(draft)].concat();
        let found = all(&draft).into_iter().filter(|violation| violation.code.ends_with("-cluster"));
        found.map(|violation| format!("{}: {}", violation.code, violation.message)).collect()
    }

    fn apiserver(name: &str, value: &str) -> String {
        said(Component::KubeApiserver, name, value).join("\n")
    }

    fn manager(value: &str) -> String {
        said(Component::KubeControllerManager, "controllers", value).join("\n")
    }

    #[test]
    fn every_member_that_is_on_by_default_has_its_row() {
        let lacks = |rows: &[Member], name: &str| !rows.iter().any(|row| row.name == name);
        for minor in Minor::ALL {
            let of = |component, name| words(minor, component, name).unwrap();
            let plugins = of(Component::KubeApiserver, "default-admission-plugins");
            let plugins: Vec<_> = plugins.iter().filter(|name| lacks(PLUGINS, name)).collect();
            assert!(plugins.is_empty(), "{minor} {plugins:?}");

            let manager = Component::KubeControllerManager;
            let aliases = of(manager, "controller-aliases");
            let is_alias = |name: &str| aliases.iter().any(|alias| alias.starts_with(&format!("{name}=")));
            // They only run with a cloud provider.
            let of_clouds = [
                "cloud-node-controller",
                "cloud-node-lifecycle-controller",
                "node-route-controller",
                "service-lb-controller",
            ];
            let controllers = of(manager, "controllers");
            let controllers: Vec<_> = controllers
                .iter()
                .filter(|name| !is_alias(name) && !of_clouds.contains(name) && lacks(CONTROLLERS, name))
                .collect();
            assert!(controllers.is_empty(), "{minor} {controllers:?}");

            // Kinds that nothing serves, and one that kube-apiserver itself refuses to lose.
            let others =
                ["admission.k8s.io/v1", "flowcontrol.apiserver.k8s.io/v1", "storagemigration.k8s.io/v1"];
            let apis = of(Component::KubeApiserver, "runtime-config");
            let is_stable =
                |api: &&str| api.contains("/v") && !api.contains("beta") && !api.contains("alpha");
            let apis: Vec<_> = apis
                .iter()
                .filter(is_stable)
                .filter(|api| !others.contains(api) && lacks(APIS, api))
                .collect();
            assert!(apis.is_empty(), "{minor} {apis:?}");
        }
    }

    #[test]
    fn every_row_is_of_something_that_a_minor_has() {
        for component in Component::ALL {
            for value in harmful_flags(component) {
                let is_known =
                    Minor::ALL.into_iter().any(|minor| flag(minor, component, value.name).is_some());
                assert!(is_known, "{} --{}", component.name(), value.name);
            }
        }
        for value in harmful_fields() {
            assert!(kubelet_field(Minor::V1_37, value.name).is_some(), "{}", value.name);
        }
        let known = |component, set, name| {
            Minor::ALL.into_iter().any(|minor| words(minor, component, set).unwrap().contains(name))
        };
        for (component, set, rows) in [
            (Component::KubeApiserver, "enable-admission-plugins", PLUGINS),
            (Component::KubeApiserver, "enable-admission-plugins", HARMFUL_ON),
            (Component::KubeApiserver, "runtime-config", APIS),
            (Component::KubeControllerManager, "controllers", CONTROLLERS),
        ] {
            assert!(rows.is_sorted_by_key(|row| row.name), "{set}");
            let unknown: Vec<_> = rows.iter().filter(|row| !known(component, set, row.name)).collect();
            assert!(unknown.is_empty(), "{unknown:?}");
        }
    }

    #[test]
    fn an_api_is_off_by_itself_or_with_all_of_its_stage() {
        for off in [
            "coordination.k8s.io/v1=false",
            "api/ga=false",
            "api/all=false,batch/v1=true",
            "api/all=false,/v1=0",
        ] {
            assert!(apiserver("runtime-config", off).starts_with("breaks-cluster"), "{off}");
        }
        let most = APIS.iter().map(|member| format!(",{}=true", member.name)).collect::<String>();
        for on in
            ["api/all=true", "api/beta=false", "api/alpha=true", &format!("api/all=false{most}"), "apps/v1="]
        {
            assert_eq!(apiserver("runtime-config", on), "", "{on}");
        }
        assert!(apiserver("runtime-config", "batch/v1=false").starts_with("weakens-cluster"));
        assert!(apiserver("runtime-config", "apps/v1/daemonsets=false").starts_with("weakens-cluster"));
    }

    #[test]
    fn controllers_are_off_by_name_or_because_nothing_names_them() {
        let kubemints = "*,bootstrapsigner,tokencleaner";
        assert_eq!(manager(kubemints), "");
        assert_eq!(manager(&format!("{kubemints},-selinux-warning-controller")).lines().count(), 1);
        for off in ["-root-ca-certificate-publisher-controller", "-nodelifecycle", "-serviceaccount"] {
            assert!(manager(&format!("{kubemints},{off}")).starts_with("breaks-cluster"), "{off}");
        }
        assert!(manager("bootstrapsigner,tokencleaner").starts_with("breaks-cluster"));
        assert!(manager(&format!("{kubemints},-csrapproving")).starts_with("weakens-cluster"));
        assert!(manager("*,-bootstrapsigner,-tokencleaner").contains("token-cleaner-controller: "));
    }

    #[test]
    fn values_do_harm_from_their_limit_on() {
        for (name, value, code) in [
            ("disable-admission-plugins", "ServiceAccount", "breaks"),
            ("disable-admission-plugins", "PodSecurity,DefaultStorageClass", "weakens"),
            ("enable-admission-plugins", "NodeRestriction,AlwaysDeny", "breaks"),
            ("service-account-lookup", "F", "weakens"),
            ("etcd-compaction-interval", "0s", "weakens"),
            ("service-node-port-range", "1-32767", "weakens"),
            ("tls-min-version", "VersionTLS11", "weakens"),
        ] {
            assert!(apiserver(name, value).starts_with(code), "--{name}={value}");
        }
        for (name, value) in [
            ("disable-admission-plugins", "AlwaysPullImages"),
            ("service-account-lookup", "true"),
            ("etcd-compaction-interval", "5m"),
            ("service-node-port-range", "30000-32767"),
            ("tls-min-version", "VersionTLS13"),
        ] {
            assert_eq!(apiserver(name, value), "", "--{name}={value}");
        }
    }
}

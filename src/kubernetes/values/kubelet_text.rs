//! Texts with a grammar in fields of the kubelet's configuration.

use super::{
    form::SECOND,
    quantity::{Sign, is_not_negative_quantity, quantity},
};
use crate::kubernetes::go_values::{duration, is_address, is_boolean, number};

/// An eviction threshold: `0%` and `100%` disable it.
pub(super) fn is_threshold(text: &str) -> bool {
    match text.strip_suffix('%') {
        Some(_) => share(text).is_some_and(|share| (0.0..=100.0).contains(&share)),
        None => quantity(text) == Some(Sign::Positive),
    }
}

/// The minimum that an eviction reclaims.
pub(super) fn is_reclaim(text: &str) -> bool {
    match text.strip_suffix('%') {
        Some(_) => share(text).is_some_and(|share| share > 0.0),
        None => is_not_negative_quantity(text),
    }
}

/// `10%`; the kubelet removes every `%` at the end.
fn share(text: &str) -> Option<f64> {
    number(text.trim_end_matches('%'), 32)
}

/// An integer percentage from 0 to 100 (`pkg/kubelet/cm/helpers.go`, `parsePercentage`).
pub(super) fn is_percentage(text: &str) -> bool {
    let share = text.ends_with('%').then(|| text.trim_end_matches('%').parse::<i64>().ok());
    share.flatten().is_some_and(|share| (0..=100).contains(&share))
}

pub(super) fn is_address_or_empty(text: &str) -> bool {
    text.is_empty() || is_address(text)
}

/// A duration as text, or a number of nanoseconds (component-base, `logs/api/v1/types.go`, `TimeOrMetaDuration`). 0
/// means the default.
pub(super) fn is_positive_time(text: &str) -> bool {
    let time = text.parse::<i64>().ok().or_else(|| duration(text));
    time.is_some_and(|time| time >= 0)
}

pub(super) fn is_none_or_a_second(text: &str) -> bool {
    duration(text).is_some_and(|time| time == 0 || time >= SECOND)
}

/// component-base, `logs/api/v1/options.go`, `Validate`.
pub(super) fn is_file_pattern(text: &str) -> bool {
    !text.is_empty() && !text.contains(['=', ','])
}

/// `pkg/kubelet/apis/config/validation`, `podLogsDir`. Empty means the default.
pub(super) fn is_clean_ascii_path(text: &str) -> bool {
    let is_clean =
        |path: &str| path.is_empty() || path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    text.is_empty() || (text.is_ascii() && text.strip_prefix('/').is_some_and(is_clean))
}

/// k8s.io/utils, `cpuset`, `Parse`: comma-separated numbers and ranges.
pub(super) fn is_cpu_list(text: &str) -> bool {
    let number = |text: &str| text.parse::<u32>().ok();
    let is_part = |part: &str| match part.split_once('-') {
        None => number(part).is_some(),
        Some((first, last)) => number(first).zip(number(last)).is_some_and(|(first, last)| first <= last),
    };
    text.is_empty() || text.split(',').all(is_part)
}

/// `pkg/kubelet/apis/config/validation`, `reservedMemorySupportedLimit`.
pub(super) fn is_memory_resource(text: &str) -> bool {
    text == "memory" || text.starts_with("hugepages-")
}

pub(super) fn is_positive_quantity(text: &str) -> bool {
    quantity(text) == Some(Sign::Positive)
}

/// `pkg/kubelet/apis/config/validation`, `isValidSysctlName`.
pub(super) fn is_sysctl(text: &str) -> bool {
    let is_end = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let is_part = |part: &str| {
        let ends = [part.bytes().next(), part.bytes().next_back()];
        ends.iter().all(|b| b.is_some_and(is_end))
            && part.bytes().all(|b| is_end(b) || matches!(b, b'-' | b'_'))
    };
    text.len() <= 253 && text.split(['.', '/']).all(is_part)
}

/// An image without tag and digest, or all images below a path (`pkg/kubelet/images/pullmanager`,
/// `getAllowlistImagePattern`).
pub(super) fn is_image_pattern(text: &str) -> bool {
    let below = text.strip_suffix('*').filter(|path| path.ends_with('/'));
    let path = below.unwrap_or(text);
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_plain = !path.contains([' ', '*', '@']) && !name.contains(':');
    is_plain && if below.is_some() { path.len() > 1 } else { !name.is_empty() }
}

/// The same before 1.36: a single image in the full form of `ParseNormalizedNamed` in
/// github.com/distribution/reference.
pub(super) fn is_full_image_pattern(text: &str) -> bool {
    let is_full = || {
        text.split_once('/').is_some_and(|(host, path)| match host {
            "docker.io" => path.contains('/'),
            "index.docker.io" => false,
            host => host == "localhost" || host.contains(['.', ':']),
        })
    };
    is_image_pattern(text) && (text.ends_with("/*") || is_full())
}

/// component-helpers, `node/util/sysctl/namespace.go`, `GetNamespace`.
pub(super) fn is_namespaced_sysctl(text: &str) -> bool {
    let name = text.replace('/', ".");
    let of_ipc = ["kernel.shm", "kernel.msg", "fs.mqueue."];
    let is_namespaced = name == "kernel.sem"
        || name.starts_with("net.")
        || of_ipc.iter().any(|prefix| name.starts_with(prefix));
    is_sysctl(text) && is_namespaced
}

/// A sysctl, or a prefix of several followed by `*` (`pkg/kubelet/sysctl/allowlist.go`, `NewAllowlist`).
pub(super) fn is_unsafe_sysctl(text: &str) -> bool {
    match text.strip_suffix('*') {
        Some(beginning) => {
            let name = beginning.trim_end_matches(['.', '/', '-', '_']);
            is_sysctl(name) && is_namespaced_sysctl(&format!("{beginning}x"))
        }
        None => is_namespaced_sysctl(text),
    }
}

/// A quantity of whole bytes, or empty (`pkg/kubelet/logs/container_log_manager.go`, `parseMaxSize`).
pub(super) fn is_whole_quantity(text: &str) -> bool {
    let is_binary = text.ends_with('i');
    let is_part = text.ends_with(['n', 'u', 'm'])
        || (text.contains('.') && (is_binary || text.ends_with(|c: char| c.is_ascii_digit())));
    text.is_empty() || (quantity(text).is_some() && !is_part)
}

/// The value of an option of the topology manager; fewer than 8 NUMA nodes are refused.
pub(super) fn is_topology_value(text: &str) -> bool {
    is_boolean(text) || text.parse::<i64>().is_ok_and(|count| count >= 8)
}

/// component-base, `tracing/api/v1/config.go`, `validateEndpoint`.
pub(super) fn is_trace_endpoint(text: &str) -> bool {
    match text.split_once("://") {
        Some((scheme, rest)) => {
            let scheme = scheme.to_ascii_lowercase();
            matches!(scheme.as_str(), "dns" | "unix" | "unix-abstract") && !rest.contains(' ')
        }
        None => !text.contains([' ', '%']),
    }
}

/// `pkg/kubelet/apis/config/validation/validation_linux.go`, `validateKubeletOSConfiguration`.
pub(super) fn is_ids_per_pod(text: &str) -> bool {
    text.parse::<u32>().is_ok_and(|ids| ids >= 65536 && ids % 65536 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_a_quantity_or_a_percentage() {
        for good in ["100Mi", "10%", "0%", "100%", "7.5%"] {
            assert!(is_threshold(good), "{good}");
        }
        for bad in ["", "0", "-1Mi", "101%", "-1%", "ten%", "10 %"] {
            assert!(!is_threshold(bad), "{bad}");
        }
        assert!(is_reclaim("0") && is_reclaim("120%") && !is_reclaim("0%") && !is_reclaim("-1"));
    }

    #[test]
    fn cpus_are_numbers_and_ranges() {
        for good in ["", "0", "0-3", "0-1,4,6-7"] {
            assert!(is_cpu_list(good), "{good}");
        }
        for bad in ["a", "3-1", "0,", "0-", "-1", "0..3"] {
            assert!(!is_cpu_list(bad), "{bad}");
        }
    }

    #[test]
    fn sysctls_are_parts_of_small_letters() {
        assert!(is_sysctl("net.ipv4.tcp_keepalive_time") && is_sysctl("net/core/somaxconn"));
        assert!(!is_sysctl("Net.core") && !is_sysctl("net..core") && !is_sysctl("-net"));
    }

    #[test]
    fn a_grace_period_is_none_or_a_second_or_more() {
        assert!(is_none_or_a_second("0s") && is_none_or_a_second("1s"));
        assert!(!is_none_or_a_second("500ms") && !is_none_or_a_second("-1s"));
    }
}

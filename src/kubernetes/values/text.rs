//! Texts with a grammar in flags and fields, parsed as in Kubernetes and etcd.

use crate::kubernetes::{
    go_regexp::is_regular_expression,
    go_values::{duration, is_address, is_boolean, signed_integer},
};

/// The items of pflag's `stringSlice`: one record of comma-separated values, which may be in double quotes (Go's
/// `encoding/csv`). `None` if it cannot be parsed.
pub(crate) fn comma_list(text: &str) -> Option<Vec<String>> {
    let mut items = Vec::new();
    if text.is_empty() {
        return Some(items);
    }
    let mut rest = text.split(['\n', '\r']).next()?;
    loop {
        let next = if let Some(quoted) = rest.strip_prefix('"') {
            let (item, after) = quoted_item(quoted)?;
            items.push(item);
            match after.strip_prefix(',') {
                Some(next) => Some(next),
                None if after.is_empty() => None,
                None => return None,
            }
        } else {
            let (item, next) = rest.split_once(',').map_or((rest, None), |(item, next)| (item, Some(next)));
            if item.contains('"') {
                return None;
            }
            items.push(item.to_owned());
            next
        };
        let Some(next) = next else { return Some(items) };
        rest = next;
    }
}

/// The item up to its closing quote, with two quotes for one, and the text after it.
fn quoted_item(text: &str) -> Option<(String, &str)> {
    let mut item = String::new();
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('"')?;
        item.push_str(part);
        match after.strip_prefix('"') {
            Some(next) => {
                item.push('"');
                rest = next;
            }
            None => return Some((item, after)),
        }
    }
}

/// Comma-separated `KEY=VALUE` pairs; empty ones are ignored (component-base, `cli/flag`, `MapStringString`).
pub(crate) fn is_pairs(text: &str) -> bool {
    text.split(',').filter(|pair| !pair.is_empty()).all(|pair| pair.contains('='))
}

/// `KEY=true` pairs (component-base, `cli/flag`, `MapStringBool`).
pub(crate) fn is_switches(text: &str) -> bool {
    let is_switch = |pair: &str| pair.split_once('=').is_some_and(|(_, on)| is_boolean(on.trim()));
    text.split(',').filter(|pair| !pair.is_empty()).all(is_switch)
}

/// `KEY:VALUE` pairs (component-base, `cli/flag`, `ColonSeparatedMultimapStringString`).
pub(crate) fn is_colon_pairs(text: &str) -> bool {
    text.split(',').filter(|pair| !pair.is_empty()).all(|pair| pair.contains(':'))
}

/// `KEY<VALUE` pairs (component-base, `cli/flag`, `LangleSeparatedMapStringString`).
pub(crate) fn is_thresholds(text: &str) -> bool {
    text.split(',').filter(|pair| !pair.is_empty()).all(|pair| pair.contains('<'))
}

/// Whether pflag's `stringToString` accepts it.
pub(crate) fn is_string_map(text: &str) -> bool {
    match text.matches('=').count() {
        0 => false,
        1 => true,
        _ => comma_list(text).is_some_and(|pairs| pairs.iter().all(|pair| pair.contains('='))),
    }
}

/// Comma-separated 32-bit integers (pflag's `int32Slice`).
pub(crate) fn is_whole_list(text: &str) -> bool {
    let is_one = |item: &str| signed_integer(item).is_some_and(|value| i32::try_from(value).is_ok());
    text.split(',').all(is_one)
}

/// Comma-separated `PATTERN=N` (component-base, `logs/api/v1`, `vmoduleConfigurationPFlag`).
pub(crate) fn is_vmodule(text: &str) -> bool {
    let is_one = |item: &str| {
        item.split_once('=').is_some_and(|(pattern, level)| !pattern.is_empty() && is_verbosity(level))
    };
    text.split(',').filter(|item| !item.is_empty()).all(is_one)
}

/// A decimal 31-bit number without a sign (component-base, `logs/api/v1`, `verbosityLevelPflag`).
pub(crate) fn is_verbosity(text: &str) -> bool {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits && text.parse::<u64>().is_ok_and(|level| level < 1 << 31)
}

/// The first and last port of a range `30000-32767` or `30000+2767`, or of a single port; an empty text is an empty
/// range (apimachinery, `util/net`, `PortRange.Set`).
pub(crate) fn port_range(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    if text.is_empty() {
        return Some((0, -1));
    }
    let port = |text: &str| text.strip_prefix('+').unwrap_or(text).parse::<i64>().ok();
    let (low, high) = match (text.split_once('-'), text.split_once('+')) {
        (None, None) => (port(text)?, port(text)?),
        (Some((low, high)), None) => (port(low)?, port(high)?),
        (None, Some((low, more))) => (port(low)?, port(low)?.checked_add(port(more)?)?),
        (Some(_), Some(_)) => return None,
    };
    (low <= 65535 && high <= 65535 && high >= low).then_some((low, high))
}

/// `CERTIFICATE,KEY` or `CERTIFICATE,KEY:NAME,NAME` (component-base, `cli/flag`, `NamedCertKey.Set`).
pub(crate) fn is_certificate_and_key(text: &str) -> bool {
    let (files, names) = text.split_once(':').map_or((text, None), |(files, names)| (files, Some(names)));
    files.split(',').count() == 2 && names.is_none_or(|names| !names.trim().is_empty())
}

/// A regular expression that Go accepts and that is anchored at both ends of the host name (apiserver,
/// `server/options/server_run_options.go`, `validateCorsAllowedOriginList`).
pub(super) fn is_origin_pattern(text: &str) -> bool {
    let begins = ["^", "//"].iter().any(|mark| text.contains(mark));
    let ends = ["$", ":"].iter().any(|mark| text.contains(mark));
    begins && ends && is_regular_expression(text)
}

/// A directive of Strict-Transport-Security (`validateHSTSDirectives`, in the same file).
pub(super) fn is_transport_security(text: &str) -> bool {
    let is_age = text.strip_prefix("max-age=").is_some_and(|age| !age.contains('='));
    matches!(text, "includeSubDomains" | "preload") || is_age
}

/// `RESOURCE#SIZE` (apiserver, `server/options/etcd.go`, `ParseWatchCacheSizes`).
pub(super) fn is_cache_size(text: &str) -> bool {
    text.split_once('#').is_some_and(|(_, size)| size.parse::<i64>().is_ok_and(|size| size >= 0))
}

/// `GROUP/RESOURCE#SERVER;SERVER` (apiserver, `server/options/etcd.go`, `ParseEtcdServersOverrides`).
pub(super) fn is_server_override(text: &str) -> bool {
    let parts: Vec<_> = text.split('#').collect();
    match parts.as_slice() {
        [resource, servers] => {
            resource.split('/').count() == 2 && servers.split(';').all(|one| !one.is_empty())
        }
        _ => false,
    }
}

/// `true`, `false` or empty, which means true (apiserver, `server/resourceconfig`, `getRuntimeConfigValue`).
pub(super) fn is_boolean_or_empty(text: &str) -> bool {
    text.is_empty() || is_boolean(text)
}

/// An HTTP path that can end with `*` (apiserver, `authorization/path`, `NewAuthorizer`).
pub(super) fn is_http_path(text: &str) -> bool {
    let path = text.strip_prefix('/').unwrap_or(text);
    !path.strip_suffix('*').unwrap_or(path).contains('*')
}

/// The name of a header, not blank (apiserver, `server/options/authentication.go`, `checkForWhiteSpaceOnly`).
pub(super) fn is_not_blank(text: &str) -> bool {
    !text.trim().is_empty()
}

/// An absolute https URL, or empty. Go also accepts a scheme in upper case.
pub(super) fn is_https_url_or_empty(text: &str) -> bool {
    let host = text.split_once("://").filter(|(scheme, _)| scheme.eq_ignore_ascii_case("https"));
    let host = host.map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    text.is_empty() || host.is_some_and(|host| !host.contains([' ', '%']) && !host.is_empty())
}

/// `MINOR` or `COMPONENT=MINOR`, with a minor such as `1.36` (component-base, `compatibility/registry.go`,
/// `toVersionMap`).
pub(super) fn is_kube_version(text: &str) -> bool {
    component_version(text).is_some_and(|(component, _)| component == "kube")
}

/// The component, `kube` by default, and the minor in `1.MINOR`.
pub(crate) fn component_version(text: &str) -> Option<(&str, u64)> {
    let (component, version) = text.split_once('=').unwrap_or(("kube", text));
    let version = version.trim();
    let (major, rest) = version.strip_prefix('v').unwrap_or(version).split_once('.')?;
    let minor = rest.strip_suffix(".0").unwrap_or(rest);
    (major == "1").then_some(())?;
    Some((component.trim(), minor.parse().ok()?))
}

/// The number of an elliptic curve, in any form that Go parses (pflag's `int32Slice`).
pub(super) fn is_curve(text: &str) -> bool {
    const CURVES: [i128; 7] = [23, 24, 25, 29, 4587, 4588, 4589];
    signed_integer(text).is_some_and(|curve| CURVES.contains(&curve))
}

/// `metric,label` (component-base, `metrics/api/v1/config.go`, `allowListMappingKeyRegex`).
pub(super) fn is_metric_labels(text: &str) -> bool {
    let keys = if text.matches('=').count() == 1 {
        // pflag trims quotes from both ends of the pair.
        text.trim_matches('"').split_once('=').map(|(key, _)| vec![key.to_owned()])
    } else {
        comma_list(text).map(|pairs| {
            pairs.iter().filter_map(|pair| Some(pair.split_once('=')?.0.to_owned())).collect::<Vec<_>>()
        })
    };
    let is_key = |key: &String| {
        key.split_once(',').is_some_and(|(metric, label)| is_metric(metric) && is_label(label))
    };
    keys.is_some_and(|keys| keys.iter().all(is_key))
}

/// The name of a metric (`metricNameRegex`, in the same file).
pub(super) fn is_metric(text: &str) -> bool {
    is_label(text.replace(':', "_").as_str())
}

fn is_label(text: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.bytes().all(is_letter) && text.bytes().next().is_some_and(|b| !b.is_ascii_digit())
}

/// Comma-separated URLs `SCHEME://HOST:PORT` without a path (etcd, `client/pkg/types`, `NewURLs`).
pub(crate) fn is_url_list(text: &str) -> bool {
    text.split(',').all(|url| is_url(url.trim()))
}

fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    match scheme.to_ascii_lowercase().as_str() {
        "unix" | "unixs" => !rest.is_empty(),
        "http" | "https" => rest.rsplit_once(':').is_some_and(|(host, port)| {
            let closed = host.contains(':') == (host.starts_with('[') && host.ends_with(']'));
            closed && port.parse::<u16>().is_ok() && !host.contains('/')
        }),
        _ => false,
    }
}

/// URLs to listen on, each with an IP address or `localhost` (etcd, `server/embed/config.go`, `checkBindURLs`).
pub(super) fn is_listen_url_list(text: &str) -> bool {
    let is_bound = |url: &str| {
        let Some((scheme, rest)) = url.split_once("://") else { return false };
        let host = rest.rsplit_once(':').map_or(rest, |(host, _)| host);
        let host = host.trim_start_matches('[').trim_end_matches(']');
        scheme.to_ascii_lowercase().starts_with("unix") || host == "localhost" || is_address(host)
    };
    is_url_list(text) && text.split(',').all(|url| is_bound(url.trim()))
}

/// How long etcd keeps revisions: a number, or a duration (etcd, `server/embed/etcd.go`, `parseCompactionRetention`).
pub(super) fn is_retention(text: &str) -> bool {
    text.is_empty() || text.parse::<u64>().is_ok() || duration(text).is_some()
}

/// How etcd creates tokens for its clients (etcd, `server/auth/store.go`, `NewTokenProvider`, and `options.go`).
pub(super) fn is_token_provider(text: &str) -> bool {
    let (kind, options) = text.split_once(',').unwrap_or((text, ""));
    let has = |name: &str| {
        options.split(',').any(|option| option.split_once('=').is_some_and(|(key, _)| key == name))
    };
    match kind {
        "" | "simple" => true,
        "jwt" => has("sign-method") && (has("pub-key") || has("priv-key")),
        _ => false,
    }
}

//! Templates of the user's own: functions of the cluster and a node.
//!
//! Each has a Tera of its own, in which there is no other file to include. Tera's functions and filters know no file, time,
//! environment or randomness.

use std::io::{self, Write};

use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use crate::model::{Draft, LabelValue, NodeAddresses, NodeName, NodeRef, QualifiedName, Taint};

/// The most bytes that a template can write for a node.
const MOST_BYTES: usize = 1 << 20;

/// The name of the only template of a Tera.
const NAME: &str = "template";

/// A template that cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{source_path:?} cannot be rendered: {reason}")]
pub struct OverlayError {
    source_path: String,
    reason: String,
}

/// A parsed template, with the cluster.
pub(super) struct Template {
    source: String,
    tera: Tera,
}

/// What a template knows of its node.
#[derive(Serialize)]
struct NodeValues<'a> {
    name: &'a NodeName,
    role: &'static str,
    address: &'a NodeAddresses,
    labels: &'a std::collections::BTreeMap<QualifiedName, LabelValue>,
    taints: &'a [Taint],
}

impl Template {
    pub(super) fn new(source: &str, text: &str, cluster: &Draft) -> Result<Self, OverlayError> {
        let failed = |error: &tera::Error| OverlayError::new(source, error);
        let mut tera = Tera::new();
        // Files of a machine are not HTML.
        tera.autoescape_on(Vec::<&'static str>::new());
        tera.add_raw_template(NAME, text).map_err(|error| failed(&error))?;
        let cluster = serde_json::to_value(cluster)
            .map_err(|error| OverlayError { source_path: source.to_owned(), reason: error.to_string() })?;
        tera.global_context().insert("cluster", &cluster);
        Ok(Self { source: source.to_owned(), tera })
    }

    pub(super) fn render(&self, of: NodeRef<'_>) -> Result<String, OverlayError> {
        let node = of.node();
        let role = if of.is_control_plane() { "control-plane" } else { "worker" };
        let mut context = Context::new();
        let values = NodeValues {
            name: &node.name,
            role,
            address: &node.addresses,
            labels: &node.labels,
            taints: &node.taints,
        };
        context.insert("node", &values);
        let mut written = Bounded::default();
        let failed = |error: &tera::Error| OverlayError::new(&self.source, error);
        let rendered = self.tera.render_to(NAME, &context, &mut written);
        if written.is_full {
            let reason = format!("it writes more than {} MiB", MOST_BYTES >> 20);
            return Err(OverlayError { source_path: self.source.clone(), reason });
        }
        rendered.map_err(|error| failed(&error))?;
        let text = String::from_utf8_lossy(&written.bytes);
        Ok(text.into_owned())
    }
}

impl OverlayError {
    fn new(source: &str, error: &tera::Error) -> Self {
        let reason = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let message = report.message().split_whitespace().collect::<Vec<_>>().join(" ");
                format!("{message}, at line {}, column {}", span.start_line, span.start_col + 1)
            }
            other => first_of_report(&other.to_string()),
        };
        Self { source_path: source.to_owned(), reason }
    }
}

/// The first error of a report of Tera's for people, which is all that it gives for functions, filters and templates that
/// are not known.
fn first_of_report(report: &str) -> String {
    let mut lines = report.lines();
    let message = lines.next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let place =
        lines.next().and_then(|line| line.trim().strip_prefix("--> ")?.strip_prefix(NAME)?.strip_prefix(':'));
    match place.and_then(|place| place.split_once(':')) {
        Some((line, column)) => format!("{message}, at line {line}, column {column}"),
        None => message.to_owned(),
    }
}

/// What a template has written so far.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(bytes.len()) > MOST_BYTES {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example;

    /// What the first worker gets.
    fn rendered(text: &str) -> Result<String, String> {
        let cluster = example::cluster();
        let worker = cluster.nodes().nth(3).unwrap();
        let template = Template::new("machines/a.tera", text, &cluster);
        template.and_then(|template| template.render(worker)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_template_knows_the_cluster_and_its_node() {
        for (text, expected) in [
            ("{{ node.name }} {{ node.role }} {{ node.address[0] }}", "worker-1 worker 192.168.56.111"),
            (
                "{{ cluster.endpoint }} <&> {{ cluster.pod_cidr | join(sep=\",\") }}",
                "192.168.56.105:6443 <&> 172.30.0.0/16",
            ),
            (
                "{% for one in cluster.control_plane %}{{ one.name }};{% endfor %}",
                "master-1;master-2;master-3;",
            ),
            ("{% if cluster.virtual_ip is defined %}a{% else %}b{% endif %}", "b"),
        ] {
            assert_eq!(rendered(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_an_error_at_its_line() {
        for (text, part) in [
            ("a\n{{ node.adress }}", "at line 2"),
            ("{{ nodes }}", "at line 1, column 4"),
            ("{% if %}", "at line 1"),
            ("\n{{ now() }}", "at line 2"),
            ("{{ get_env(name=\"HOME\") }}", "get_env"),
            ("{{ get_random(end=5) }}", "get_random"),
            ("{% include \"/etc/passwd\" %}", "/etc/passwd"),
            ("{% extends \"template\" %}", "template"),
            ("{% include \"template\" %}", "template"),
            ("{% for a in range(end=90000) %}{{ cluster.endpoint }}{% endfor %}", "more than 1 MiB"),
        ] {
            let error = rendered(text).unwrap_err();
            assert!(error.contains(part) && error.contains("machines/a.tera"), "{text}: {error}");
        }
    }
}

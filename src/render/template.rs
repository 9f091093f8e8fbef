//! The templates under templates/, compiled into the program.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Serialize;
use tera::{Context, Tera};

use crate::component::specifications;

/// A template cannot be rendered: a variable is missing, or the template is not valid.
#[derive(Debug, thiserror::Error)]
#[error("the template {template} cannot be rendered: {reason}")]
pub struct TemplateError {
    template: &'static str,
    reason: String,
}

/// Every template by the name of its file, beside those of units.
const TEMPLATES: [(&str, &str); 6] = [
    ("haproxy.cfg", include_str!("../../templates/haproxy.cfg")),
    ("keepalived.conf", include_str!("../../templates/keepalived.conf")),
    ("multi-user.target.conf", include_str!("../../templates/multi-user.target.conf")),
    ("sandbox.conf", include_str!("../../templates/sandbox.conf")),
    ("sysusers.conf", include_str!("../../templates/sysusers.conf")),
    ("tmpfiles.conf", include_str!("../../templates/tmpfiles.conf")),
];

/// Every template: components share some.
fn templates() -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_units: BTreeMap<_, _> = specifications().map(|of| of.unit.template).collect();
    TEMPLATES.into_iter().chain(of_units)
}

/// All templates, parsed once per process.
static PARSED: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut parsed = Tera::new();
    // Units are not HTML; their values are quoted by their types.
    parsed.autoescape_on(Vec::<&'static str>::new());
    parsed.add_raw_templates(templates()).map(|()| parsed).map_err(|error| error.to_string())
});

/// Parses the templates, so that the first use does not have to wait.
pub(crate) fn warm_up() {
    LazyLock::force(&PARSED);
}

/// Renders `template` with `values`, which are already quoted for their places.
///
/// # Errors
/// [`TemplateError`] if `values` lack a variable of the template.
pub(super) fn lay_out(template: &'static str, values: &impl Serialize) -> Result<String, TemplateError> {
    let failed = |reason: String| TemplateError { template, reason };
    let parsed = PARSED.as_ref().map_err(|error| failed(error.clone()))?;
    let context = Context::from_serialize(values).map_err(|error| failed(error.to_string()))?;
    parsed.render(template, &context).map_err(|error| failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_variable_is_an_error_for_every_template() {
        for (template, _) in templates() {
            assert!(lay_out(template, &serde_json::json!({})).is_err(), "{template}");
        }
    }

    #[test]
    fn values_are_not_escaped_for_html() {
        let text = lay_out("multi-user.target.conf", &serde_json::json!({ "units": ["a&<\"'>"] })).unwrap();
        assert!(text.contains("Wants=a&<\"'>.service\n"), "{text}");
    }
}

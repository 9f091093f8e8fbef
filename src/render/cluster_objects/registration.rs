//! The policy that prevents others from creating a Node with a role before its kubelet registers it; kubemint's own objects
//! cannot create one ([`nodes`](super::nodes)).
//!
//! A kubelet that finds its Node adds no taints, so pods would be scheduled to a Node that was created with its labels. A
//! kubelet cannot give itself a role (the NodeRestriction admission plugin), so a Node that is created with one is not created by
//! a kubelet.

use k8s_openapi::api::admissionregistration::v1::{
    MatchResources, NamedRuleWithOperations, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding,
    ValidatingAdmissionPolicyBindingSpec, ValidatingAdmissionPolicySpec, Validation,
};

use super::{nodes::ROLES, object::metadata};
use crate::{
    render::yaml::{Documents, YamlError},
    tree::{Artifact, RelPath},
};

/// The file below cluster/.
pub(super) const FILE: &str = "nodes-register-first.yaml";

const NAME: &str = "kubemint-nodes-register-first";

/// The policy (`admissionregistration.k8s.io/v1`, since Kubernetes 1.30) and its binding.
pub(super) fn registration() -> Result<Artifact, YamlError> {
    let mut documents = Documents::new();
    documents.push(&policy())?;
    documents.push(&binding())?;
    Ok(Artifact::public(RelPath::joined(&["cluster", FILE]), documents.finish()))
}

fn policy() -> ValidatingAdmissionPolicy {
    let words = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
    let rule = NamedRuleWithOperations {
        api_groups: words(&[""]),
        api_versions: words(&["v1"]),
        operations: words(&["CREATE"]),
        resources: words(&["nodes"]),
        ..NamedRuleWithOperations::default()
    };
    let constraints = MatchResources { resource_rules: Some(vec![rule]), ..MatchResources::default() };
    let roles = ROLES.map(|role| format!("'{role}'")).join(", ");
    let validation = Validation {
        expression: format!(
            "!has(object.metadata.labels) || ![{roles}].exists(role, role in object.metadata.labels)"
        ),
        message: Some(
            "a Node is given a role once its kubelet has registered it, with its taints: apply this later"
                .to_owned(),
        ),
        reason: Some("Forbidden".to_owned()),
        ..Validation::default()
    };
    ValidatingAdmissionPolicy {
        metadata: metadata(NAME, None),
        spec: Some(ValidatingAdmissionPolicySpec {
            failure_policy: Some("Fail".to_owned()),
            match_constraints: Some(constraints),
            validations: Some(vec![validation]),
            ..ValidatingAdmissionPolicySpec::default()
        }),
        ..ValidatingAdmissionPolicy::default()
    }
}

fn binding() -> ValidatingAdmissionPolicyBinding {
    ValidatingAdmissionPolicyBinding {
        metadata: metadata(NAME, None),
        spec: Some(ValidatingAdmissionPolicyBindingSpec {
            policy_name: Some(NAME.to_owned()),
            validation_actions: Some(vec!["Deny".to_owned()]),
            ..ValidatingAdmissionPolicyBindingSpec::default()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{read_systemd, read_yaml::read_yaml};

    #[test]
    fn no_node_is_created_with_a_role() {
        let [policy, binding] = read_yaml(read_systemd::text(&registration().unwrap())).try_into().unwrap();
        assert_eq!(policy["spec"]["failurePolicy"], "Fail");
        let rule = &policy["spec"]["matchConstraints"]["resourceRules"][0];
        assert_eq!((&rule["operations"][0], &rule["resources"][0]), (&"CREATE".into(), &"nodes".into()));
        let expression = policy["spec"]["validations"][0]["expression"].as_str().unwrap();
        for role in ROLES {
            assert!(expression.contains(&format!("'{role}'")), "{expression}");
        }
        assert_eq!(binding["spec"]["policyName"], policy["metadata"]["name"]);
        assert_eq!(binding["spec"]["validationActions"], serde_json::json!(["Deny"]));
    }
}

//! What is taken and what is refused, with its line.

use super::*;

const NEWEST: Minor = Minor::ALL[Minor::ALL.len() - 1];

fn read(text: &str) -> Result<Vec<OwnObject>, Vec<Invalid>> {
    objects(text, Form::Yaml, NEWEST)
}

/// The only refusal.
fn said(text: &str) -> String {
    let [invalid] = read(text).unwrap_err().try_into().unwrap();
    assert!(invalid.help.is_some());
    invalid.message
}

fn with_data(kind: &str, data: &str) -> String {
    format!("apiVersion: v1\nkind: {kind}\nmetadata:\n  name: a\n{data}")
}

#[test]
fn objects_keep_their_text_and_know_their_line() {
    let text = "# a license\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: net}\n---\n# two\napiVersion: \
                example.com/v1\nkind: Pool\nmetadata:\n  name: a:b\n  namespace: net\nspec: {on: yes}\n";
    let found = read(text).unwrap();
    let titles: Vec<_> = found.iter().map(|object| (object.title(), object.group(), object.line)).collect();
    let expected = [("Namespace net".to_owned(), "", 3), ("Pool net/a:b".to_owned(), "example.com", 8)];
    assert_eq!(titles, expected);
    assert_eq!(found[1].text, text.split("---\n").nth(2).unwrap());
    let json =
        "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Namespace\",\n\t\"metadata\": {\"name\": \"a\"}\n}\n";
    assert_eq!(objects(json, Form::Json, NEWEST).unwrap()[0].text, json);
}

#[test]
fn an_object_has_a_version_a_kind_and_a_name() {
    for (text, words) in [
        ("", "no object"),
        ("# nothing\n---\n", "no object"),
        ("a: b\n", "no apiVersion at line 1, column 1"),
        ("apiVersion: v1\n", "no kind"),
        ("apiVersion: v1\nkind: Namespace\n", "no metadata.name"),
        ("apiVersion: v1\nkind: Namespace\nmetadata: {generateName: a-}\n", "no metadata.name"),
        ("apiVersion: v1\nkind: Namespace\nmetadata: {name: a/b}\n", "no metadata.name"),
        ("apiVersion: v1\nkind: Namespace\nmetadata: {name: yes}\n", "no metadata.name"),
        (
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: 1}\n",
            "no valid namespace at line 3, column 32",
        ),
        ("apiVersion: v1\nkind: List\nitems: []\n", "list of objects"),
        ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", "Kustomization"),
        ("- a\n", "no apiVersion"),
        ("a: [\n", "at line 1, column 4"),
        ("a: b\n\tc: d\n", "a tab at line 1"),
    ] {
        assert!(said(text).contains(words), "{text}: {}", said(text));
    }
}

#[test]
fn every_document_is_judged() {
    let refused = read("a: b\n---\nkind: Pod\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n")
        .unwrap_err();
    assert_eq!(refused.len(), 2);
    assert!(refused[1].message.ends_with("line 3, column 1"), "{refused:?}");
    assert_eq!(read(&"a: b\n---\n".repeat(1000)).unwrap_err().len(), MOST_REFUSED);
}

#[test]
fn known_kinds_are_held_to_their_fields() {
    for (text, words) in [
        (with_data("ConfigMap", "data:\n  a: yes\n"), "\"a\" is a boolean, and Kubernetes expects text at line 6, column 6"),
        (with_data("ConfigMap", "data: [a]\n"), "\"data\" is a list, and Kubernetes expects a mapping"),
        (with_data("Service", "spec:\n  ports:\n  - {port: '80'}\n"), "\"port\" is text, and Kubernetes expects a whole number"),
        (with_data("Deployment", ""), "v1 has no kind Deployment: it is of apps/v1 at line 1"),
        (with_data("Namespase", ""), "v1 has no kind Namespase at line 1"),
        (
            "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n".to_owned(),
            "no supported Kubernetes serves policy/v1beta1, but policy/v1",
        ),
        (
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{env: [{name: \
             a, value: 12345}]}]}}}\n"
                .to_owned(),
            "\"value\" is a number, and Kubernetes expects text",
        ),
    ] {
        assert!(said(&text).contains(words), "{text}: {}", said(&text));
        assert!(!said(&text).contains("12345"));
    }
    let fine = with_data(
        "Pod",
        "  creationTimestamp: null\nspec:\n  containers:\n  - name: a\n    resources: {limits: {cpu: 1, memory: 1Gi}}\n    \
         livenessProbe: {httpGet: {port: http}}\nstatus: {}\n",
    );
    assert!(read(&fine).is_ok(), "{:?}", read(&fine));
}

#[test]
fn an_unknown_field_is_an_error_where_the_fields_of_the_minor_are_known() {
    let text = with_data("Service", "spec:\n  typo: a\n");
    assert!(read(&text).is_ok());
    let [invalid] = objects(&text, Form::Yaml, Minor::ALL[0]).unwrap_err().try_into().unwrap();
    let expected = "Service a: Service has no field \"typo\" in Kubernetes 1.34 at line 6, column 3";
    assert_eq!(invalid.message, expected);
}

#[test]
fn secrets_are_refused_and_not_quoted() {
    let key = "data:\n  tls.key: |\n    -----BEGIN EC PRIVATE KEY-----\n    hunter2\n";
    for text in [
        with_data("Secret", "stringData: {password: hunter2}\n"),
        with_data("Secret", "data: hunter2\n"),
        with_data("ConfigMap", key),
    ] {
        let [invalid] = read(&text).unwrap_err().try_into().unwrap();
        assert_eq!(invalid.code, "object-secret");
        assert!(!invalid.message.contains("hunter2"), "{}", invalid.message);
    }
    assert!(read(&with_data("Secret", "type: kubernetes.io/service-account-token\n")).is_ok());
}

#[test]
fn a_secret_is_refused_however_it_is_dressed() {
    let secret = "kind: Secret\nmetadata: {name: a}\nstringData: {password: hunter2}\n";
    for version in ["v1beta1", "core/v1"] {
        let [invalid] = read(&format!("apiVersion: {version}\n{secret}")).unwrap_err().try_into().unwrap();
        assert_eq!(invalid.code, "object-secret", "{version}");
    }
    let item = "apiVersion: example.com/v1\nkind: Bundle\nmetadata: {name: a}\nitems:\n- {kind: Secret}\n";
    assert!(read(item).unwrap_err()[0].message.contains("is a list of objects"));
    let comment = with_data("ConfigMap", "data: {a: b}\n# -----BEGIN RSA PRIVATE KEY-----\n");
    assert_eq!(
        read(&comment).unwrap_err()[0].message,
        "ConfigMap a has a private key or credentials, at line 6"
    );
    let applied = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  annotations:\n    \
                   kubectl.kubernetes.io/last-applied-configuration: '{\"data\":{}}'\n";
    assert!(read(applied).unwrap_err()[0].message.contains("values in an annotation"));
}

#[test]
fn what_kubectl_cannot_apply_is_refused() {
    let metadata = |metadata: &str| {
        format!(
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {metadata}\nrules: []\n"
        )
    };
    for (text, part) in [
        (metadata("{name: a, namespace: b}"), "its kind is in none"),
        (metadata("{name: a, annotations: {config.kubernetes.io/local-config: 'true'}}"), "marked as local"),
        (with_data("ConfigMap", "data: {9000: a}\n"), "put it in quotes"),
        ("apiVersion: a/b/c\nkind: A\nmetadata: {name: a}\n".to_owned(), "that none can have"),
        ("apiVersion: v1\nkind: lower case\nmetadata: {name: a}\n".to_owned(), "that none can have"),
    ] {
        let refused = read(&text).unwrap_err();
        assert!(refused[0].message.contains(part), "{text}: {}", refused[0].message);
    }
    assert!(read(&metadata("{name: a}")).is_ok());
}

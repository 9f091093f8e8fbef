//! Lines that are no TOML.

use crate::{Mistake, answers, mistake};

pub(crate) const MISTAKES: &[Mistake] = &[
    mistake(
        "unquoted endpoint",
        r#"endpoint = "192.168.56.101:6443""#,
        "endpoint = 192.168.56.101:6443",
        r#"write endpoint = "192.168.56.101:6443""#,
    ),
    mistake("unquoted name", r#"name = "kubernetes""#, "name = kubernetes", r#"write name = "kubernetes""#),
    mistake(
        "unquoted cidr",
        r#""10.254.0.0/16""#,
        "10.254.0.0/16",
        r#"write service_cidr = "10.254.0.0/16""#,
    ),
    mistake("unquoted version", r#""1.37.2""#, "1.37.2", r#"write kubernetes_version = "1.37.2""#),
    mistake("date slash", "2026-11-23T00:00:00Z", "23/11/2026", "2026-11-23T00:00:00Z"),
    mistake("fullwidth quotes", r#"name = "kubernetes""#, "name = “kubernetes”", r#"write " in its place"#),
    mistake("fullwidth eq", r#"name = "kubernetes""#, r#"name ＝ "kubernetes""#, "write = in its place"),
    mistake(
        "fullwidth comma",
        "[cluster]",
        r#"[cluster]
recipients = ["a"，"b"]"#,
        "write , in its place",
    ),
    mistake("fullwidth bracket", "[cluster]", "［cluster］", "write [ in its place"),
    mistake(
        "colon for eq",
        r#"name = "kubernetes""#,
        r#"name: "kubernetes""#,
        r#"write name = "kubernetes""#,
    ),
    mistake("semicolon", r#"name = "kubernetes""#, r#"name = "kubernetes";"#, "a line ends without a sign"),
    mistake("comma end", r#"name = "kubernetes""#, r#"name = "kubernetes","#, "a line ends without a sign"),
    mistake(
        "slash comment",
        r#"name = "kubernetes""#,
        r#"name = "kubernetes" // x"#,
        "begin a comment with #",
    ),
    mistake("no eq", r#"name = "kubernetes""#, r#"name "kubernetes""#, "write key = value"),
    mistake("single quote", r#"name = "kubernetes""#, "name = 'kubernetes", "with a single quote"),
    mistake("unclosed", r#"name = "kubernetes""#, r#"name = "kubernetes"#, "with a double quote"),
    mistake("nbsp", r#"name = "kubernetes""#, r#"name = "kubernetes""#, "write a plain space"),
    mistake(
        "True",
        "[pki]",
        r#"[bootstrap]
discovery = True
[pki]"#,
        "write discovery = true",
    ),
    mistake(
        "yes",
        "[pki]",
        r#"[bootstrap]
discovery = yes
[pki]"#,
        "write discovery = true",
    ),
    mistake(
        "dup key",
        r#"name = "kubernetes""#,
        r#"name = "kubernetes"
name = "b""#,
        "keep one of the two",
    ),
    mistake(
        "dup table",
        "[pki]",
        r#"[cluster]
[pki]"#,
        "put its keys below the first header",
    ),
    mistake("a mark of a merge", r#"name = "kubernetes""#, "<<<<<<< HEAD", "finish the merge first"),
    mistake("a variable", r#"name = "kubernetes""#, "name = ${NAME}", "does not read the environment"),
    mistake("a template", r#"name = "kubernetes""#, "name = {{ name }}", "expand templates"),
    mistake("a header with one bracket", "[[worker]]", "[[worker]", "as many brackets"),
    mistake("a month that is not there", "2026-11-23T00:00:00Z", "2026-13-23T00:00:00Z", "write a date as"),
];

#[test]
fn each_is_answered_with_what_to_write() {
    answers("syntax", MISTAKES);
}

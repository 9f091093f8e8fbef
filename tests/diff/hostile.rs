//! Values that try to be more than text.

use crate::cluster::Cluster;

#[test]
fn no_value_becomes_markup_or_reaches_the_terminal() {
    let cluster = Cluster::rendered(&[]);
    cluster.edit(&[
        (
            "",
            "[controller_manager]\nextra_args = { external-cloud-volume-plugin = \"`</summary><script>|x|\\n# h @all [a](b)\" }",
        ),
        ("", "[apiserver]\nextra_args = { external-hostname = \"\\u001b[31m\" }"),
    ]);
    let markdown = cluster.diff(&["--format", "markdown"]).1;
    assert!(markdown.contains("``--external-cloud-volume-plugin="), "{markdown}");
    for line in markdown.lines().filter(|line| line.contains("<script>")) {
        let (before, after) = (line.find("``--external-cloud").unwrap(), line.rfind("``").unwrap());
        assert!(before < line.find("<script>").unwrap() && line.find("<script>").unwrap() < after, "{line}");
    }
    assert!(markdown.lines().all(|line| !line.starts_with("# h")), "{markdown}");
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
    let text = cluster.diff(&[]).1;
    assert!(!text.contains('\u{1b}') && text.contains("\\u{1b}[31m"), "{text}");
}

//! The verdicts of Go's standard library on many texts, recorded by tests/conformance/verdicts, with which parsers
//! here must agree.

/// Compares a parser with a file of verdicts: `taken` or `refused`, and the text as JSON.
pub(super) fn hold(verdicts: &str, takes: impl Fn(&str) -> bool) {
    let (mut wrong, mut taken, mut refused) = (Vec::new(), 0, 0);
    for line in verdicts.lines() {
        let (verdict, text) = line.split_once('\t').expect("two columns");
        let text: String = serde_json::from_str(text).expect("a text as JSON");
        let count = if verdict == "taken" { &mut taken } else { &mut refused };
        *count += 1;
        if takes(&text) != (verdict == "taken") {
            wrong.push(format!("{verdict} by Go: {text:?}"));
        }
    }
    assert!(taken > 100 && refused > 100, "{taken} are taken, {refused} refused: too few to show anything");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), taken + refused, wrong.join("\n"));
}

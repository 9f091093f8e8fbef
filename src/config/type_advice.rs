//! Advice for turning a value of one type into another.

use toml::{Spanned, de::DeValue};

use super::{IfAbsent, Shape};

/// What to write if `expected` is required; a flag can have several values in one string.
pub(super) fn advice(value: &DeValue<'_>, expected: &str, is_flag: bool) -> String {
    match (value, expected) {
        (_, "an array") => as_array(value),
        (_, "a table") => {
            "write its keys and values in braces, as { key = \"value\" }, or below a header".to_owned()
        }
        (DeValue::String(text), "true or false") => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => "write true, without quotes".to_owned(),
            "false" | "no" | "off" | "0" => "write false, without quotes".to_owned(),
            _ => "write true or false, without quotes".to_owned(),
        },
        (DeValue::Integer(_), "true or false") => "write true or false".to_owned(),
        (DeValue::String(text), "a whole number") => match only_number(text) {
            Some(number) => format!("write {number}, without quotes"),
            None => "write a number, without quotes".to_owned(),
        },
        (DeValue::String(_), _) => "leave out the quotes".to_owned(),
        (DeValue::Float(float), "a whole number") => match float.as_str().split_once('.') {
            Some((whole, rest)) if rest.trim_matches('0').is_empty() => format!("write {whole}"),
            _ => "write it without a fraction".to_owned(),
        },
        (DeValue::Integer(number), _) if expected.starts_with("a string") => {
            format!("put it in double quotes: \"{}\"", number.as_str())
        }
        (DeValue::Float(number), _) if expected.starts_with("a string") => {
            format!("put it in double quotes: \"{}\"", number.as_str())
        }
        (DeValue::Boolean(on), _) if expected.starts_with("a string") => {
            format!("put it in double quotes: \"{on}\"")
        }
        (DeValue::Array(elements), "a string") => joined(elements, is_flag),
        (DeValue::Array(_) | DeValue::Table(_), _) => format!("write {expected}"),
        (_, _) if expected.starts_with("a string") => "put it in double quotes".to_owned(),
        _ => format!("write {expected}"),
    }
}

/// The number in a text with a unit or sign, such as `100` in `100MB`; `None` if there are several.
fn only_number(text: &str) -> Option<&str> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let number = runs.next()?;
    runs.next().is_none().then_some(number)
}

/// An array in place of one value, or of a list in one string.
fn as_array(value: &DeValue<'_>) -> String {
    match value {
        DeValue::Table(_) => {
            "write the values themselves in brackets, such as [\"a\", \"b\"], and no table".to_owned()
        }
        DeValue::String(text) if !text.contains(['"', '\n']) => {
            // The comment of an SSH key may have commas.
            let several = text.contains(',') && !text.starts_with("ssh-");
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty() && several);
            let parts: Vec<String> = parts.map(|part| format!("\"{part}\"")).collect();
            let listed = if parts.is_empty() { format!("\"{text}\"") } else { parts.join(", ") };
            format!("put it in brackets: [{listed}]")
        }
        DeValue::Boolean(false) => {
            "leave it out for none, or write the values themselves in brackets, such as [\"a\", \"b\"]"
                .to_owned()
        }
        DeValue::Boolean(true) => {
            "write the values themselves in brackets, such as [\"a\", \"b\"]".to_owned()
        }
        _ => "put it in brackets".to_owned(),
    }
}

/// One string in place of several: the value of a flag is one string, and a key has one value.
fn joined(elements: &[Spanned<DeValue<'_>>], is_flag: bool) -> String {
    let texts: Option<Vec<&str>> = elements.iter().map(|element| element.get_ref().as_str()).collect();
    match texts.as_deref() {
        Some([one]) => format!("write it without brackets: {one:?}"),
        Some(texts) if is_flag && !texts.is_empty() => {
            format!("write one string; where it may have several values, with commas: {:?}", texts.join(","))
        }
        _ => "it has one value: write one string, without brackets".to_owned(),
    }
}

/// What to write in place of a value that is not a table: the header, or braces, with the table's keys.
pub(super) fn table_advice(value: &DeValue<'_>, shape: &Shape) -> String {
    let title = shape.title;
    if shape.key("trusted").is_some() {
        let active = match value {
            DeValue::Integer(number) => number.as_str().parse().unwrap_or(1),
            _ => 1_u32,
        };
        let before = active.checked_sub(1).filter(|before| *before > 0);
        let trusted = before.map_or_else(|| active.to_string(), |before| format!("{before}, {active}"));
        let derived = match value {
            DeValue::String(_) => ": keys are derived from the seed, and this says which of them is used",
            _ => "",
        };
        return format!("write {{ active = {active}, trusted = [{trusted}] }}{derived}");
    }
    match (value, title) {
        (DeValue::Boolean(false), "[encryption]") => {
            "write [encryption] and below it provider = \"none\"".to_owned()
        }
        (DeValue::Boolean(false), "[audit]") => "write [audit] and below it policy = \"off\"".to_owned(),
        (DeValue::Boolean(true), _) if title.starts_with('[') => {
            format!("leave it out for the defaults, or write {title} and its keys below it")
        }
        _ if title.starts_with("[[") => {
            let required = shape.keys.iter().filter(|key| matches!(key.if_absent, IfAbsent::Required { .. }));
            let names: Vec<&str> = required.map(|key| key.name).collect();
            format!("write each as a table of its own: {title}, with {} below it", names.join(" and "))
        }
        _ if title.starts_with('[') => {
            let names: Vec<&str> = shape.keys.iter().map(|key| key.name).take(3).collect();
            format!("write {title} and its keys below it, such as {}", names.join(", "))
        }
        _ => "write its keys and values in braces, as { key = \"value\" }, or below a header".to_owned(),
    }
}

//! The tokens of an expression.

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, which may be reserved.
    Name(String),
    /// A number of any kind.
    Number,
    /// A string or bytes; with its content if that is plain text.
    Text(Option<String>),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// Operators; those that begin with another come first.
const SIGNS: [&str; 25] = [
    "==", "!=", "<=", ">=", "&&", "||", "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "<", ">", "+", "-",
    "*", "/", "%", "!", "",
];

/// Splits an expression into tokens, without comments.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or_default().trim_start();
            continue;
        }
        let (token, after) = if let Some(after) = quoted(rest)? {
            (Token::Text(content(rest.strip_suffix(after).unwrap_or_default())), after)
        } else if first.is_ascii_digit()
            || first == '.' && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
        {
            (Token::Number, number(rest)?)
        } else if first.is_ascii_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            (Token::Name(name.to_owned()), after)
        } else {
            let sign = SIGNS.into_iter().find(|sign| !sign.is_empty() && rest.starts_with(sign));
            let sign = sign.ok_or_else(|| format!("{first:?} means nothing"))?;
            (Token::Sign(sign), rest.strip_prefix(sign).unwrap_or_default())
        };
        all.push(token);
        rest = after.trim_start();
    }
    Ok(all)
}

/// What follows a string that begins here.
fn quoted(text: &str) -> Result<Option<&str>, String> {
    let start = text.trim_start_matches(['r', 'R', 'b', 'B']);
    let prefix = text.len().saturating_sub(start.len());
    if prefix > 2 || !start.starts_with(['"', '\'']) {
        return Ok(None);
    }
    let is_raw = text.get(..prefix).is_some_and(|prefix| prefix.contains(['r', 'R']));
    let quote =
        ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| start.starts_with(quote)).unwrap_or("'");
    let mut rest = start.strip_prefix(quote).unwrap_or_default();
    loop {
        if let Some(after) = rest.strip_prefix(quote) {
            return Ok(Some(after));
        }
        let mut characters = rest.chars();
        match characters.next() {
            None => return Err("a text does not end".to_owned()),
            Some('\n' | '\r') if quote.len() == 1 => return Err("a text does not end on its line".to_owned()),
            Some('\\') if !is_raw => {
                let escaped = characters.next().unwrap_or(' ');
                if !"abfnrtv\\?\"'`xXuU0123".contains(escaped) {
                    return Err(format!("\\{escaped} means nothing in a text"));
                }
            }
            Some(_) => {}
        }
        rest = characters.as_str();
    }
}

/// The content of a quoted string; `None` if it is bytes or has numeric escapes.
fn content(quoted: &str) -> Option<String> {
    let plain = quoted.trim_start_matches(['r', 'R']);
    let inner = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find_map(|quote| plain.strip_prefix(quote)?.strip_suffix(quote))?;
    if plain.len() < quoted.len() {
        return Some(inner.to_owned());
    }
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(next) = characters.next() {
        text.push(match next {
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                same @ ('\\' | '?' | '"' | '\'' | '`') => same,
                _ => return None,
            },
            same => same,
        });
    }
    Some(text)
}

/// What follows a number that begins here.
fn number(text: &str) -> Result<&str, String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let mut end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let has_exponent = |end: usize| {
        text.get(..end).is_some_and(|word| !word.starts_with("0x") && word.ends_with(['e', 'E']))
    };
    if has_exponent(end) && text.get(end..).is_some_and(|rest| rest.starts_with(['+', '-'])) {
        let after = text.get(end + 1..).unwrap_or_default();
        end += 1 + after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    }
    let (word, after) = text.split_at_checked(end).unwrap_or((text, ""));
    let whole = word.strip_suffix(['u', 'U']).unwrap_or(word);
    let is_whole = whole.strip_prefix("0x").map_or_else(
        || whole.bytes().all(|b| b.is_ascii_digit()) && whole.parse::<u64>().is_ok(),
        |digits| u64::from_str_radix(digits, 16).is_ok(),
    );
    let is_float = !word.ends_with('.') && word.parse::<f64>().is_ok();
    if is_whole || is_float { Ok(after) } else { Err(format!("{word} is no number")) }
}

//! A Corefile of the user's own, for CoreDNS.

use crate::{content::private_line, diagnostic::Invalid, model::Corefile};

/// A ConfigMap holds at most 1 MiB (kubernetes 1.37, `pkg/apis/core/types.go`, `MaxSecretSize`); a Corefile is far shorter.
const MAX_LENGTH: usize = 100_000;

/// Checks what the parser of CoreDNS checks before any plugin reads its part (coredns 1.14, `caddyfile.Parse`): every
/// block is opened at the end of a line and closed, and every quote ends. No message quotes the text.
///
/// # Errors
/// [`Invalid`] with code `corefile`, with the line.
pub fn corefile(text: &str) -> Result<Corefile, Invalid> {
    let refuse = |message: String, help: &str| {
        Invalid::new("corefile", message, "a Corefile, as CoreDNS reads it").help(help)
    };
    if text.len() > MAX_LENGTH || text.contains('\0') {
        return Err(refuse(
            format!("it is longer than {MAX_LENGTH} bytes or has a zero byte"),
            "name a Corefile",
        ));
    }
    if private_line(text).is_some() {
        let help = "name a Corefile; the objects to apply are in the public output, which may be committed";
        return Err(refuse("it has a private key".to_owned(), help));
    }
    let at = |Fault { line, why, help }| refuse(format!("line {line}: {why}"), help);
    let lines = lines(text).map_err(at)?;
    match server_blocks(&lines).map_err(at)? {
        0 => Err(refuse(
            "it has no server block".to_owned(),
            "begin with a zone and its port, such as `.:53 {`, and put the plugins into the block",
        )),
        _ => Ok(Corefile::checked(text.to_owned())),
    }
}

/// What is wrong on a line, and what to do.
struct Fault {
    line: usize,
    why: &'static str,
    help: &'static str,
}

struct Line {
    number: usize,
    words: Vec<String>,
}

/// How many blocks there are that have a zone or a snippet's name before them.
fn server_blocks(lines: &[Line]) -> Result<usize, Fault> {
    let (mut open, mut servers) = (Vec::new(), 0);
    for Line { number, words } in lines {
        let opens = words.last().is_some_and(|word| word == "{");
        servers += usize::from(opens && open.is_empty() && words.len() > 1);
        let braces = words.iter().filter(|word| *word == "{").count();
        if braces > usize::from(opens) {
            let (why, help) = ("unexpected text after {", "put it on a line of its own");
            return Err(Fault { line: *number, why, help });
        }
        for _ in words.iter().filter(|word| *word == "}") {
            if open.pop().is_none() {
                return Err(Fault { line: *number, why: "this } closes no block", help: "remove it" });
            }
        }
        open.extend(opens.then_some(*number));
    }
    match open.pop() {
        Some(line) => Err(Fault { line, why: "the block is not closed", help: "add the missing }" }),
        None => Ok(servers),
    }
}

/// The words of each line, without comments. A quoted word can contain spaces and line breaks, and keeps its quotes: a
/// quoted brace opens nothing.
fn lines(text: &str) -> Result<Vec<Line>, Fault> {
    let mut lines = vec![Line { number: 1, words: Vec::new() }];
    let mut number = 1;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\n' => {
                number += 1;
                lines.push(Line { number, words: Vec::new() });
            }
            c if c.is_whitespace() => {}
            '#' => while characters.next_if(|c| *c != '\n').is_some() {},
            '"' => {
                let word = quoted(&mut characters).ok_or(Fault {
                    line: number,
                    why: "the quote does not end",
                    help: "close it with \"",
                })?;
                number += word.matches('\n').count();
                push(&mut lines, format!("\"{word}\""));
            }
            c => {
                let mut word = String::from(c);
                while let Some(c) = characters.next_if(|c| !c.is_whitespace()) {
                    word.push(c);
                }
                push(&mut lines, word);
            }
        }
    }
    Ok(lines)
}

/// The rest of a quoted word; `None` if the text ends first.
fn quoted(characters: &mut impl Iterator<Item = char>) -> Option<String> {
    let mut word = String::new();
    loop {
        match characters.next()? {
            '"' => return Some(word),
            '\\' => word.extend(characters.next()),
            c => word.push(c),
        }
    }
}

fn push(lines: &mut [Line], word: String) {
    if let Some(line) = lines.last_mut() {
        line.words.push(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_coredns_parses() {
        for good in [
            ".:53 {\n    errors\n    forward . 10.0.0.2 {\n        max_concurrent 10\n    }\n}\n",
            "# split\nexample.com:53 {\n  forward . 10.0.0.2\n}\n. {\n  whoami\n}\n",
            ". {\n  template IN A {\n    answer \"{{ .Name }} 60 IN A 10.0.0.1\"\n  }\n}\n",
            "(snippet) {\n  errors\n}\n. {\n  import snippet\n}\n",
        ] {
            assert!(corefile(good).is_ok(), "{good}\n{:?}", corefile(good));
        }
    }

    #[test]
    fn names_the_line_of_what_it_refuses() {
        for (bad, part) in [
            ("", "no server block"),
            ("errors\n", "no server block"),
            (".:53 {\n  errors\n", "line 1: the block is not closed"),
            (".:53 {\n  errors\n}\n}\n", "line 4: this } closes no block"),
            (".:53 { errors }\n", "line 1: unexpected text after {"),
            (".:53 {\n  log \"x\n}\n", "line 2: the quote does not end"),
        ] {
            let error = corefile(bad).unwrap_err();
            assert!(error.message.contains(part), "{bad:?}: {}", error.message);
        }
    }
}

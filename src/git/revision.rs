//! Checks that the name at the beginning of a revision is unambiguous.
//!
//! Git looks for a short name in several places, takes the first match and warns only on standard error
//! (gitrevisions(7), "<refname>"). Otherwise, whoever can push a tag called `main` or `origin/main` would choose what
//! is compared.

use super::{GitError, conversation::Conversation, object::ObjectId};

/// Where a name is looked up after the repository's own directory, in this order.
const RULES: [(&str, &str); 5] = [
    ("refs/", ""),
    ("refs/tags/", ""),
    ("refs/heads/", ""),
    ("refs/remotes/", ""),
    ("refs/remotes/", "/HEAD"),
];

/// The name before a suffix such as `~1`, `^2`, `@{1}` or `:path`. `None` if it cannot be ambiguous, or there is
/// none.
fn name(revision: &str) -> Option<&str> {
    let end = revision.find(['^', '~', ':']).unwrap_or(revision.len());
    let end = revision.find("@{").map_or(end, |at| at.min(end));
    let name = revision.get(..end)?;
    (!matches!(name, "" | "@") && ObjectId::parse(name).is_none()).then_some(name)
}

/// The digits of an object ID that a name may abbreviate: the whole name, or what follows `-g`, as in
/// `v1.0-3-g5f1c0a2`.
fn digits(name: &str) -> Option<&str> {
    let digits = name.rsplit_once("-g").map_or(name, |(_, digits)| digits);
    (digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}

/// Whether a name has the form that `git describe` writes.
fn is_description(name: &str) -> bool {
    digits(name).is_some_and(|digits| digits.len() < name.len())
}

/// Rejects a revision that begins with an ambiguous name.
///
/// # Errors
///
/// [`GitError::Ambiguous`] with everything that it may mean.
pub(super) fn refuse_ambiguous(git: &mut Conversation, revision: &str) -> Result<(), GitError> {
    let Some(name) = name(revision) else { return Ok(()) };
    let object = match digits(name) {
        // No ref can have such a name, so only the digits count.
        Some(digits) => git.commit(&format!("//-g{digits}"))?.map(|commit| commit.id),
        None => None,
    };
    let mut meanings = Vec::new();
    for (before, after) in RULES {
        let full = format!("{before}{name}{after}");
        if let Some(commit) = git.commit(&full)?.map(|commit| commit.id)
            // If no ref has this name, a description names the commit, whatever precedes the digits.
            && (object.as_ref() != Some(&commit) || !is_description(name))
        {
            meanings.push((full, commit));
        }
    }
    let Some((_, first)) = meanings.first() else { return Ok(()) };
    let first = first.clone();
    // What Git chooses. Whether a full name exists as such cannot be asked, since Git looks for it in the same
    // places.
    let taken = git.commit(name)?.map(|commit| commit.id);
    if name.starts_with("refs/") || taken.is_some_and(|taken| meanings.iter().all(|(_, id)| *id != taken)) {
        meanings.insert(0, (name.to_owned(), first.clone()));
    }
    meanings.extend(object.filter(|id| *id != first).map(|id| (format!("commit {id}"), id)));
    if meanings.len() < 2 {
        return Ok(());
    }
    let meanings = meanings.into_iter().map(|(meaning, _)| meaning).collect();
    Err(GitError::Ambiguous { name: name.to_owned(), meanings })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_revision_ends_where_gits_syntax_begins() {
        for (revision, expected) in [
            ("main", Some("main")),
            ("origin/main~3^2", Some("origin/main")),
            ("v1^{commit}", Some("v1")),
            ("main@{1}", Some("main")),
            ("a@b", Some("a@b")),
            ("main:out", Some("main")),
            ("@", None),
            ("@{u}", None),
            (":/text", None),
            ("641468bbfa6316fa1ec4c16f504059b9e440ed68~1", None),
            ("641468b", Some("641468b")),
        ] {
            assert_eq!(name(revision), expected, "{revision}");
        }
        for (name, expected) in [
            ("641468b", Some("641468b")),
            ("v1-3-g641468b", Some("641468b")),
            ("abc", None),
            ("main", None),
            ("x-g", None),
        ] {
            assert_eq!(digits(name), expected, "{name}");
        }
    }
}

//! Expressions of an AuthenticationConfiguration, in the Common Expression Language
//! (<https://github.com/google/cel-spec>, `doc/langdef.md`): whether they can be parsed, use variables that exist,
//! and have an acceptable type.
//!
//! Overloads of functions are not known here; errors in their use are found only by kube-apiserver.

mod parser;
mod tokens;

use std::collections::BTreeSet;

use parser::Parser;
pub(super) use parser::{Type, Variable};
use tokens::tokens;

/// A parsed expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expression {
    /// The type of its value.
    pub(super) gives: Type,
    /// The claims that it uses, as `claims.email`.
    pub(super) claims: BTreeSet<String>,
}

/// Parses `text`, in which one variable is defined.
///
/// # Errors
///
/// What is wrong.
pub(super) fn parse(text: &str, variable: Variable) -> Result<Expression, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser::new(&tokens, variable);
    let gives = parser.whole()?;
    Ok(Expression { gives, claims: parser.into_claims() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_of_the_documentation_are_read() {
        for (text, gives) in [
            ("claims.email_verified == true", Type::Boolean),
            ("claims.sub", Type::Any),
            ("claims.?email_verified.orValue(true) == true", Type::Boolean),
            ("'sso:' + claims.sub", Type::Text),
            ("claims.roles.split(',')", Type::Any),
            ("claims.exp - claims.nbf <= 86400", Type::Boolean),
            ("has(claims.a) && claims.a.exists(x, x.b == 'c' && x.d in [1, 2.5, 3u, 0x1F])", Type::Boolean),
            ("claims.groups.map(g, 'sso:' + g)", Type::List),
            ("claims['a b'][0] ? r\"\\d\" : '''it's'''", Type::Text),
            ("!(-1 < size(claims.x)) || null == claims.y", Type::Boolean),
            ("{'a': 1, 'b': [true,],}", Type::Map),
        ] {
            assert_eq!(parse(text, Variable::Claims).map(|read| read.gives), Ok(gives), "{text}");
        }
        let rule = "!user.username.startsWith('system:') && user.groups.all(g, !g.startsWith('system:'))";
        assert_eq!(parse(rule, Variable::User).map(|read| read.gives), Ok(Type::Boolean));
    }

    #[test]
    fn what_cannot_be_read_or_names_nothing_is_refused() {
        for bad in [
            "",
            " ",
            "claims.",
            "claims.email.contains(",
            "a b",
            "noSuchVariable",
            "user.username",
            "'",
            "'a",
            "1 +",
            "(1",
            "[1",
            "{1}",
            "claims..a",
            "claims.a = 1",
            "https://sso.example.com",
            "if",
            "claims.all(x, y)",
            "1.2.3",
            "a ? b",
            "\u{0}",
            "@",
            "'\\q'",
            "x",
            "'a' == 1",
            "claims.sub.matches('a**')",
            r"claims.sub.matches('\\p{Script=Greek}')",
            "claims.sub.matches(r'(?=a)')",
        ] {
            assert!(parse(bad, Variable::Claims).is_err(), "{bad}");
        }
        for bad in ["claims.sub", "user.name"] {
            assert!(parse(bad, Variable::User).is_err(), "{bad}");
        }
        assert!(parse(&"(".repeat(100_000), Variable::Claims).is_err());
        assert!(parse(&"!".repeat(100_000), Variable::Claims).is_err());
    }

    #[test]
    fn regular_expressions_are_gos() {
        for good in ["'^[[]a{$'", r"'^\\w+$'", r"r'^\d+$'", "claims.pattern", r"'\x5b'", "'a' + '**'"] {
            let expression = format!("claims.sub.matches({good})");
            assert!(parse(&expression, Variable::Claims).is_ok(), "{expression}");
        }
    }

    #[test]
    fn claims_that_are_asked_for_are_known() {
        let read =
            parse("claims.?email_verified.orValue(false) ? claims.email : claims['sub']", Variable::Claims);
        assert_eq!(read.unwrap().claims.into_iter().collect::<Vec<_>>(), ["email", "email_verified"]);
    }
}

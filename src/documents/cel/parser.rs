//! The grammar of expressions, and their types.

use std::collections::BTreeSet;

use super::tokens::Token;
use crate::kubernetes::go_regexp::is_regular_expression;

/// The variable that an expression can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::documents) enum Variable {
    /// `claims`: the claims of the token.
    Claims,
    /// `user`: the result of mapping the claims.
    User,
}

/// The type of an expression, if it is known before it is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::documents) enum Type {
    /// Known only at run time.
    Any,
    /// A truth value.
    Boolean,
    /// A text.
    Text,
    /// A number.
    Number,
    /// A list.
    List,
    /// A map.
    Map,
    /// Nothing.
    Null,
}

/// The maximum nesting depth of an expression. cel-go's own limits are not lower.
const DEEPEST: usize = 60;

/// Reserved words of the language.
const RESERVED: [&str; 18] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
    "in",
];

/// Names that are not variables: types, and namespaces of functions in Kubernetes' libraries.
const KNOWN: [&str; 19] = [
    "int",
    "uint",
    "double",
    "string",
    "bool",
    "bytes",
    "list",
    "map",
    "null_type",
    "type",
    "google",
    "optional",
    "sets",
    "math",
    "lists",
    "strings",
    "base64",
    "kubernetes",
    "net",
];

/// Functions that return a boolean.
const TESTS: [&str; 9] =
    ["all", "exists", "exists_one", "startsWith", "endsWith", "contains", "matches", "hasValue", "isSorted"];

pub(super) struct Parser<'t> {
    rest: &'t [Token],
    variable: Variable,
    /// Variables of the enclosing macros, the innermost last.
    bound: Vec<String>,
    claims: BTreeSet<String>,
    depth: usize,
}

impl<'t> Parser<'t> {
    pub(super) const fn new(tokens: &'t [Token], variable: Variable) -> Self {
        Self { rest: tokens, variable, bound: Vec::new(), claims: BTreeSet::new(), depth: 0 }
    }

    pub(super) fn into_claims(self) -> BTreeSet<String> {
        self.claims
    }

    /// The expression up to its end.
    pub(super) fn whole(&mut self) -> Result<Type, String> {
        let gives = self.expression()?;
        match self.rest.first() {
            None => Ok(gives),
            Some(token) => Err(format!("{} stands after its end", written(token))),
        }
    }

    fn takes(&mut self, sign: &str) -> bool {
        match self.rest {
            [Token::Sign(first), rest @ ..] if *first == sign => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn must(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) {
            return Ok(());
        }
        Err(self.rest.first().map_or_else(
            || format!("it ends where {sign} is missing"),
            |token| format!("{} stands where {sign} is missing", written(token)),
        ))
    }

    fn name(&mut self) -> Option<String> {
        let [Token::Name(name), rest @ ..] = self.rest else { return None };
        self.rest = rest;
        Some(name.clone())
    }

    fn expression(&mut self) -> Result<Type, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("it nests deeper than {DEEPEST}"));
        }
        let condition = self.disjunction()?;
        let gives = if self.takes("?") {
            let one = self.disjunction()?;
            self.must(":")?;
            let other = self.expression()?;
            if one == other { one } else { Type::Any }
        } else {
            condition
        };
        self.depth -= 1;
        Ok(gives)
    }

    fn disjunction(&mut self) -> Result<Type, String> {
        let mut gives = self.relation()?;
        while self.takes("||") || self.takes("&&") {
            let other = self.relation()?;
            for side in [gives, other] {
                if !matches!(side, Type::Any | Type::Boolean) {
                    return Err("a side of && or || is no truth value".to_owned());
                }
            }
            gives = Type::Boolean;
        }
        Ok(gives)
    }

    fn relation(&mut self) -> Result<Type, String> {
        let mut gives = self.sum()?;
        loop {
            let is_in = matches!(self.rest, [Token::Name(name), ..] if name == "in");
            if is_in {
                self.name();
                self.sum()?;
            } else if ["==", "!=", "<", "<=", ">", ">="].into_iter().any(|sign| self.takes(sign)) {
                let other = self.sum()?;
                let is_open = |one| matches!(one, Type::Any | Type::Null);
                if gives != other && !is_open(gives) && !is_open(other) {
                    return Err("two values of different types are compared".to_owned());
                }
            } else {
                return Ok(gives);
            }
            gives = Type::Boolean;
        }
    }

    fn sum(&mut self) -> Result<Type, String> {
        let mut gives = self.unary()?;
        while ["+", "-", "*", "/", "%"].into_iter().any(|sign| self.takes(sign)) {
            let other = self.unary()?;
            if gives == Type::Any {
                gives = other;
            } else if other != Type::Any && other != gives {
                return Err("two values of different types are added".to_owned());
            }
        }
        Ok(gives)
    }

    fn unary(&mut self) -> Result<Type, String> {
        let mut is_negated = None;
        while let Some(sign) = ["!", "-"].into_iter().find(|sign| self.takes(sign)) {
            is_negated = Some(sign);
        }
        let gives = self.member()?;
        match is_negated {
            Some("!") if matches!(gives, Type::Any | Type::Boolean) => Ok(Type::Boolean),
            Some("-") if matches!(gives, Type::Any | Type::Number) => Ok(gives),
            Some(sign) => Err(format!("{sign} stands before a value of another type")),
            None => Ok(gives),
        }
    }

    fn member(&mut self) -> Result<Type, String> {
        let (mut gives, mut root) = self.primary()?;
        loop {
            if self.takes(".") {
                self.takes("?");
                let name = self.name().ok_or("no name stands after a point")?;
                gives = if self.takes("(") { self.method(&name)? } else { self.field(root.take(), &name)? };
            } else if self.takes("[") {
                self.takes("?");
                self.expression()?;
                self.must("]")?;
                gives = Type::Any;
            } else {
                return Ok(gives);
            }
            root = None;
        }
    }

    fn field(&mut self, root: Option<Variable>, name: &str) -> Result<Type, String> {
        match (root, name) {
            (Some(Variable::Claims), _) => {
                self.claims.insert(name.to_owned());
                Ok(Type::Any)
            }
            (Some(Variable::User), "username" | "uid") => Ok(Type::Text),
            (Some(Variable::User), "groups") => Ok(Type::List),
            (Some(Variable::User), "extra") => Ok(Type::Map),
            (Some(Variable::User), _) => Err(format!("user has no {name}")),
            (None, _) => Ok(Type::Any),
        }
    }

    /// The arguments of a method call. Those of a macro begin with a variable's name.
    fn method(&mut self, name: &str) -> Result<Type, String> {
        let is_macro = matches!(
            name,
            "all"
                | "exists"
                | "exists_one"
                | "map"
                | "filter"
                | "existsOne"
                | "transformList"
                | "transformMap"
        );
        // apiserver, `cel/environment/base.go`: `ValidateRegexLiterals`.
        if let ("matches", [Token::Text(Some(pattern)), Token::Sign(")"), ..]) = (name, self.rest)
            && !is_regular_expression(pattern)
        {
            return Err(format!("{pattern:?} is no regular expression of Go"));
        }
        let before = self.bound.len();
        if is_macro {
            while let [Token::Name(variable), Token::Sign(","), rest @ ..] = self.rest {
                self.bound.push(variable.clone());
                self.rest = rest;
            }
        }
        let result = self.list(")");
        self.bound.truncate(before);
        result?;
        Ok(match name {
            "map" | "filter" => Type::List,
            _ if TESTS.contains(&name) => Type::Boolean,
            _ => Type::Any,
        })
    }

    /// Expressions up to a closing bracket.
    fn list(&mut self, end: &str) -> Result<(), String> {
        while !self.takes(end) {
            self.takes("?");
            self.expression()?;
            if !self.takes(",") {
                return self.must(end);
            }
        }
        Ok(())
    }

    fn primary(&mut self) -> Result<(Type, Option<Variable>), String> {
        let [first, rest @ ..] = self.rest else { return Err("it ends too early".to_owned()) };
        self.rest = rest;
        let gives = match first {
            Token::Number => Type::Number,
            Token::Text(_) => Type::Text,
            Token::Name(name) => return self.named(name),
            Token::Sign("(") => {
                let gives = self.expression()?;
                self.must(")")?;
                gives
            }
            Token::Sign("[") => {
                self.list("]")?;
                Type::List
            }
            Token::Sign("{") => {
                self.map()?;
                Type::Map
            }
            Token::Sign(_) => return Err(format!("{} stands where a value is missing", written(first))),
        };
        Ok((gives, None))
    }

    fn map(&mut self) -> Result<(), String> {
        while !self.takes("}") {
            self.takes("?");
            self.expression()?;
            self.must(":")?;
            self.expression()?;
            if !self.takes(",") {
                return self.must("}");
            }
        }
        Ok(())
    }

    fn named(&mut self, name: &str) -> Result<(Type, Option<Variable>), String> {
        if self.takes("(") {
            self.list(")")?;
            let gives = match name {
                "has" | "bool" => Type::Boolean,
                "string" => Type::Text,
                "size" | "int" | "uint" | "double" => Type::Number,
                _ => Type::Any,
            };
            return Ok((gives, None));
        }
        let (own, gives) = match self.variable {
            Variable::Claims => ("claims", Type::Map),
            Variable::User => ("user", Type::Any),
        };
        match name {
            "true" | "false" => Ok((Type::Boolean, None)),
            "null" => Ok((Type::Null, None)),
            _ if self.bound.iter().any(|bound| bound == name) => Ok((Type::Any, None)),
            _ if name == own => Ok((gives, Some(self.variable))),
            _ if RESERVED.contains(&name) => Err(format!("{name} is a word of the language")),
            _ if KNOWN.contains(&name) => Ok((Type::Any, None)),
            _ => Err(format!("there is no {name} here: {own} alone is known")),
        }
    }
}

fn written(token: &Token) -> &str {
    match token {
        Token::Name(name) => name,
        Token::Number => "a number",
        Token::Text(_) => "a text",
        Token::Sign(sign) => sign,
    }
}

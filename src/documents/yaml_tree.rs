//! A YAML document as Kubernetes reads it, with the position of each value.

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Marker, Parser, ScalarStyle};

use super::go_yaml::{self, Kind, Number};

/// How deep mappings and lists may be nested: twice as deep as the schemas of large CustomResourceDefinitions.
const DEPTH: usize = 200;

/// How many values a document may have once its aliases are replaced by what they stand for.
const VALUES: usize = 500_000;

/// A position in a file, both numbers from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A value with its position.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) mark: Mark,
    pub(super) content: Content,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Null,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Mapping(Vec<(String, Mark, Node)>),
}

impl Node {
    /// The value of a key, if this is a mapping that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Content::Mapping(entries) = &self.content else { return None };
        entries.iter().find(|(name, ..)| name == key).map(|(.., value)| value)
    }

    /// The text, if this is one.
    pub(super) fn text(&self) -> Option<&str> {
        if let Content::Text(text) = &self.content { Some(text) } else { None }
    }

    /// Whether this is `null`, or an empty list or mapping.
    pub(super) fn is_empty(&self) -> bool {
        match &self.content {
            Content::Null => true,
            Content::List(items) => items.is_empty(),
            Content::Mapping(entries) => entries.is_empty(),
            _ => false,
        }
    }

    fn count(&self) -> usize {
        match &self.content {
            Content::List(items) => 1 + items.iter().map(Self::count).sum::<usize>(),
            Content::Mapping(entries) => 1 + entries.iter().map(|(.., value)| value.count()).sum::<usize>(),
            _ => 1,
        }
    }
}

/// The document in a text that begins after `before` lines of its file; `None` if it has only comments.
///
/// # Errors
///
/// What is wrong, ending with the position.
pub(super) fn read(text: &str, before: usize) -> Result<Option<Node>, String> {
    let mut builder = Builder { before, ..Builder::default() };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let mark = builder.mark(*error.marker());
            // The first line says what is wrong; the others show the text.
            let what = error.info();
            format!("{} at {mark}", what.lines().next().unwrap_or("it is not YAML"))
        })?;
        builder.step(event, span.start)?;
    }
    Ok(builder.root.filter(|root| root.content != Content::Null))
}

#[derive(Default)]
struct Builder {
    before: usize,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    values: usize,
    root: Option<Node>,
}

/// A mapping or list that has not ended, and its anchor.
struct Open {
    mark: Mark,
    anchor: usize,
    content: OpenContent,
}

enum OpenContent {
    List(Vec<Node>),
    Mapping { entries: Vec<(String, Mark, Node)>, names: HashSet<String>, key: Option<(String, Mark)> },
}

impl Builder {
    fn mark(&self, marker: Marker) -> Mark {
        Mark { line: marker.line() + self.before, column: marker.col() + 1 }
    }

    fn step(&mut self, event: Event<'_>, marker: Marker) -> Result<(), String> {
        let mark = self.mark(marker);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let tag = tag.as_deref().map(ToString::to_string);
                let node = Node { mark, content: scalar(&value, style, tag.as_deref(), mark)? };
                self.add(node, anchor)
            }
            Event::MappingStart(_, anchor, _) => {
                let content = OpenContent::Mapping { entries: Vec::new(), names: HashSet::new(), key: None };
                self.begin(Open { mark, anchor, content })
            }
            Event::SequenceStart(_, anchor, _) => {
                self.begin(Open { mark, anchor, content: OpenContent::List(Vec::new()) })
            }
            Event::MappingEnd | Event::SequenceEnd => match self.open.pop() {
                Some(Open { mark, anchor, content }) => {
                    let content = match content {
                        OpenContent::List(items) => Content::List(items),
                        OpenContent::Mapping { entries, .. } => Content::Mapping(entries),
                    };
                    self.add(Node { mark, content }, anchor)
                }
                None => Ok(()),
            },
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned();
                let node = node.ok_or_else(|| format!("an alias stands in what it names at {mark}"))?;
                self.values += node.count();
                self.add(Node { mark, ..node }, 0)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, open: Open) -> Result<(), String> {
        if self.open.len() >= DEPTH {
            return Err(format!("more than {DEPTH} lists and mappings are nested at {}", open.mark));
        }
        self.open.push(open);
        Ok(())
    }

    /// Adds a value that is complete to what is open around it.
    fn add(&mut self, node: Node, anchor: usize) -> Result<(), String> {
        self.values += 1;
        if self.values > VALUES {
            return Err(format!("it has more than {VALUES} values at {}", node.mark));
        }
        if anchor > 0 {
            self.values += node.count();
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(OpenContent::List(items)) => items.push(node),
            Some(OpenContent::Mapping { entries, names, key }) => {
                if let Some((name, at)) = key.take() {
                    entries.push((name, at, node));
                    return Ok(());
                }
                let name = key_of(&node)?;
                if !names.insert(name.clone()) {
                    return Err(format!("duplicate key {name:?} in the mapping at {}", node.mark));
                }
                *key = Some((name, node.mark));
            }
        }
        Ok(())
    }
}

/// The key as a text, which it is in JSON (`sigs.k8s.io/yaml`, `convertToJSONableObject`).
fn key_of(node: &Node) -> Result<String, String> {
    match &node.content {
        Content::Text(text) if text == "<<" => {
            Err(format!("a merge key (<<) at {}: write the fields out", node.mark))
        }
        Content::Text(text) => Ok(text.clone()),
        Content::Boolean(on) => Ok(on.to_string()),
        // kubectl apply -k reads no numbers as keys (kustomize: "unsupported type: map[interface {}]interface {}").
        _ => Err(format!("a key that is no text at {}: put it in quotes", node.mark)),
    }
}

fn scalar(value: &str, style: ScalarStyle, tag: Option<&str>, mark: Mark) -> Result<Content, String> {
    Ok(match go_yaml::kind_of(value, style, tag) {
        Kind::Null => Content::Null,
        Kind::Boolean => Content::Boolean(go_yaml::is_true(value)),
        Kind::Number => match go_yaml::number(value) {
            Some(Number::Integer(number)) => Content::Integer(number),
            Some(Number::Float(number)) => Content::Float(number),
            None => return Err(format!("a number that JSON does not have at {mark}")),
        },
        Kind::Text => Content::Text(value.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(text: &str) -> String {
        fn show(node: &Node) -> String {
            match &node.content {
                Content::Null => "null".to_owned(),
                Content::Boolean(on) => on.to_string(),
                Content::Integer(number) => number.to_string(),
                Content::Float(number) => format!("{number:?}"),
                Content::Text(text) => format!("{text:?}"),
                Content::List(items) => format!("{:?}", items.iter().map(show).collect::<Vec<_>>()),
                Content::Mapping(entries) => {
                    entries.iter().map(|(key, _, value)| format!("{key}={} ", show(value))).collect()
                }
            }
        }
        match read(text, 0) {
            Ok(node) => node.as_ref().map(show).unwrap_or_default(),
            Err(why) => why,
        }
    }

    #[test]
    fn scalars_are_those_of_yaml_1_1() {
        for (text, meant) in [
            ("yes", "true"),
            ("off", "false"),
            ("'yes'", "\"yes\""),
            ("017", "15"),
            ("0x1F", "31"),
            ("0b101", "5"),
            ("1_000", "1000"),
            ("-7", "-7"),
            ("1e3", "1000.0"),
            ("2026-01-01", "\"2026-01-01\""),
            ("~", ""),
            (".inf", "a number that JSON does not have at line 1, column 1"),
        ] {
            assert_eq!(text_of(text), meant, "{text}");
        }
    }

    #[test]
    fn keys_are_text_and_stand_once() {
        assert_eq!(text_of("'8080': a\nyes: b\n"), "8080=\"a\" true=\"b\" ");
        assert!(text_of("8080: a\n").ends_with("put it in quotes"));
        assert_eq!(text_of("a: 1\nb: 2\na: 3\n"), "duplicate key \"a\" in the mapping at line 3, column 1");
        assert!(text_of("? [a]\n: b\n").contains("no text"));
        assert!(text_of("a: &x {b: c}\nd:\n  <<: *x\n").contains("merge key"));
    }

    #[test]
    fn aliases_are_replaced_and_cannot_grow_without_end() {
        assert_eq!(text_of("a: &x 1\nb: *x\n"), "a=1 b=1 ");
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let below = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", [below.as_str(); 10].join(", ")));
        }
        assert!(text_of(&bomb).contains("more than 500000 values"));
    }

    #[test]
    fn nesting_ends() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(DEPTH), 0).is_ok());
        assert!(text_of(&nested(DEPTH + 1)).contains("nested"));
        assert!(read(&nested(10_000), 0).is_err() && read(&"[".repeat(10_000), 0).is_err());
    }
}

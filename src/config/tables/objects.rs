//! `[[object]]`

use super::{Choice, Item, Key, ReferencedFiles, Shape, Table, referenced};
use crate::{
    content,
    diagnostic::Invalid,
    documents::{self, Form},
    model::{ApplyTime, Minor, ObjectFile, OwnObject, OwnObjects, SourcePath},
};

pub(super) static OBJECT: Shape = Shape {
    title: "[[object]]",
    keys: &[
        Key::required(
            "source",
            "\"stand-in.yaml\"",
            "name a file or directory, such as source = \"objects/cilium.yaml\"",
        ),
        Key::default("apply", "\"before-nodes\""),
    ],
};

static TIMES: Choice<ApplyTime> = Choice {
    expected: "\"before-nodes\" or \"after-nodes\"",
    help: "leave it out for objects that nodes wait for, such as a network's; take \"after-nodes\" for the others",
    words: &[("before-nodes", ApplyTime::BeforeNodes), ("after-nodes", ApplyTime::AfterNodes)],
};

/// A file that is refused has no objects here.
pub(super) fn read(table: &Table<'_>, files: &dyn ReferencedFiles, minor: Minor) -> Option<OwnObjects> {
    let source = table.value("source", |item| item.parse(SourcePath::parse));
    let apply = table.value("apply", |item| item.choice(&TIMES));
    let (source, apply) = (source?, apply?);
    let item = table.item("source").filter(|_| !table.has_stand_in("source"));
    let files = item.and_then(|item| Source { item, files, minor }.read(&source));
    Some(OwnObjects { source, apply, files: files.unwrap_or_default() })
}

/// A value that names a file or directory of objects.
struct Source<'a> {
    item: Item<'a>,
    files: &'a dyn ReferencedFiles,
    minor: Minor,
}

impl Source<'_> {
    fn refuse<T>(&self, message: String, help: &str) -> Option<T> {
        let expected = "a file of Kubernetes objects, or a directory of such files";
        self.item.refuse(Invalid::new("object-source", message, expected).help(help));
        None
    }

    fn read(&self, source: &SourcePath) -> Option<Vec<ObjectFile>> {
        let below = self.files.below(source.as_str());
        match below {
            Err(error) => self.refuse(
                format!("{:?} cannot be read: {error}", source.as_str()),
                "check the path; what it names must be beside cluster.toml or below it",
            ),
            Ok(None) => Some(vec![self.file(source)?]),
            Ok(Some(found)) => {
                let names: Vec<String> = found.into_iter().map(|file| file.path).collect();
                self.directory(source, &names)
            }
        }
    }

    /// Every file of objects below a directory; hidden files and other files, such as a README, are ignored.
    fn directory(&self, source: &SourcePath, names: &[String]) -> Option<Vec<ObjectFile>> {
        let is_hidden = |name: &str| name.split('/').any(|part| part.starts_with('.'));
        let named: Vec<&String> =
            names.iter().filter(|name| !is_hidden(name) && form_of(name).is_some()).collect();
        if named.is_empty() {
            return self.refuse(
                format!("{:?} has no file of objects", source.as_str()),
                "its files of objects end in .yaml, .yml or .json",
            );
        }
        let files: Vec<Option<ObjectFile>> = named
            .into_iter()
            .map(|name| match source.join(name) {
                Some(path) => self.file(&path),
                None => self.refuse(
                    format!(
                        "{:?} has the file {name:?}, whose name needs quotes in other files",
                        source.as_str()
                    ),
                    "rename the file: letters, digits and . _ - + @",
                ),
            })
            .collect();
        files.into_iter().collect()
    }

    fn file(&self, path: &SourcePath) -> Option<ObjectFile> {
        let name = path.as_str().rsplit('/').next().unwrap_or_default();
        if matches!(name, "kustomization.yaml" | "kustomization.yml") {
            return self.refuse(
                format!("{:?} is a kustomization", path.as_str()),
                "name the output of `kubectl kustomize DIRECTORY`, kept in a file",
            );
        }
        let Some(form) = form_of(name) else {
            return self.refuse(
                format!("{:?} does not end in .yaml, .yml or .json", path.as_str()),
                "name a file of objects, or the directory that it is in",
            );
        };
        let text = match self.files.objects(path.as_str()) {
            Ok(text) => text,
            Err(error) => return self.refuse(referenced::unread(path.as_str(), &error), "check the path"),
        };
        let objects = self.objects(path, &text, form)?;
        Some(ObjectFile { path: path.clone(), objects })
    }

    fn objects(&self, path: &SourcePath, text: &str, form: Form) -> Option<Vec<OwnObject>> {
        let kind = content::kind(text.as_bytes());
        if kind.is_secret() && kind != content::Kind::Secret {
            let message = format!("{:?} is {}, not a file of objects", path.as_str(), kind.in_words());
            return self.refuse(
                message,
                "nothing of it is shown; name another file, and check that it is not committed",
            );
        }
        documents::objects(text, form, self.minor)
            .map_err(|refused| {
                for invalid in refused {
                    self.item.refuse(Invalid {
                        message: format!("{:?}: {}", path.as_str(), invalid.message),
                        ..invalid
                    });
                }
            })
            .ok()
    }
}

/// The format of a file, by its extension.
fn form_of(name: &str) -> Option<Form> {
    match name.rsplit_once('.')? {
        (_, "yaml" | "yml") => Some(Form::Yaml),
        (_, "json") => Some(Form::Json),
        _ => None,
    }
}

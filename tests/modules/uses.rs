//! Which file of a crate uses which: read from the code with `syn`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, UseTree, Visibility, visit::Visit};

/// A file, by its path below the crate's root, that uses another.
pub type Edge = (String, String);

/// The path of a module or item: `["crate", "model", "Cluster"]`.
type Name = Vec<String>;

/// A module: its file, what it imports by which name, and which paths its code names.
#[derive(Default)]
struct Module {
    file: String,
    imports: BTreeMap<String, Name>,
    /// Imports that are no re-exports, and every path of the code.
    named: BTreeSet<Name>,
    /// Re-exports, which count where they reach outside the module's own children.
    exported: BTreeSet<Name>,
}

/// The modules of a crate, tests left out.
pub struct Crate {
    root: PathBuf,
    modules: BTreeMap<Name, Module>,
}

impl Crate {
    /// Reads the crate whose `lib.rs` lies in a directory.
    pub fn read(root: &Path) -> Self {
        let mut this = Self { root: root.to_owned(), modules: BTreeMap::new() };
        this.read_file(vec!["crate".to_owned()], Path::new("lib.rs"), Path::new(""));
        this
    }

    /// Reads a module's file; those of its children lie in `children`.
    fn read_file(&mut self, name: Name, file: &Path, children: &Path) {
        let text = fs::read_to_string(self.root.join(file)).expect("a module's file");
        let parsed = syn::parse_file(&text).expect("Rust");
        self.read_items(name, file, children, &parsed.items);
    }

    fn read_items(&mut self, name: Name, file: &Path, children: &Path, items: &[Item]) {
        let mut module = Module { file: file.to_str().expect("UTF-8").to_owned(), ..Module::default() };
        for item in items.iter().filter(|item| !is_test(attributes(item))) {
            match item {
                Item::Mod(inner) => {
                    let mut child = name.clone();
                    child.push(inner.ident.to_string());
                    let folder = children.join(inner.ident.to_string());
                    if let Some((_, items)) = &inner.content {
                        self.read_items(child, file, &folder, items);
                        continue;
                    }
                    let beside = folder.with_extension("rs");
                    let is_beside = self.root.join(&beside).exists();
                    let place = if is_beside { beside } else { folder.join("mod.rs") };
                    self.read_file(child, &place, &folder);
                }
                Item::Use(import) => {
                    let is_export = !matches!(import.vis, Visibility::Inherited);
                    module.import(&import.tree, &mut Vec::new(), is_export);
                }
                other => Paths(&mut module).visit_item(other),
            }
        }
        self.modules.insert(name, module);
    }

    /// Every use of a file by another.
    pub fn edges(&self) -> BTreeSet<Edge> {
        let mut edges = BTreeSet::new();
        for (name, module) in &self.modules {
            let exported = module.exported.iter().filter(|path| !self.is_own_child(name, path));
            for path in module.named.iter().chain(exported) {
                let Some(target) = self.resolve(name, path, 0) else { continue };
                if target != module.file {
                    edges.insert((module.file.clone(), target));
                }
            }
        }
        edges
    }

    fn is_own_child(&self, name: &Name, path: &Name) -> bool {
        let first = if path[0] == "self" { path.get(1) } else { path.first() };
        let child = [name.clone(), first.cloned().into_iter().collect()].concat();
        self.modules.contains_key(&child)
    }

    /// The file that has what a path names from within a module; `None` where that is another crate's.
    fn resolve(&self, from: &Name, path: &Name, depth: usize) -> Option<String> {
        if depth > 8 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.descend(&vec!["crate".to_owned()], rest, depth),
            "self" => self.descend(from, rest, depth),
            "super" => self.descend(&from[..from.len().saturating_sub(1)].to_vec(), rest, depth),
            "kubemint_derive" => Some("derive".to_owned()),
            _ => {
                let module = self.modules.get(from)?;
                let child = [from.clone(), vec![first.clone()]].concat();
                if self.modules.contains_key(&child) {
                    return self.descend(&child, rest, depth);
                }
                let imported = module.imports.get(first)?;
                self.resolve(from, &[imported.clone(), rest.to_vec()].concat(), depth + 1)
            }
        }
    }

    /// The file of what lies below a module, through its re-exports.
    fn descend(&self, name: &Name, rest: &[String], depth: usize) -> Option<String> {
        let module = self.modules.get(name)?;
        // A module by itself is not used: what is named in it is.
        let (first, rest) = rest.split_first()?;
        if first == "super" {
            return self.descend(&name[..name.len().saturating_sub(1)].to_vec(), rest, depth);
        }
        let child = [name.clone(), vec![first.clone()]].concat();
        if self.modules.contains_key(&child) {
            return self.descend(&child, rest, depth);
        }
        match module.imports.get(first) {
            Some(path) => self.resolve(name, &[path.clone(), rest.to_vec()].concat(), depth + 1),
            None => Some(module.file.clone()),
        }
    }
}

impl Module {
    fn import(&mut self, tree: &UseTree, before: &mut Name, is_export: bool) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import(&path.tree, before, is_export);
                before.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before, is_export);
                }
            }
            UseTree::Name(name) if name.ident == "self" => {
                let last = before.last().expect("a path before self").clone();
                self.add(last, before.clone(), is_export);
            }
            UseTree::Name(name) => {
                self.add(
                    name.ident.to_string(),
                    [before.clone(), vec![name.ident.to_string()]].concat(),
                    is_export,
                );
            }
            UseTree::Rename(rename) => {
                let path = [before.clone(), vec![rename.ident.to_string()]].concat();
                self.add(rename.rename.to_string(), path, is_export);
            }
            UseTree::Glob(_) => {
                self.named.insert([before.clone(), vec!["*".to_owned()]].concat());
            }
        }
    }

    fn add(&mut self, name: String, path: Name, is_export: bool) {
        if is_export { &mut self.exported } else { &mut self.named }.insert(path.clone());
        self.imports.insert(name, path);
    }
}

/// Every path of the code, those in the arguments of macros as well.
struct Paths<'a>(&'a mut Module);

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.named.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, import: &'ast syn::ItemUse) {
        // In a function.
        self.0.import(&import.tree, &mut Vec::new(), false);
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            syn::visit::visit_item(self, item);
        }
    }
}

impl Paths<'_> {
    fn tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut colons) = (Name::new(), 0);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if colons == 2 => path.push(ident.to_string()),
                TokenTree::Ident(ident) => {
                    self.0.named.insert(std::mem::replace(&mut path, vec![ident.to_string()]));
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {
                    self.0.named.insert(std::mem::take(&mut path));
                }
            }
            colons = 0;
        }
        self.0.named.insert(path);
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    let is_cfg_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg")
            && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string() == "test")
    };
    attributes.iter().any(|attribute| is_cfg_test(attribute) || attribute.path().is_ident("test"))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

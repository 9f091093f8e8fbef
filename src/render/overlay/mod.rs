//! The user's own files on machines.

mod template;

use std::collections::BTreeMap;

pub use template::OverlayError;
use template::Template;

use crate::{
    model::{Draft, FileForm, NodeRef, Overlay, OverlayFile},
    tree::{Artifact, MachinePath, Origin},
};

/// The files of every overlay, with templates that are parsed once.
pub struct OverlayFiles<'a> {
    cluster: &'a Draft,
    /// By the path of its file.
    templates: BTreeMap<String, Result<Template, OverlayError>>,
}

impl<'a> OverlayFiles<'a> {
    /// Those of a cluster.
    #[must_use]
    pub fn new(cluster: &'a Draft) -> Self {
        let files = cluster.overlays.iter().flat_map(|one| one.files.iter().map(move |file| (one, file)));
        let templates = files.filter(|(_, file)| file.form == FileForm::Template).map(|(overlay, file)| {
            let source = overlay.source(file);
            let template = Template::new(&source, &file.text, cluster);
            (source, template)
        });
        Self { cluster, templates: templates.collect() }
    }

    /// What a node's machine gets of a file.
    ///
    /// # Errors
    /// [`OverlayError`] if the file is a template that cannot be rendered for this node.
    pub fn text(
        &self,
        overlay: &Overlay,
        file: &OverlayFile,
        node: NodeRef<'_>,
    ) -> Result<String, OverlayError> {
        match self.templates.get(&overlay.source(file)) {
            Some(Ok(template)) => template.render(node),
            Some(Err(error)) => Err(error.clone()),
            None => Ok(file.text.clone()),
        }
    }

    /// The files on a node.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub fn of(&self, node: NodeRef<'_>) -> Result<Vec<Artifact>, OverlayError> {
        let files = self
            .cluster
            .overlays_on(node)
            .flat_map(|overlay| overlay.files.iter().map(move |file| (overlay, file)));
        let artifact = |(overlay, file): (&Overlay, &OverlayFile)| {
            let path = MachinePath::of_overlay(&file.path).on(node.name());
            let (owner, group, mode) = (file.owner, file.group, file.mode.into());
            let text = self.text(overlay, file, node)?;
            Ok(Artifact { owner, group, mode, origin: Origin::Overlay, ..Artifact::public(path, text) })
        };
        files.map(artifact).collect()
    }
}

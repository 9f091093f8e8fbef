//! `[coredns]`

use super::{Choice, Item, Key, ReferencedFiles, Shape, Table, referenced::Kind};
use crate::{
    diagnostic::Invalid,
    documents,
    model::{CorednsRun, CorednsSettings, Corefile, DnsUpstream, ImageDigest, ImageTag},
};

pub(super) static COREDNS: Shape = Shape {
    title: "[coredns]",
    keys: &[
        Key::default("run", "\"deployment\""),
        Key::default("replicas", "2"),
        Key::default("upstreams", "[\"/etc/resolv.conf\"]"),
        Key::optional("corefile", "kubeadm's, with these upstreams"),
        Key::optional("tag", "the tag that kubeadm of that minor uses"),
        Key::optional("digest", "no digest"),
    ],
};

static RUNS: Choice<CorednsRun> = Choice {
    expected: "\"deployment\" or \"none\"",
    help: "\"none\" if you bring a DNS server of your own",
    words: &[("deployment", CorednsRun::Deployment), ("none", CorednsRun::None)],
};

/// CoreDNS forwards to at most 15 servers (coredns 1.14, plugin `forward`, `max`).
const MAX_UPSTREAMS: usize = 15;

pub(super) fn read(table: &Table<'_>, files: &dyn ReferencedFiles) -> Option<CorednsSettings> {
    let run = table.value("run", |item| item.choice(&RUNS));
    let replicas = table.value("replicas", |item| item.number(1, 100));
    let upstreams_are_set = table.item("upstreams").is_some();
    let upstreams = table.value("upstreams", upstreams);
    let corefile = table.optional("corefile", |item| corefile(item, upstreams_are_set, files));
    let tag = table.optional("tag", |item| item.parse(ImageTag::parse));
    let digest = table.optional("digest", |item| item.parse(ImageDigest::parse));
    Some(CorednsSettings { run: run?, replicas: replicas?, upstreams: upstreams?, corefile, tag, digest })
}

fn upstreams(item: &Item<'_>) -> Option<Vec<DnsUpstream>> {
    let items = item.one_or_more()?;
    if items.len() > MAX_UPSTREAMS {
        let found = format!("{} upstreams", items.len());
        item.refuse(Invalid::new("dns-upstream", found, "at most 15").help("CoreDNS forwards to no more"));
        return None;
    }
    items.iter().map(|item| item.parse(DnsUpstream::parse)).collect()
}

const COREFILE: Kind = Kind {
    code: "corefile-file",
    expected: "the path of a Corefile, relative to cluster.toml",
    noun: "Corefile",
    is_yaml: false,
};

fn corefile(item: &Item<'_>, upstreams_are_set: bool, files: &dyn ReferencedFiles) -> Option<Corefile> {
    if upstreams_are_set {
        let invalid = Invalid::new(COREFILE.code, "upstreams is set too", COREFILE.expected);
        item.refuse(invalid.help("a Corefile names its own upstreams: keep either corefile or upstreams"));
        return None;
    }
    COREFILE.read(item, files, documents::corefile)
}

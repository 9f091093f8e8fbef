//! The trees whose certificates are judged: every example and golden cluster, and some that only differ in their PKI.

use std::{fs, path::Path, sync::LazyLock};

use kubemint::{config, derive::Seed, model::Cluster, plan::plan, tree::Tree};

use crate::{
    beside::Beside,
    certificate::{Certificate, certificates},
};

/// A rendered tree.
pub struct Rendered {
    pub name: String,
    pub tree: Tree,
    pub certificates: Vec<Certificate>,
}

/// All of them, rendered once.
pub static TREES: LazyLock<Vec<Rendered>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["examples", "tests/golden"] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if let Ok(text) = fs::read_to_string(path.join("cluster.toml")) {
                texts.push((path.strip_prefix(root).unwrap().display().to_string(), text));
            }
        }
    }
    assert!(texts.len() >= 2, "the examples are missing");
    texts.extend(VARIANTS.iter().map(|variant| (variant.name.to_owned(), variant.text())));
    texts.sort();
    texts.iter().map(|(name, text)| render(name, text)).collect()
});

/// The tree with this name.
pub fn tree(name: &str) -> &'static Rendered {
    TREES.iter().find(|rendered| rendered.name == name).unwrap()
}

fn render(name: &str, text: &str) -> Rendered {
    let tree = plan(&cluster(name, text), &Seed::DEMO).unwrap();
    let certificates = certificates(&tree);
    assert!(!certificates.is_empty(), "{name}");
    Rendered { name: name.to_owned(), tree, certificates }
}

fn cluster(name: &str, text: &str) -> Cluster {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    config::read(text, &Beside(folder)).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"))
}

/// examples/ha with a line replaced and lines added.
struct Variant {
    name: &'static str,
    replace: (&'static str, &'static str),
    add: &'static str,
}

impl Variant {
    fn text(&self) -> String {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ha/cluster.toml");
        let text = fs::read_to_string(example).unwrap();
        let (old, new) = self.replace;
        assert!(text.contains(old), "{}", self.name);
        text.replacen(old, new, 1) + self.add
    }
}

const VARIANTS: &[Variant] = &[
    Variant { name: "another cluster", replace: ("id = \"5f", "id = \"00"), add: "" },
    Variant {
        name: "P-384 past 2050",
        replace: (
            "ca_validity = \"10y\"\nleaf_validity = \"1y\"\nkey_algorithm = \"ecdsa-p256\"",
            "ca_validity = \"100y\"\nleaf_validity = \"99y\"\nkey_algorithm = \"ecdsa-p384\"",
        ),
        add: "",
    },
    Variant {
        name: "rotation",
        replace: (
            "key_algorithm = \"ecdsa-p256\"",
            "key_algorithm = \"ecdsa-p256\"\n[pki.generations]\nkubernetes_ca = { active = 2, trusted = [1, 2] }\n\
             etcd_ca = { active = 1, trusted = [1, 2] }\nfront_proxy_ca = { active = 3, trusted = [3] }\n\
             leaf = { default = 3, \"apiserver/master-1\" = 4 }",
        ),
        add: "",
    },
    Variant {
        name: "text of many kinds",
        replace: (
            "key_algorithm = \"ecdsa-p256\"",
            "key_algorithm = \"ecdsa-p256\"\n\
             subject = { country = \"DE\", province = \"Bayern | Süd\", locality = \"日本\", organizational_unit = \"a=b, c+d\" }",
        ),
        add: "\n[apiserver]\nextra_sans = [\"api.example.com\", \"203.0.113.7\", \"2001:db8::7\"]\n\
              [[worker]]\nname = \"007\"\naddress = \"192.168.56.113\"\njoin = \"certificate\"\n\
              [[admin]]\nname = \"prometheus\"\ngroups = [\"system:monitoring\"]\n[[admin]]\nname = \"nobody\"\n\
              [[admin]]\nname = \"alice\"\ngroups = [\"example:writers\", \"a, O=b\", \"example:authors\"]\n",
    },
    Variant {
        name: "external etcd, kubelets that ask",
        replace: (
            "[bootstrap]",
            "[etcd]\nexternal = [\"etcd-1.example.com:2379\"]\n[kubelet]\nserving = \"csr\"\n[bootstrap]",
        ),
        add: "",
    },
];

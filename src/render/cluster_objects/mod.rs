//! Objects to apply to the running cluster: `kubectl apply -k` for public/cluster and for secret/cluster, and, once the
//! nodes have registered, for public/cluster/nodes. The user's own are below public/cluster/objects.

mod bootstrap_token_secret;
mod cluster_info;
mod coredns;
mod kube_proxy;
mod kustomization;
mod nodes;
mod object;
mod own;
mod rbac;
mod registration;

pub use self::{
    cluster_info::CLUSTER_INFO,
    kustomization::{APPLY, FORCE, NODES_KUSTOMIZATION},
    own::OwnGroup,
};
use self::{
    kustomization::{KUSTOMIZATION, Kustomization},
    object::object,
};
use super::configuration::ConfigurationError;
use crate::{derive::BootstrapToken, model::Cluster, pki::Pki, tree::Artifact};

/// The Secret with the bootstrap token, below cluster/ of the secret output.
pub const BOOTSTRAP_TOKEN: &str = bootstrap_token_secret::FILE;

/// The files below cluster/ of the public output that depend on cluster.toml alone, except the nodes'.
pub fn rendered_files() -> impl Iterator<Item = String> {
    rbac::files()
        .chain([coredns::FILE, kube_proxy::FILE, registration::FILE, KUSTOMIZATION].map(str::to_owned))
}

/// The kustomizations of the user's own objects, below the public output.
pub fn own_kustomizations() -> impl Iterator<Item = String> {
    let own = OwnGroup::ALL.into_iter().filter(|group| group.has_kustomization());
    own.map(|group| format!("{}/{KUSTOMIZATION}", group.directory()))
}

/// Every object of both outputs, and the kustomizations that list them. Without the token its Secret has no bytes.
///
/// # Errors
/// [`ConfigurationError`], which does not happen for a valid cluster.
pub fn cluster_objects(
    cluster: &Cluster,
    pki: &Pki,
    token: Option<&BootstrapToken>,
) -> Result<Vec<Artifact>, ConfigurationError> {
    let mut made = rbac::rbac(cluster)?;
    made.push(cluster_info::cluster_info(cluster, pki)?);
    made.push(registration::registration()?);
    made.extend(coredns::coredns(cluster)?);
    made.extend(kube_proxy::kube_proxy(cluster)?);
    let listed = made.iter().filter_map(|file| file.path.as_str().strip_prefix("cluster/"));
    let mut listed: Vec<_> = listed.map(str::to_owned).collect();
    listed.sort();
    for group in OwnGroup::ALL {
        let files = own::files(cluster, group);
        if !group.has_kustomization() {
            let paths = files.iter().filter_map(|file| file.path.as_str().strip_prefix("cluster/"));
            listed.extend(paths.map(str::to_owned));
        }
        made.extend(own::kustomization(group, &files)?);
        made.extend(files);
    }
    made.push(object(KUSTOMIZATION, &Kustomization::new(listed))?);
    made.extend(nodes::nodes(cluster)?);
    made.extend(bootstrap_token_secret::bootstrap_token_secret(cluster, token)?);
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        derive::Seed,
        documents::{Form, objects},
        model::{ApplyTime, Minor, ObjectFile, OwnObjects, SourcePath, example},
        render::{bootstrap_token::bootstrap_token, read_systemd, read_yaml::read_yaml},
        tree::Secrecy,
    };

    #[test]
    fn the_kustomization_lists_every_object_but_the_nodes() {
        let cluster = example::cluster();
        let pki = Pki::mint(&cluster, &Seed::DEMO, &crate::progress::Progress::default()).unwrap();
        let token = bootstrap_token(&cluster, &Seed::DEMO).unwrap();
        let mut made = cluster_objects(&cluster, &pki, Some(&token)).unwrap();
        made.retain(|file| file.secrecy == Secrecy::Public);
        let kustomization =
            made.iter().find(|file| file.path.as_str() == "cluster/kustomization.yaml").unwrap();
        let [document] = read_yaml(read_systemd::text(kustomization)).try_into().unwrap();
        let mut listed: Vec<_> =
            document["resources"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        let paths = made.iter().filter_map(|file| file.path.as_str().strip_prefix("cluster/"));
        let mut expected: Vec<_> =
            paths.filter(|path| !path.starts_with("nodes/") && *path != "kustomization.yaml").collect();
        expected.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, expected);
        assert!(
            listed.contains(&"cluster-info.yaml") && listed.contains(&"rbac/cluster-admins.yaml"),
            "{listed:?}"
        );
    }

    #[test]
    fn none_of_these_objects_can_also_be_the_users() {
        let mut draft = example::draft();
        draft.bootstrap.discovery = true;
        let cluster = crate::validate::cluster(draft.clone()).unwrap();
        let pki = Pki::mint(&cluster, &Seed::DEMO, &crate::progress::Progress::default()).unwrap();
        let mut made = cluster_objects(&cluster, &pki, None).unwrap();
        made.retain(|file| file.secrecy == Secrecy::Public && !file.path.as_str().ends_with(KUSTOMIZATION));
        let path = |file: &Artifact| SourcePath::parse(file.path.as_str()).unwrap();
        let read = |file: &Artifact| {
            let objects = objects(read_systemd::text(file), Form::Yaml, Minor::V1_37).unwrap();
            ObjectFile { path: path(file), objects }
        };
        let files: Vec<_> = made.iter().map(read).collect();
        let count: usize = files.iter().map(|file| file.objects.len()).sum();
        assert!(count > 10);
        let source = SourcePath::parse("cluster").unwrap();
        draft.objects = vec![OwnObjects { source, apply: ApplyTime::BeforeNodes, files }];
        let refused = crate::validate::cluster(draft).unwrap_err();
        assert!(
            refused.iter().all(|one| one.message.ends_with("which kubemint renders itself")),
            "{refused:#?}"
        );
        assert_eq!(refused.len(), count);
    }
}

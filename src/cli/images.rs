//! `images`: every image that the machines of a cluster pull before anything is deployed to it, for a mirror.

use clap::Args;
use serde_json::{Value, json};

use super::{
    CliError, ConfigArg, Format, FormatArg, Outcome, Presentation,
    cluster_file::{self, ClusterFile},
    terminal::json_document,
};
use crate::{
    kubernetes::{Image, image_tag},
    model::{Cluster, Component, CorednsRun, KubeProxyRun, NodeRef, Runtime},
    render::image,
};

/// Which cluster, and how to list its images.
#[derive(Debug, Args)]
pub struct ImagesArgs {
    #[command(flatten)]
    config: ConfigArg,
    #[command(flatten)]
    pub(in crate::cli) format: FormatArg<Format>,
}

/// Lists the images in the order of the components.
///
/// # Errors
///
/// [`CliError`] with all diagnostics of cluster.toml, or if it cannot be read.
pub fn run(args: &ImagesArgs, presentation: &Presentation) -> Result<Outcome, CliError> {
    let ClusterFile { cluster, warnings, .. } = cluster_file::read(&args.config.config, presentation)?;
    let images = images(&cluster);
    let report = if presentation.json {
        json_document(&json!({ "images": images.iter().map(Pulled::as_json).collect::<Value>() }))
    } else {
        images.iter().map(|pulled| format!("{}\n", pulled.image)).collect()
    };
    Ok(warnings.conclude(Outcome::done("").with_stdout(report), presentation))
}

/// An image and the nodes that pull it.
struct Pulled<'a> {
    image: String,
    name: &'static str,
    nodes: Vec<NodeRef<'a>>,
}

impl Pulled<'_> {
    fn as_json(&self) -> Value {
        let (tagged, digest) = match self.image.split_once('@') {
            Some((tagged, digest)) => (tagged, Some(digest)),
            None => (self.image.as_str(), None),
        };
        let (repository, tag) = tagged.rsplit_once(':').unwrap_or((tagged, ""));
        json!({
            "image": self.image,
            "name": self.name,
            "repository": repository,
            "tag": tag,
            "digest": digest,
            "nodes": self.nodes.iter().map(|node| node.name().to_string()).collect::<Vec<_>>(),
        })
    }
}

/// The images of static pods, of CoreDNS, whose pods can run on any node, of kube-proxy, and of the pod sandbox. The container runtime
/// chooses the sandbox; listed is the one with which kubeadm of this minor is tested.
fn images(cluster: &Cluster) -> Vec<Pulled<'_>> {
    let pod =
        |component: &Component| cluster.runs(*component) && cluster.runtime(*component) == Runtime::StaticPod;
    let pods = Component::CONTROL_PLANE.into_iter().filter(pod).map(|component| Pulled {
        image: image::image(cluster, component),
        name: component.name(),
        nodes: cluster.nodes_with(component).collect(),
    });
    let pause = image_tag(cluster.version.minor(), Image::Pause);
    let sandbox = Pulled {
        image: format!("{}/pause:{pause}", cluster.images.repository),
        name: "pause",
        nodes: cluster.nodes().collect(),
    };
    let dns = (cluster.coredns.run == CorednsRun::Deployment).then(|| Pulled {
        image: image::coredns(cluster),
        name: "coredns",
        nodes: cluster.nodes().collect(),
    });
    let proxy = (cluster.kube_proxy.run == KubeProxyRun::DaemonSet).then(|| Pulled {
        image: image::image(cluster, Component::KubeProxy),
        name: Component::KubeProxy.name(),
        nodes: cluster.nodes().collect(),
    });
    pods.chain(dns).chain(proxy).chain([sandbox]).collect()
}

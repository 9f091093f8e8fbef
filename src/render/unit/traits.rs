//! How the units differ: one row per component.

use crate::{
    model::Component,
    render::systemd_quoting::Word,
    tree::{MachinePath, Mode},
};

/// How a component's unit differs from the others.
pub(super) struct Traits {
    /// The path of the unit.
    pub(super) path: MachinePath,
    /// The unit's template.
    pub(super) template: &'static str,
    /// `Description=`
    pub(super) description: Word,
    /// `Documentation=`
    pub(super) documentation: Word,
    /// `Type=`: `notify` if the program notifies systemd when it serves.
    pub(super) service_type: Word,
    /// `TimeoutStartSec=`
    pub(super) start_timeout: Word,
    /// The units that it starts after, if the machine has them.
    pub(super) after: &'static [Word],
    /// Whether it changes the owners of files.
    pub(super) changes_owners: bool,
    /// The unit's permissions.
    pub(super) mode: Mode,
}

static ETCD: Traits = Traits {
    path: MachinePath::known("/etc/systemd/system/etcd.service"),
    template: "control-plane.service",
    description: Word("etcd"),
    documentation: Word("https://etcd.io/docs/"),
    service_type: Word("notify"),
    // A member waits for the others, however long their machines take to start.
    start_timeout: Word("infinity"),
    after: &[],
    changes_owners: false,
    mode: Mode::PUBLIC_FILE,
};

static KUBE_APISERVER: Traits = Traits {
    path: MachinePath::known("/etc/systemd/system/kube-apiserver.service"),
    template: "control-plane.service",
    description: Word("Kubernetes API server"),
    documentation: Word("https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/"),
    service_type: Word("notify"),
    // The same as the startup probe of kubeadm's pod.
    start_timeout: Word("240"),
    after: &[Word("etcd.service")],
    // Its log rotation (lumberjack, `chown_linux.go`) gives a new audit log the owner of the old one. If it cannot, each rotation
    // loses an event (tried with 1.37.2).
    changes_owners: true,
    mode: Mode::PUBLIC_FILE,
};

static KUBE_CONTROLLER_MANAGER: Traits = Traits {
    path: MachinePath::known("/etc/systemd/system/kube-controller-manager.service"),
    template: "control-plane.service",
    description: Word("Kubernetes controller manager"),
    documentation: Word(
        "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/",
    ),
    service_type: Word("exec"),
    start_timeout: Word("90"),
    after: &[Word("kube-apiserver.service")],
    changes_owners: false,
    mode: Mode::PUBLIC_FILE,
};

static KUBE_SCHEDULER: Traits = Traits {
    path: MachinePath::known("/etc/systemd/system/kube-scheduler.service"),
    template: "control-plane.service",
    description: Word("Kubernetes scheduler"),
    documentation: Word("https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/"),
    service_type: Word("exec"),
    start_timeout: Word("90"),
    after: &[Word("kube-apiserver.service")],
    changes_owners: false,
    mode: Mode::PUBLIC_FILE,
};

static KUBELET: Traits = Traits {
    path: MachinePath::known("/etc/systemd/system/kubelet.service"),
    template: "kubelet.service",
    description: Word("Kubernetes node agent"),
    documentation: Word("https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/"),
    // It notifies systemd only once it has a certificate, for which a new node may wait for a long time.
    service_type: Word("exec"),
    start_timeout: Word("90"),
    after: &[Word("containerd.service"), Word("crio.service")],
    changes_owners: false,
    // It contains no secret, but CIS 4.1.1 asks for this mode.
    mode: Mode::SECRET_FILE,
};

/// The row of `component`.
pub(super) const fn traits(component: Component) -> &'static Traits {
    match component {
        Component::Etcd => &ETCD,
        Component::KubeApiserver => &KUBE_APISERVER,
        Component::KubeControllerManager => &KUBE_CONTROLLER_MANAGER,
        Component::KubeScheduler => &KUBE_SCHEDULER,
        Component::Kubelet => &KUBELET,
    }
}

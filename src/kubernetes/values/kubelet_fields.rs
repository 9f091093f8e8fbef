//! What the kubelet accepts in a field of its configuration: `pkg/kubelet/apis/config/validation`, and what
//! `cmd/kubelet/app` and `pkg/kubelet` parse later, in Kubernetes 1.34 to 1.37. Rules between fields are elsewhere,
//! in `validate`.
//!
//! If a field is not a pointer in Go, 0 and `""` mean its default (`pkg/kubelet/apis/config/v1beta1/defaults.go`).

use super::{
    FlagForm,
    form::{Form, NOT_NEGATIVE_TIME, SECOND, at_least},
    kubelet_text as text, quantity,
};
use Form::{Any, List, Map, PositiveNumber, ReadFile, Text, Time, Whole, Word};

/// The largest 32-bit integer.
const MOST: i64 = 0x7fff_ffff;
/// An integer that is not negative.
const COUNT: Form = Whole(0, MOST);
/// A percentage.
const PERCENT: Form = Whole(0, 100);
/// A bit of a packet mark.
const BIT: Form = Whole(0, 31);
/// A quantity.
const QUANTITY: Form = Text(quantity::is_quantity, "a quantity such as \"10Mi\"");
/// The reserved amount of a resource.
const RESERVED: Form =
    Text(quantity::is_not_negative_quantity, "a quantity that is not negative, such as \"500m\" or \"1Gi\"");
/// When pods are evicted (`pkg/kubelet/eviction/helpers.go`, `parseThresholdStatement`).
const THRESHOLD: Form =
    Text(text::is_threshold, "a quantity greater than 0, such as \"100Mi\", or a percentage such as \"10%\"");
/// The minimum that an eviction reclaims (`parseMinimumReclaims`, in the same file).
const RECLAIM: Form = Text(
    text::is_reclaim,
    "a quantity that is not negative, such as \"500Mi\", or a percentage above \"0%\"",
);
/// All eviction thresholds.
const THRESHOLDS: Form = Map(&Any, &THRESHOLD);
/// A duration as text.
const GRACE: Form = NOT_NEGATIVE_TIME;
/// `true` or `false` as a string.
const SWITCH: Form = Text(crate::kubernetes::go_values::is_boolean, "\"true\" or \"false\"");
/// The directory for pod logs.
const LOG_FOLDER: Form =
    Text(text::is_clean_ascii_path, "an absolute path of ASCII characters without //, . and ..");
/// A sysctl.
const SYSCTL: Form =
    Text(text::is_namespaced_sysctl, "sysctls of a namespace, such as \"net.core.somaxconn\"");
/// Sysctls that pods can set.
const UNSAFE_SYSCTL: Form =
    Text(text::is_unsafe_sysctl, "sysctls of a namespace, such as \"net.core.somaxconn\" or \"kernel.msg*\"");
/// A share of memory.
const SHARE: Form = Text(text::is_percentage, "a percentage such as \"50%\"");

/// Images that need no credentials.
const IMAGE: Form = Text(text::is_image_pattern, "images without tag and digest, or HOST/PATH/*");

/// A field by its path, and what it accepts; fields that are not listed accept everything of their type. `[]` stands
/// for each element of an array.
pub(crate) static ROWS: &[FlagForm] = &[
    ("allowedUnsafeSysctls", List(&UNSAFE_SYSCTL)),
    ("address", Text(text::is_address_or_empty, "an IP address")),
    ("containerLogMaxFiles", Whole(2, MOST)),
    ("containerLogMaxSize", Text(text::is_whole_quantity, "a whole quantity such as \"10Mi\"")),
    ("containerLogMaxWorkers", Whole(1, MOST)),
    ("containerLogMonitorInterval", Time(3 * SECOND, i64::MAX)),
    ("contentType", super::shared::CONTENT_TYPE),
    ("cpuCFSQuotaPeriod", Time(SECOND / 1000, SECOND)),
    ("cpuManagerPolicyOptions", Map(&Any, &SWITCH)),
    ("crashLoopBackOff.maxContainerRestartPeriod", Time(SECOND, 300 * SECOND)),
    ("defaultPodSysctls", Map(&SYSCTL, &Any)),
    ("eventBurst", COUNT),
    ("eventRecordQPS", COUNT),
    ("evictionHard", THRESHOLDS),
    ("evictionMinimumReclaim", Map(&Any, &RECLAIM)),
    ("evictionSoft", THRESHOLDS),
    ("evictionSoftGracePeriod", Map(&Any, &GRACE)),
    ("fileCheckFrequency", NOT_NEGATIVE_TIME),
    ("imageGCHighThresholdPercent", PERCENT),
    ("imageGCLowThresholdPercent", PERCENT),
    ("imageMaximumGCAge", NOT_NEGATIVE_TIME),
    ("imageMinimumGCAge", NOT_NEGATIVE_TIME),
    ("iptablesDropBit", BIT),
    ("iptablesMasqueradeBit", BIT),
    ("kubeAPIBurst", COUNT),
    ("kubeAPIQPS", COUNT),
    ("kubeReserved", Map(&Any, &RESERVED)),
    ("logging.flushFrequency", Text(text::is_positive_time, "a duration longer than 0s, such as \"5s\"")),
    ("logging.options.json.infoBufferSize", QUANTITY),
    ("logging.options.text.infoBufferSize", QUANTITY),
    ("logging.verbosity", COUNT),
    ("logging.vmodule[].filePattern", Text(text::is_file_pattern, "a file's name without = and ,")),
    ("logging.vmodule[].verbosity", COUNT),
    ("maxOpenFiles", at_least(0)),
    ("maxParallelImagePulls", Whole(1, MOST)),
    ("maxPods", COUNT),
    ("memoryThrottlingFactor", PositiveNumber(1.0)),
    ("nodeLeaseDurationSeconds", COUNT),
    ("nodeStatusMaxImages", Whole(-1, MOST)),
    ("oomScoreAdj", Whole(-1000, 1000)),
    ("podLogsDir", LOG_FOLDER),
    ("podsPerCore", COUNT),
    ("port", Whole(0, 65535)),
    ("qosReserved", Map(&Any, &SHARE)),
    ("readOnlyPort", Whole(0, 65535)),
    ("registryBurst", COUNT),
    ("registryPullQPS", COUNT),
    (
        "reservedMemory[].limits",
        Map(
            &Text(text::is_memory_resource, "\"memory\" or \"hugepages-SIZE\""),
            &Text(text::is_positive_quantity, "a quantity that is not 0"),
        ),
    ),
    ("reservedSystemCPUs", Text(text::is_cpu_list, "CPUs such as \"0-1,4\"")),
    ("resolvConf", ReadFile),
    ("preloadedImagesVerificationAllowlist", List(&IMAGE)),
    ("runtimeRequestTimeout", NOT_NEGATIVE_TIME),
    ("runOnce", Word(&["false"])),
    ("shutdownGracePeriod", Text(text::is_none_or_a_second, "\"0s\", or a duration of 1s or more")),
    (
        "shutdownGracePeriodCriticalPods",
        Text(text::is_none_or_a_second, "\"0s\", or a duration of 1s or more"),
    ),
    ("syncFrequency", NOT_NEGATIVE_TIME),
    ("systemReserved", Map(&Any, &RESERVED)),
    ("tlsCurvePreferences", List(&super::shared::CURVE)),
    (
        "topologyManagerPolicyOptions",
        Map(&Any, &Text(text::is_topology_value, "\"true\", \"false\" or a number of NUMA nodes, 8 or more")),
    ),
    (
        "tracing.endpoint",
        Text(text::is_trace_endpoint, "HOST:PORT, or a URL with dns, unix or unix-abstract"),
    ),
    ("tracing.samplingRatePerMillion", Whole(0, 1_000_000)),
    ("userNamespaces.idsPerPod", Text(text::is_ids_per_pod, "a multiple of 65536")),
];

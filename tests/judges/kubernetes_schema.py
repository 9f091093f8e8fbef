"""Validates every API object of a tree, strictly, against the schema of the cluster's minor."""

import pathlib
import re
import sys

import kubernetes_validate
import yaml

tree, cluster = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
minor = re.search(r'kubernetes_version\s*=\s*"(\d+\.\d+)', cluster.read_text()).group(1)

# Configuration files of components: their kinds are no objects of the API and have no published schema.
CONFIGURATIONS = {
    "KubeletConfiguration",
    "KubeProxyConfiguration",
    "AuthenticationConfiguration",
    "EncryptionConfiguration",
    "Policy",
    "Kustomization",
    "KubeSchedulerConfiguration",
}

checked = 0
for path in sorted(tree.rglob("*.yaml")):
    for document in yaml.safe_load_all(path.read_text()):
        if document is None or document["kind"] in CONFIGURATIONS:
            continue
        kubernetes_validate.validate(document, minor, strict=True)
        checked += 1
assert checked, "no object"

# It can fail: a field that no pod has.
try:
    bad = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": {"containers": [], "noSuch": 1}}
    kubernetes_validate.validate(bad, minor, strict=True)
except kubernetes_validate.ValidationError:
    pass
else:
    sys.exit("the schema accepts anything")
print(f"{checked} objects, Kubernetes {minor}")

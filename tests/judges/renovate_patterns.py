"""Renovate's patterns of examples/gitops find the release and the digests in a cluster.toml."""
import json
import pathlib
import re
import sys

example = pathlib.Path(sys.argv[1])
digest = "sha256:" + "a1" * 32
line = f'kube-apiserver = "{digest}" # renovate: registry.k8s.io/kube-apiserver:v1.37.2'
cluster = (example / "cluster.toml").read_text() + line + "\n"
found = []
for manager in json.loads((example / "renovate.json").read_text())["customManagers"]:
    assert any(re.search(pattern.strip("/"), "clusters/a/cluster.toml") for pattern in manager["managerFilePatterns"])
    for pattern in manager["matchStrings"]:
        # Renovate writes groups as JavaScript does.
        found += [match.groupdict() for match in re.finditer(pattern.replace("(?<", "(?P<"), cluster)]
assert found == [
    {"currentValue": "1.37.2"},
    {"currentDigest": digest, "depName": "registry.k8s.io/kube-apiserver", "currentValue": "v1.37.2"},
], found
print(len(found), "dependencies")

"""Makes the CIS benchmark 1.12 of kube-bench's 1.10, the newest that its Go module carries: kube_bench_1_12.py FROM INTO

What CIS changed in between, of the checks that judge a machine, is the data below. A check that is not where it is expected
ends the run.
"""

import pathlib
import sys

import yaml

source, into = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])

# Cipher suites that are no longer among the strong ones.
WEAK = {
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
}


def strong(value):
    return ",".join(suite for suite in value.split(",") if suite not in WEAK)


# Checks whose value changed: certificates may be readable, and ciphers are fewer.
VALUES = {"1.1.20": lambda _: "644", "4.1.7": lambda _: "644", "1.2.29": strong, "4.2.12": strong}

# Checks that came, by the section and the file they belong to.
NEW = {
    ("master.yaml", "1.2"): {
        "id": "1.2.30",
        "text": "Ensure that the --service-account-extend-token-expiration parameter is set to false (Automated)",
        "audit": "/bin/ps -ef | grep $apiserverbin | grep -v grep",
        "tests": {
            "test_items": [
                {"flag": "--service-account-extend-token-expiration", "compare": {"op": "eq", "value": False}}
            ]
        },
        "remediation": "Set the flag to false.",
        "scored": True,
    },
    ("node.yaml", "4.2"): {
        "id": "4.2.14",
        "text": "Ensure that the --seccomp-default parameter is set to true (Manual)",
        "audit": "/bin/ps -fC $kubeletbin",
        "audit_config": "/bin/cat $kubeletconf",
        "tests": {"test_items": [{"flag": "--seccomp-default", "path": "{.seccompDefault}"}]},
        "remediation": "Set seccompDefault to true.",
        "scored": False,
    },
}

folder = into / "cis-1.12"
folder.mkdir(parents=True)
pending, coming = set(VALUES), set(NEW)
for name in ["master.yaml", "etcd.yaml", "controlplane.yaml", "node.yaml"]:
    controls = yaml.safe_load((source / "cis-1.10" / name).read_text())
    controls["version"] = "cis-1.12"
    for group in controls["groups"]:
        for check in group["checks"]:
            if change := VALUES.get(check["id"]):
                for item in check["tests"]["test_items"]:
                    item["compare"]["value"] = change(item["compare"]["value"])
                pending.remove(check["id"])
        if check := NEW.get((name, str(group["id"]))):
            group["checks"].append(check)
            coming.remove((name, str(group["id"])))
    (folder / name).write_text(yaml.safe_dump(controls, sort_keys=False, width=10_000))
assert not pending and not coming, f"not in CIS 1.10 as expected: {pending} {coming}"
(folder / "config.yaml").write_text("---\n")
config = yaml.safe_load((source / "config.yaml").read_text())
config["target_mapping"]["cis-1.12"] = config["target_mapping"]["cis-1.10"]
(into / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False))

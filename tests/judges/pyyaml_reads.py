"""Reads every YAML document and kubeconfig of a tree and refuses what is no mapping or has a key or value of a surprising type."""

import datetime
import pathlib
import sys

import yaml


def walk(value, where):
    if isinstance(value, dict):
        for key, inner in value.items():
            assert isinstance(key, str), f"{where}: the key {key!r} is no string"
            walk(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            walk(inner, f"{where}[{index}]")
    else:
        # A timestamp or a set would be a string that lost its quotes.
        surprising = isinstance(value, (datetime.date, datetime.datetime, set, bytes, complex))
        assert not surprising, f"{where}: {value!r} is a {type(value).__name__}"


tree = pathlib.Path(sys.argv[1])
read = 0
secret_confs = [path for path in tree.rglob("*.conf") if "secret" in path.parts]
for path in sorted([*tree.rglob("*.yaml"), *secret_confs]):
    for document in yaml.safe_load_all(path.read_text()):
        assert isinstance(document, dict), f"{path}: not a mapping"
        walk(document, str(path.relative_to(tree)))
        read += 1
assert read, "no document"
print(f"{read} documents")

"""Each node's Ignition configuration: valid by the published schema, and it says what the archive says.

The schema allows unknown keys, so the comparison is what notices a misspelled one.
"""

import json
import pathlib
import sys
import urllib.request

import jsonschema

from packed import archive, pack

SCHEMA = json.loads((pathlib.Path(__file__).parent / "schemas/ignition-3.0.json").read_text())


def configuration(node, *more):
    text = pack(tree, node, "--format", "ignition", *more)
    assert text == pack(tree, node, "--format", "ignition", *more), "two runs differ"
    config = json.loads(text)
    jsonschema.Draft4Validator.check_schema(SCHEMA)
    jsonschema.Draft4Validator(SCHEMA).validate(config)
    assert config["ignition"] == {"version": "3.0.0"} and set(config) == {"ignition", "storage"}
    storage = config["storage"]
    assert set(storage) == {"directories", "files"}
    for entry in storage["directories"]:
        assert entry["overwrite"] is False and "contents" not in entry
        yield entry["path"], (entry["user"]["id"], entry["group"]["id"], entry["mode"], None)
    for entry in storage["files"]:
        assert entry["overwrite"] is True
        with urllib.request.urlopen(entry["contents"]["source"]) as content:
            found = (entry["user"]["id"], entry["group"]["id"], entry["mode"], content.read())
        yield entry["path"], found


tree = sys.argv[1]
files = 0
for node in sorted(path.name for path in pathlib.Path(tree, "public/nodes").iterdir()):
    for archived, more in ((["--public-only"], []), ([], ["--include-secrets"])):
        expected = dict(archive(tree, node, *archived))
        found = dict(configuration(node, *more))
        assert found == expected, sorted(path for path in found.keys() | expected.keys() if found.get(path) != expected.get(path))
        files += len(found)
assert files > 10
print(f"{files} files and folders as the archive has them")

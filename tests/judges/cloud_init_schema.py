"""Each node's user data: cloud-init's own schema accepts it, and it says what the archive says."""

import base64
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

from packed import archive, pack


def judge(path):
    """`cloud-init schema`, from Debian's package, unpacked: installed, it would set this machine up at its next boot."""
    command = [sys.executable, os.environ["CLOUD_INIT"], "schema", "--config-file", str(path)]
    environment = os.environ | {"PYTHONPATH": os.environ["CLOUD_INIT_PYTHONPATH"]}
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def user_data(node, *more):
    text = pack(tree, node, "--format", "cloud-init", *more)
    assert text == pack(tree, node, "--format", "cloud-init", *more), "two runs differ"
    assert text.startswith(b"#cloud-config\n")
    if more:  # The other form has fewer of the same entries, and each verdict costs a second.
        path = pathlib.Path(folder, "user-data")
        path.write_bytes(text)
        verdict = judge(path)
        assert verdict.returncode == 0, verdict.stdout
    return yaml.safe_load(text)


tree, files = sys.argv[1], 0
with tempfile.TemporaryDirectory() as folder:
    wrong = pathlib.Path(folder, "wrong")
    wrong.write_text("#cloud-config\nwrite_files: [{path: /a, permissions: [7]}]\n")
    assert judge(wrong).returncode != 0, "this judge accepts everything"
    for node in sorted(path.name for path in pathlib.Path(tree, "public/nodes").iterdir()):
        for archived, more in ((["--public-only"], []), ([], ["--include-secrets"])):
            config = user_data(node, *more)
            assert set(config) == {"write_files", "runcmd"}
            found = {}
            for file in config["write_files"]:
                assert file["owner"] == "root:root" and file["encoding"] == "b64" and len(file) == 5
                found[file["path"]] = (int(file["permissions"], 8), base64.b64decode(file["content"]))
            expected = {path: entry[2:] for path, entry in archive(tree, node, *archived) if entry[3] is not None}
            assert found == expected, sorted(found.keys() ^ expected.keys())
            commands = [command[0] for command in config["runcmd"]]
            assert commands[:3] == ["systemd-sysusers", "systemd-tmpfiles", "systemctl"]
            assert len(commands) == (4 if more else 3), commands
            files += len(found)
print(f"{files} files as the archive has them")

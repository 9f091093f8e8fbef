"""What `kubemint pack` gives for a node of a tree."""

import io
import os
import subprocess
import tarfile


def pack(tree, node, *more):
    command = [os.environ["KUBEMINT"], "pack", "--quiet", "--out", tree, "--node", node, *more]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def archive(tree, node, *more):
    """Path and owner, group, mode and content; None for a folder's."""
    with tarfile.open(fileobj=io.BytesIO(pack(tree, node, *more))) as file:
        for entry in file:
            content = file.extractfile(entry).read() if entry.isfile() else None
            yield "/" + entry.name, (entry.uid, entry.gid, entry.mode, content)

"""Compares owner, group and mode of a machine's files with kubemint.lock: LOCK NODE ROOT."""

import os
import stat
import sys

lock, node, root = sys.argv[1:]
numbers = {"root": 0}
wrong, seen = [], 0
with open(lock) as lines:
    for line in lines:
        words = line.split()
        if words[0] == "account":
            numbers[words[1]] = int(words[2])
        prefix = f"nodes/{node}/"
        if words[0] not in ("public", "secret") or not words[1].startswith(prefix):
            continue
        path = words[1].removeprefix(prefix)
        if path == "SHA256SUMS":
            continue
        owner, group = (numbers[name] for name in words[2].split(":"))
        expected = (owner, group, int(words[3], 8))
        found = os.lstat(os.path.join(root, path))
        found = (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode))
        seen += 1
        if found != expected:
            wrong.append("/%s is %d:%d %04o, " % (path, *found) + "the lock says %d:%d %04o" % expected)
assert seen, f"the lock has nothing of {node}"
sys.exit("\n".join(wrong) or 0)

"""Looks for every secret of a rendered tree in every file below a folder.

    secrets_in_store.py SITE FOLDER

SITE holds `seed` and `out/secret`. Exit 1 where a secret, in any of its encodings, stands in a file of FOLDER.
"""

import base64
import pathlib
import re
import sys

# Values of YAML keys that are secret.
YAML = re.compile(rb"^[ -]*(?:client-key-data|token|secret|token-secret): *\"?([^\"\n]+)", re.MULTILINE)
PEM = re.compile(rb"-----BEGIN EC PRIVATE KEY-----\n(.*?)-----END", re.DOTALL)
# The private number in a SEC1 P-256 key (RFC 5915).
P256 = slice(7, 39)
SHORTEST = 16


def atoms(path, content):
    """The secrets in a file, as they stand there and decoded."""
    if path.name == "SHA256SUMS":
        yield from (line.split()[0] for line in content.splitlines())
        return
    for body in PEM.findall(content):
        # Its first line has the private number; what follows is the curve and the public key.
        yield body.split()[0]
        der = base64.b64decode(body)
        yield der
        yield der[P256]
    for value in YAML.findall(content):
        yield value
        try:
            decoded = base64.b64decode(value, validate=True)
        except ValueError:
            continue
        yield decoded
        yield from atoms(pathlib.Path("embedded"), decoded)


def encodings(secret):
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    # What of its Base64 form does not depend on its neighbours, at each of three alignments.
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + secret)
        yield text[4:-4]


def needles(site):
    seed = (site / "seed").read_bytes().strip()
    found = {seed}
    for path in (site / "out" / "secret").rglob("*"):
        if path.is_file():
            found.update(atoms(path, path.read_bytes()))
    encoded = {form for secret in found if len(secret) >= SHORTEST for form in encodings(secret)}
    return {form for form in encoded if len(form) >= SHORTEST}


def hits(wanted, folder):
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            yield from ((path, needle) for needle in wanted if needle in content)


def main(site, folder):
    wanted = needles(site)
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    # What finds nothing where all the secrets are would find nothing anywhere.
    seen = {path for path, _ in hits(wanted, site / "out" / "secret")}
    keys = {path for path in (site / "out" / "secret").rglob("*") if path.suffix in (".key", ".conf")}
    if not keys or not keys <= seen or not files:
        sys.exit(f"the search is broken: {keys - seen}")
    found = sorted({str(path) for path, _ in hits(wanted, folder)})
    if found:
        sys.exit("secrets in " + ", ".join(found))
    print(f"     none of {len(wanted)} forms of secrets in {files} files")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))

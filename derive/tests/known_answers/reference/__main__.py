"""An independent implementation of kubemint's derivations, in Python's standard library only.

Prints the known answers as JSON: `python3 reference | cmp - vectors.json`. tests/known_answers.rs holds the Rust code
to vectors.json. Within a schema no vector may ever change; new ones may be added.

It is written from docs/architecture.md's description of the format and from the RFCs, not from the Rust code, and
shares no code with it.
"""

import hashlib
import json
import sys

from cluster import Cluster, hkdf_sha256
from der import der_integer, der_sequence
from ecdsa import P256, P384, ecdsa_vector
from rsa import chacha20_blocks, rsa_vector

DEMO_SENTENCE = (
    "The demonstration seed of kubemint. It is published: "
    "whoever can read this can read every key made from it."
)
SEEDS = {"demo": hashlib.sha256(DEMO_SENTENCE.encode()).digest(), "counting": bytes(range(32))}
CLUSTER_IDS = {"demo": "5f0c1c0e9a3b4d62a7e15d0b8c9f7e21", "counting": "0123456789abcdef0123456789abcdef"}
MESSAGE = b"kubemint known answer"


def check_building_blocks():
    """The examples of the RFCs, so that a slip here does not become a vector."""
    assert hkdf_sha256(b"\x0b" * 22, b"", 42).hex() == (  # RFC 5869 appendix A.3
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )
    assert next(chacha20_blocks(bytes(32))).hex() == (  # RFC 8439 appendix A.1, test vector 1
        "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
        "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
    )
    private = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    assert P256.sign(private, b"sample") == der_sequence(  # RFC 6979 appendix A.2.5
        der_integer(0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716),
        der_integer(0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8),
    )


def secret_vectors(cluster):
    for purpose, algorithm, label, generation, attempt, length in (
        ("key", "ecdsa-p256", "kubelet/worker-2", 1, 0, 32),
        ("key", "ecdsa-p256", "kubelet/worker-2", 1, 1, 32),
        ("key", "ecdsa-p256", "kubelet/worker-2", 4294967295, 4294967295, 1),
        ("rsa-p", "rsa-4096", "Größe 😀", 2, 0, 32),
        ("rsa-q", "rsa-4096", "Größe 😀", 2, 0, 32),
        ("bootstrap-token", "", "x" * 65535, 1, 0, 16),
        ("encryption", "secretbox", "secrets", 1, 0, 8160),
    ):
        secret = cluster.secret(purpose, algorithm, label, generation, attempt, length)
        yield {
            "purpose": purpose,
            "algorithm": algorithm,
            "label": label if len(label) < 100 else f"{label[0]}*{len(label)}",
            "generation": generation,
            "attempt": attempt,
            "length": length,
            "secret": secret.hex() if length < 100 else f"sha256:{hashlib.sha256(secret).hexdigest()}",
        }


def seal_vectors(cluster):
    for name, recipients, content in (
        ("cluster", [], b""),
        ("nodes/master-1", ["ssh-ed25519 AAAA", "age1b", "age1a"], b"content"),
        ("nodes/Größe", ["age1a", "age1a"], bytes(range(256))),
    ):
        digest = cluster.seal_digest(name, recipients, content)
        yield {"name": name, "recipients": recipients, "content": content.hex(), "digest": digest.hex()}


def token_vector(cluster, label, generation):
    (token_id, _), (secret, attempts) = (
        cluster.token_half(f"{label}/{half}", generation, count) for half, count in (("id", 6), ("secret", 16))
    )
    return {"label": label, "generation": generation, "id": token_id, "secret": secret, "attempts": attempts}


def key_vectors(cluster):
    for label, generation in (("kubernetes-ca", 1), ("kubernetes-ca", 2), ("kubelet/worker-2", 1)):
        for curve in (P256, P384):
            yield {
                "algorithm": curve.name,
                "label": label,
                "generation": generation,
                **ecdsa_vector(cluster, curve, label, generation, MESSAGE),
            }
    for bits, label, generation in (
        (2048, "kubernetes-ca", 1),
        (2048, "kubernetes-ca", 2),
        (2048, "kubelet/worker-2", 1),
        (3072, "kubernetes-ca", 1),
        (4096, "kubernetes-ca", 1),
    ):
        yield {
            "algorithm": f"rsa-{bits}",
            "label": label,
            "generation": generation,
            **rsa_vector(cluster, bits, label, generation, MESSAGE),
        }


def vectors_of(name):
    cluster = Cluster(SEEDS[name], 1, CLUSTER_IDS[name])
    tokens = [token_vector(cluster, f"bootstrap-token/{number}", 1) for number in range(8)]
    assert any(token["attempts"] > 1 for token in tokens), "no token shows the rejection of bytes"
    return {
        "seed": cluster.seed.hex(),
        "schema": cluster.schema,
        "cluster_id": cluster.cluster_id,
        "message": MESSAGE.hex(),
        "seed_id": cluster.seed_id(),
        "secrets": list(secret_vectors(cluster)),
        "serials": [
            {"tbs": tbs.hex(), "serial": cluster.serial(tbs).hex()} for tbs in (b"", b"0", bytes(range(256)))
        ],
        "encryption_keys": [
            {"provider": provider, "label": "secrets", "generation": generation, "key": key.hex()}
            for provider in ("aescbc", "aesgcm", "secretbox")
            for generation in (1, 2)
            for key in [cluster.encryption_key(provider, "secrets", generation)]
        ],
        "seals": list(seal_vectors(cluster)),
        "bootstrap_tokens": tokens,
        "key_pairs": list(key_vectors(cluster)),
    }


check_building_blocks()
json.dump([vectors_of("demo"), vectors_of("counting")], sys.stdout, indent=1, ensure_ascii=True)
print()

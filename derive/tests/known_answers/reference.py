#!/usr/bin/env python3
"""An independent implementation of kubemint's derivations, in Python's standard library only.

Prints the known answers as JSON. `python3 reference.py --check` compares them with vectors.json beside
it, which tests/known_answers.rs holds the Rust code to. Within a schema no vector may ever change; new
ones may be added.

It is written from docs/architecture.md's description of the format and from the RFCs, not from the Rust
code, and shares no code with it: HKDF (RFC 5869), ChaCha20 (RFC 8439), ECDSA (FIPS 186-5, RFC 6979), RSA
(RFC 8017) and DER are spelled out below.
"""

import base64
import hashlib
import hmac
import json
import math
import pathlib
import sys

# --- secrets ------------------------------------------------------------------------------------------


def length_prefixed(data):
    return len(data).to_bytes(2, "big") + data


def info(schema, cluster_id, purpose, algorithm, label, generation, attempt, length):
    texts = b"".join(length_prefixed(text.encode()) for text in (cluster_id, purpose, algorithm, label))
    numbers = generation.to_bytes(4, "big") + attempt.to_bytes(4, "big") + length.to_bytes(2, "big")
    return b"kubemint\0" + schema.to_bytes(4, "big") + texts + numbers


def hkdf_sha256(key, info, length):
    """RFC 5869. Without a salt, a string of zeros as long as the hash takes its place."""
    pseudorandom_key = hmac.digest(bytes(32), key, "sha256")
    output, block, counter = b"", b"", 0
    while len(output) < length:
        counter += 1
        block = hmac.digest(pseudorandom_key, block + info + bytes([counter]), "sha256")
        output += block
    return output[:length]


class Cluster:
    def __init__(self, seed, schema, cluster_id):
        self.seed, self.schema, self.cluster_id = seed, schema, cluster_id

    def secret(self, purpose, algorithm, label, generation, attempt, length):
        arguments = (purpose, algorithm, label, generation, attempt, length)
        return hkdf_sha256(self.seed, info(self.schema, self.cluster_id, *arguments), length)

    def seed_id(self):
        return self.secret("seed-id", "", "", 1, 0, 16).hex()

    def serial(self, tbs):
        key = self.secret("serial", "hmac-sha256", "", 1, 0, 32)
        digest = bytearray(hmac.digest(key, tbs, "sha256")[:16])
        digest[0] = digest[0] & 0x3F | 0x40
        return bytes(digest)

    def seal_digest(self, name, recipients, content):
        key = self.secret("seal", "hmac-sha256", "", 1, 0, 32)
        long = lambda data: len(data).to_bytes(4, "big") + data
        recipients = sorted({recipient.encode() for recipient in recipients})
        counted = len(recipients).to_bytes(4, "big") + b"".join(map(long, recipients))
        return hmac.digest(key, long(name.encode()) + counted + content, "sha256")

    def encryption_key(self, provider, label, generation):
        return self.secret("encryption", provider, label, generation, 0, 32)

    def token_half(self, label, generation, count):
        """Returns the characters and how many attempts they took."""
        alphabet, text, attempts = "0123456789abcdefghijklmnopqrstuvwxyz", "", 0
        while len(text) < count:
            for byte in self.secret("bootstrap-token", "", label, generation, attempts, count):
                if byte < 252 and len(text) < count:
                    text += alphabet[byte % 36]
            attempts += 1
        return text, attempts


# --- DER and PEM --------------------------------------------------------------------------------------


def der(tag, *contents):
    content = b"".join(contents)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    size_bytes = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size_bytes)]) + size_bytes + content


def der_integer(number):
    return der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def der_sequence(*contents):
    return der(0x30, *contents)


def der_bit_string(content):
    return der(0x03, b"\0", content)


def der_octet_string(content):
    return der(0x04, content)


def der_object_identifier(text):
    first, second, *rest = (int(part) for part in text.split("."))
    content = bytes([40 * first + second])
    for part in rest:
        groups = [part & 0x7F]
        while part := part >> 7:
            groups.append(part & 0x7F | 0x80)
        content += bytes(reversed(groups))
    return der(0x06, content)


def pem(label, content):
    text = base64.b64encode(content).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


# --- ECDSA --------------------------------------------------------------------------------------------


class Curve:
    """y² = x³ − 3x + b over a prime field (SP 800-186)."""

    def __init__(self, name, oid, hash_name, size, p, n, b, gx, gy):
        self.name, self.oid, self.hash_name, self.size = name, oid, hash_name, size
        self.p, self.n, self.b, self.generator = p, n, b, (gx, gy)
        assert (gy * gy - (gx**3 - 3 * gx + b)) % p == 0
        assert self.multiply(n, self.generator) is None

    def add(self, one, two):
        if one is None or two is None:
            return two if one is None else one
        (x1, y1), (x2, y2) = one, two
        if x1 == x2:
            if (y1 + y2) % self.p == 0:
                return None
            slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, self.p)
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, self.p)
        x3 = (slope * slope - x1 - x2) % self.p
        return x3, (slope * (x1 - x3) - y1) % self.p

    def multiply(self, scalar, point):
        result = None
        for bit in bin(scalar)[2:]:
            result = self.add(result, result)
            if bit == "1":
                result = self.add(result, point)
        return result

    def number_bytes(self, number):
        return number.to_bytes(self.size, "big")

    def hash(self, data):
        return hashlib.new(self.hash_name, data).digest()

    def sign(self, private, message):
        """ECDSA with the deterministic k of RFC 6979 section 3.2. The hash is as long as n here."""
        digest = self.hash(message)
        number = int.from_bytes(digest, "big")
        seed = self.number_bytes(private) + self.number_bytes(number % self.n)
        mac = lambda key, data: hmac.digest(key, data, self.hash_name)
        v, k = b"\x01" * self.size, b"\x00" * self.size
        k = mac(k, v + b"\x00" + seed)
        v = mac(k, v)
        k = mac(k, v + b"\x01" + seed)
        v = mac(k, v)
        while True:
            v = mac(k, v)
            nonce = int.from_bytes(v, "big")
            if 1 <= nonce < self.n:
                r = self.multiply(nonce, self.generator)[0] % self.n
                s = pow(nonce, -1, self.n) * (number + r * private) % self.n
                if r and s:
                    return der_sequence(der_integer(r), der_integer(s))
            k = mac(k, v + b"\x00")
            v = mac(k, v)


P256 = Curve(
    "ecdsa-p256",
    "1.2.840.10045.3.1.7",
    "sha256",
    32,
    p=2**256 - 2**224 + 2**192 + 2**96 - 1,
    n=0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    b=0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    gx=0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    gy=0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
P384 = Curve(
    "ecdsa-p384",
    "1.3.132.0.34",
    "sha384",
    48,
    p=2**384 - 2**128 - 2**96 + 2**32 - 1,
    n=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    b=0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    gx=0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
    gy=0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
)


def ecdsa_key(cluster, curve, label, generation):
    attempt = 0
    while True:
        secret = cluster.secret("key", curve.name, label, generation, attempt, curve.size)
        private = int.from_bytes(secret, "big")
        if 1 <= private < curve.n:
            return private
        attempt += 1


def ecdsa_vector(cluster, curve, label, generation, message):
    private = ecdsa_key(cluster, curve, label, generation)
    x, y = curve.multiply(private, curve.generator)
    point = b"\x04" + curve.number_bytes(x) + curve.number_bytes(y)
    curve_oid = der_object_identifier(curve.oid)
    key = der_sequence(
        der_integer(1),
        der_octet_string(curve.number_bytes(private)),
        der(0xA0, curve_oid),
        der(0xA1, der_bit_string(point)),
    )
    algorithm = der_sequence(der_object_identifier("1.2.840.10045.2.1"), curve_oid)
    return {
        "private_scalar": curve.number_bytes(private).hex(),
        **encoded("EC PRIVATE KEY", key, algorithm, point),
        "signature": curve.sign(private, message).hex(),
    }


def encoded(private_label, private, algorithm, public_bits):
    spki = der_sequence(algorithm, der_bit_string(public_bits))
    return {
        "private_pem_sha256": hashlib.sha256(pem(private_label, private).encode()).hexdigest(),
        "public_key_bits": public_bits.hex(),
        "public_spki_der": spki.hex(),
        "public_pem": pem("PUBLIC KEY", spki),
    }


# --- RSA ----------------------------------------------------------------------------------------------

PUBLIC_EXPONENT = 65537
SMALL_PRIMES = [n for n in range(2, 2000) if all(n % d for d in range(2, math.isqrt(n) + 1))]


def chacha20_blocks(key):
    """RFC 8439 section 2.3, with a nonce of zeros and the block counter 0, 1, 2, …"""

    def rotate(number, count):
        return (number << count | number >> 32 - count) & 0xFFFFFFFF

    def quarter_round(x, a, b, c, d):
        for first, second, third, count in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[first] = (x[first] + x[second]) & 0xFFFFFFFF
            x[third] = rotate(x[third] ^ x[first], count)

    words = lambda data: [int.from_bytes(data[i : i + 4], "little") for i in range(0, len(data), 4)]
    counter = 0
    while True:
        state = words(b"expand 32-byte k") + words(key) + [counter, 0, 0, 0]
        x = state.copy()
        for _ in range(10):
            for column in range(4):
                quarter_round(x, column, column + 4, column + 8, column + 12)
            for start in range(4):
                quarter_round(x, start, (start + 1) % 4 + 4, (start + 2) % 4 + 8, (start + 3) % 4 + 12)
        sums = ((one + two) & 0xFFFFFFFF for one, two in zip(state, x))
        yield b"".join(number.to_bytes(4, "little") for number in sums)
        counter += 1


def is_prime(number):
    """Miller-Rabin to the first 64 primes as bases, after division by small primes."""
    for prime in SMALL_PRIMES:
        if number % prime == 0:
            return number == prime
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in SMALL_PRIMES[:64]:
        power = pow(base, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def primes(key, bits):
    """The primes that follow from a stream's candidates."""
    blocks, buffer = chacha20_blocks(key), b""
    while True:
        while len(buffer) < bits // 8:
            buffer += next(blocks)
        candidate, buffer = int.from_bytes(buffer[: bits // 8], "big"), buffer[bits // 8 :]
        number = candidate | 3 << bits - 2 | 1
        while number < 1 << bits:
            if math.gcd(number - 1, PUBLIC_EXPONENT) == 1 and is_prime(number):
                yield number
                break
            number += 2


def rsa_key(cluster, bits, label, generation):
    """Returns p, q and d."""
    stream = lambda purpose: primes(
        cluster.secret(purpose, f"rsa-{bits}", label, generation, 0, 32), bits // 2
    )
    p = next(stream("rsa-p"))
    for q in stream("rsa-q"):
        if abs(p - q) <= 1 << bits // 2 - 100:
            continue
        d = pow(PUBLIC_EXPONENT, -1, math.lcm(p - 1, q - 1))
        if d > 1 << bits // 2:
            return max(p, q), min(p, q), d


def rsa_sign(n, d, message):
    """RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 sections 8.2.1 and 9.2)."""
    sha256 = der_sequence(der_object_identifier("2.16.840.1.101.3.4.2.1"), der(0x05))
    digest_info = der_sequence(sha256, der_octet_string(hashlib.sha256(message).digest()))
    size = n.bit_length() // 8
    padded = b"\0\1" + b"\xff" * (size - 3 - len(digest_info)) + b"\0" + digest_info
    return pow(int.from_bytes(padded, "big"), d, n).to_bytes(size, "big")


def rsa_vector(cluster, bits, label, generation, message):
    p, q, d = rsa_key(cluster, bits, label, generation)
    n = p * q
    assert n.bit_length() == bits
    parts = (0, n, PUBLIC_EXPONENT, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    key = der_sequence(*(der_integer(part) for part in parts))
    algorithm = der_sequence(der_object_identifier("1.2.840.113549.1.1.1"), der(0x05))
    public = der_sequence(der_integer(n), der_integer(PUBLIC_EXPONENT))
    return {
        "p": f"{p:x}",
        "q": f"{q:x}",
        "d": f"{d:x}",
        "n": f"{n:x}",
        **encoded("RSA PRIVATE KEY", key, algorithm, public),
        "signature": rsa_sign(n, d, message).hex(),
    }


# --- the vectors --------------------------------------------------------------------------------------

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


def main():
    check_building_blocks()
    text = json.dumps([vectors_of("demo"), vectors_of("counting")], indent=1, ensure_ascii=True) + "\n"
    if sys.argv[1:] == ["--check"]:
        if text != pathlib.Path(__file__).with_name("vectors.json").read_text():
            sys.exit("vectors.json is not what reference.py derives")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()

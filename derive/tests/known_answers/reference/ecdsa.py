"""ECDSA keys and signatures (FIPS 186-5, RFC 6979)."""

import hashlib
import hmac

from der import der, der_bit_string, der_integer, der_object_identifier, der_octet_string, der_sequence, encoded


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

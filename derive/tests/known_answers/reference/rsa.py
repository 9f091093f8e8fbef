"""RSA keys and signatures (RFC 8017), their candidates from ChaCha20 (RFC 8439)."""

import hashlib
import math

from der import der, der_integer, der_object_identifier, der_octet_string, der_sequence, encoded

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

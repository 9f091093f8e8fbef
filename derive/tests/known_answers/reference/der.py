"""DER (X.690) and PEM (RFC 7468)."""

import base64
import hashlib


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


def encoded(private_label, private, algorithm, public_bits):
    """How a key pair stands in files and certificates."""
    spki = der_sequence(algorithm, der_bit_string(public_bits))
    return {
        "private_pem_sha256": hashlib.sha256(pem(private_label, private).encode()).hexdigest(),
        "public_key_bits": public_bits.hex(),
        "public_spki_der": spki.hex(),
        "public_pem": pem("PUBLIC KEY", spki),
    }

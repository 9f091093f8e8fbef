"""What a seed and a cluster's id give: HKDF (RFC 5869) and the framing of its info."""

import hmac


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

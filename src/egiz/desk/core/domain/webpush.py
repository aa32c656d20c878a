"""Web push: a message encrypted for one browser (RFC 8291, RFC 8188) and signed by this server (RFC 8292).

Plain functions of bytes. The key of the server comes from the desk's secret, so that nothing has to be kept
beside it; when the secret changes, browsers have to subscribe anew.
"""

import base64
import binascii
import json
import os
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
POINT, SECRET = 65, 16  # bytes of a public key and of a browser's secret
RECORD = 4096
MOST_BYTES = RECORD - 16 - 1  # what fits one record beside its tag and the byte that ends it
VALID_SECONDS = 12 * 3600  # at most a day by RFC 8292


class PushKeyError(ValueError):
    """What a browser gave as its keys are none."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A browser that takes messages: its public key and its secret."""

    public: bytes
    secret: bytes

    @classmethod
    def read(cls, public: str, secret: str) -> "Receiver":
        """Take the keys as a browser writes them; raises PushKeyError for anything else."""
        made = cls(unpacked(public), unpacked(secret))
        if len(made.secret) != SECRET:
            raise PushKeyError("The secret must have 16 bytes.")
        made.key()
        return made

    def key(self) -> ec.EllipticCurvePublicKey:
        if len(self.public) != POINT:
            raise PushKeyError("The public key must be a point of P-256, not compressed.")
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, self.public)
        except ValueError as error:
            raise PushKeyError("The public key is no point of P-256.") from error


def packed(data: bytes) -> str:
    """Write bytes in base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """Read base64 for addresses; raises PushKeyError for anything else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise PushKeyError("Not written in base64.") from error


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def server_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """Return the key that signs for this server, the same as long as its secret is."""
    wide = HKDF(hashes.SHA256(), 48, None, b"egiz web push").derive(secret.encode())
    return ec.derive_private_key(1 + int.from_bytes(wide) % (ORDER - 1), CURVE)


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def encrypt(
    message: bytes,
    receiver: Receiver,
    *,
    salt: bytes | None = None,
    ephemeral: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Encrypt a message as one record for one browser; salt and key are new each time, given only in tests.

    Raises
    ------
    ValueError
        If the message is longer than one record.
    """
    if len(message) > MOST_BYTES:
        msg = f"A message has at most {MOST_BYTES} bytes, not {len(message)}."
        raise ValueError(msg)
    salt = salt or os.urandom(16)
    ephemeral = ephemeral or ec.generate_private_key(CURVE)
    own = public_bytes(ephemeral.public_key())
    shared = ephemeral.exchange(ec.ECDH(), receiver.key())
    info = b"WebPush: info\0" + receiver.public + own
    material = _derived(receiver.secret, shared, info, 32)
    key = _derived(salt, material, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, material, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!IB", RECORD, len(own)) + own
    return head + AESGCM(key).encrypt(nonce, message + b"\x02", None)


def authorization(endpoint: str, key: ec.EllipticCurvePrivateKey, contact: str, now: int) -> str:
    """Sign a request to a push service: who sends it, to whom, and until when that holds."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": now + VALID_SECONDS, "sub": contact}
    head = packed(json.dumps({"typ": "JWT", "alg": "ES256"}, separators=(",", ":")).encode())
    body = packed(json.dumps(claims, separators=(",", ":")).encode())
    signed = f"{head}.{body}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{signed}.{packed(r.to_bytes(32) + s.to_bytes(32))}"
    return f"vapid t={token}, k={packed(public_bytes(key.public_key()))}"

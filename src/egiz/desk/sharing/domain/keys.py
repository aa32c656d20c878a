"""Keys, signatures and codes of a line: Ed25519 and scrypt as `cryptography` has them, nothing of our own.

A message is the very letters that were signed, so that both ends sign the same bytes whatever their JSON::

    {"payload": "{…}", "signature": "<base64>"}
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

# A signature of another use of a key is none of ours.
PURPOSE = b"egiz partner desks 1\n"
DIGITS = 16
OF_NUMBER = 4
# About 80 ms and 32 MB for each guess.
STRETCH = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 1 << 26}
MOST_PAYLOAD = 64 * 1024


class SignatureError(ValueError):
    """An envelope that was not signed by the key it should be, or is no envelope."""


def make_pair() -> tuple[str, str]:
    """Make a private and a public key, in letters."""
    private = Ed25519PrivateKey.generate()
    return _letters(private.private_bytes_raw()), _letters(private.public_key().public_bytes_raw())


def is_key(letters: Any) -> bool:
    """Say whether these are the letters of a public key."""
    try:
        return len(_bytes(letters)) == 32 and _letters(_bytes(letters)) == letters
    except SignatureError:
        return False


def seal(private: str, content: dict[str, Any]) -> dict[str, str]:
    """Sign what is said."""
    payload = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    signed = Ed25519PrivateKey.from_private_bytes(_bytes(private)).sign(PURPOSE + payload.encode())
    return {"payload": payload, "signature": _letters(signed)}


def unseal(public: str, envelope: Any) -> dict[str, Any]:
    """Give what an envelope says, once its signature holds.

    Raises
    ------
    SignatureError
        If it does not, or the envelope is none.
    """
    payload = payload_of(envelope)
    try:
        known = Ed25519PublicKey.from_public_bytes(_bytes(public))
        known.verify(_bytes(envelope["signature"]), PURPOSE + payload.encode())
    except (InvalidSignature, ValueError) as error:
        raise SignatureError("The signature does not hold.") from error
    return content_of(envelope)


def payload_of(envelope: Any) -> str:
    """Give the letters that an envelope holds, which nobody has checked yet."""
    if not isinstance(envelope, dict) or not isinstance(envelope.get("payload"), str):
        raise SignatureError("This is no envelope.")
    return str(envelope["payload"])


def content_of(envelope: Any) -> dict[str, Any]:
    """Read an envelope without checking its signature: to find whose key it should be."""
    try:
        content = json.loads(payload_of(envelope))
        # Halves of letters, numbers that are none and zero bytes are JSON to Python and to no database.
        plain = json.dumps(content, ensure_ascii=False, allow_nan=False)
        plain.encode()
    except (ValueError, RecursionError) as error:
        raise SignatureError("The envelope holds no JSON.") from error
    if not isinstance(content, dict) or "\\u0000" in plain:
        raise SignatureError("The envelope holds no object.")
    return content


def _letters(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(letters: Any) -> bytes:
    try:
        return base64.b64decode(letters, validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise SignatureError("These are no letters of a key.") from error


def fingerprint(one: str, other: str) -> str:
    """Give a number of both keys that the two ends can read to each other."""
    both = hashlib.sha256("\n".join(sorted((one, other))).encode()).digest()
    digits = f"{int.from_bytes(both[:8], 'big') % 10**12:012d}"
    return " ".join(digits[at : at + 4] for at in range(0, 12, 4))


# --- the code that is said by phone -------------------------------------------------------------------


def make_code() -> str:
    """Make a code of sixteen digits: which invitation, and its secret."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def spaced(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def stretched(code: str, slug: str) -> str:
    """Turn a code into a secret that is dear to guess, at one desk's address."""
    made = hashlib.scrypt(code.encode(), salt=f"egiz {slug}".encode(), dklen=32, **STRETCH)
    return made.hex()


def proof(secret: str, *said: str) -> str:
    """Prove that one knows the code, over everything that both ends said."""
    noted = hashlib.sha256()
    for one in said:
        noted.update(len(one.encode()).to_bytes(8, "big") + one.encode())
    return hmac.new(bytes.fromhex(secret), noted.digest(), hashlib.sha256).hexdigest()


def holds(given: Any, wanted: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), wanted.encode())

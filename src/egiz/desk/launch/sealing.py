"""A file that only who knows the passphrase can read, and that nobody can change, cut or put together anew.

The key comes from the passphrase by scrypt; the content goes in pieces, each sealed by AES-256-GCM under its
number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

from __future__ import annotations

import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"egiz sealed 1\n"
SALT, PREFIX, TAG = 16, 7, 16
PIECE = 1 << 20
LEAST_LETTERS = 12
COST = 1 << 16  # scrypt's n: 64 MB and a fraction of a second for each guess


class SealError(ValueError):
    """The passphrase is wrong, or the file is not what was written."""


def is_sealed(source: IO[bytes]) -> bool:
    """Say whether the file is a sealed one; the place in it is kept."""
    at = source.tell()
    start = source.read(len(MAGIC))
    source.seek(at)
    return start == MAGIC


def seal(source: IO[bytes], target: IO[bytes], passphrase: str) -> None:
    """Write the rest of `source` into `target`, sealed."""
    if len(passphrase) < LEAST_LETTERS:
        raise SealError(f"A passphrase of at least {LEAST_LETTERS} characters is needed.")
    salt, prefix = os.urandom(SALT), os.urandom(PREFIX)
    target.write(MAGIC + salt + prefix)
    cipher, number, piece = _cipher(passphrase, salt), 0, source.read(PIECE)
    while True:
        after = source.read(PIECE)
        target.write(cipher.encrypt(_nonce(prefix, number, last=not after), piece, MAGIC))
        if not after:
            return
        number, piece = number + 1, after


def unseal(source: IO[bytes], target: IO[bytes], passphrase: str) -> None:
    """Write what was sealed into `target`.

    Raises
    ------
    SealError
        If the passphrase is wrong, or the file was changed, cut or put together anew.
    """
    head = source.read(len(MAGIC) + SALT + PREFIX)
    if len(head) < len(MAGIC) + SALT + PREFIX or not head.startswith(MAGIC):
        raise SealError("It is no sealed file.")
    salt, prefix = head[len(MAGIC) : -PREFIX], head[-PREFIX:]
    cipher, number, piece = _cipher(passphrase, salt), 0, source.read(PIECE + TAG)
    while True:
        after = source.read(PIECE + TAG)
        try:
            target.write(cipher.decrypt(_nonce(prefix, number, last=not after), piece, MAGIC))
        except InvalidTag as error:
            if number == 0:
                raise SealError(
                    "The passphrase is wrong, or the file is damaged at its beginning."
                ) from error
            raise SealError("The file is damaged or cut; take another.") from error
        if not after:
            return
        number, piece = number + 1, after


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode()))


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])

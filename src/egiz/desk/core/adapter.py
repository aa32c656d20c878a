import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest

from egiz.desk.core.client import client_address

UNKNOWN = "::"  # the address that is none: asked over a socket of this machine
SEALED = "sealed:"


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation; open sign-up is a decision of the desk's keeper (EGIZ_SIGNUP=1)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return bool(settings.SIGNUP_OPEN)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or UNKNOWN


def _seal() -> MultiFernet:
    """Make what seals and opens; keys of before still open what they sealed."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(b"egiz.second-step:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of the second step lie sealed in the database: a copy of it gives no codes."""

    def encrypt(self, text: str) -> str:
        return SEALED + _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text  # kept by an earlier version
        return _seal().decrypt(encrypted_text.removeprefix(SEALED).encode()).decode()

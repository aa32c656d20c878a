from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from egiz.desk.core.client import client_address


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation; open sign-up is a decision of the desk's keeper (EGIZ_SIGNUP=1)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return bool(settings.SIGNUP_OPEN)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

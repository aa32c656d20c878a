import json

import pytest
from django.test import Client
from django_scopes import scope

from egiz.desk.api.domain import tokens
from egiz.desk.api.domain.scopes import SCOPES


class Program:
    """A program with a key: sends JSON and reads JSON."""

    def __init__(self, secret):
        self.secret = secret
        self.client = Client(enforce_csrf_checks=True)
        self.client.raise_request_exception = False

    def ask(self, method, path, body=None, **headers):
        more = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        given = {"Authorization": f"Bearer {self.secret}", "Accept-Language": "en", **headers}
        return self.client.generic(method, f"/api/v1/desks/atyrau{path}", headers=given, **more)

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.ask("POST", path, {} if body is None else body, **headers)

    def patch(self, path, body, **headers):
        return self.ask("PATCH", path, body, **headers)


@pytest.fixture
def program(desk, owner):
    """Make a program whose key holds these scopes."""

    def make(*scopes, user=owner, days=1):
        with scope(desk=desk):
            _token, secret = tokens.make(desk, user, name="program", scopes=list(scopes or SCOPES), days=days)
        return Program(secret)

    return make

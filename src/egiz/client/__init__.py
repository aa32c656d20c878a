"""A client of a desk's API, made from its description, on the standard library alone.

from egiz.client import Client

desk = Client("https://desk.example.org", "atyrau", "egiz_…")
for promise in desk.every(desk.list_promises):
    print(promise["title"])
"""

from egiz.client.errors import ApiError
from egiz.client.transport import Connection
from egiz.client.working import Client

__all__ = ["ApiError", "Client", "Connection"]

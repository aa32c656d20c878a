import datetime as dt
import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone, translation
from django_scopes import scope

from egiz.atlas.sources.errors import StatusError, UnreachableError
from egiz.atlas.sources.http import Response
from egiz.desk.core.models import Role
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import Promise
from egiz.desk.sharing.domain import exchange, keys, partners, things
from egiz.desk.sharing.models import Partner, SharedThing
from tests.desk.conftest import join, make_desk, make_user

HERE, THERE = "http://127.0.0.1:8001", "http://127.0.0.1:8002"


class Wire:
    """The network between two desks of this test: bytes to the pages that other installations call."""

    def __init__(self):
        self.is_cut, self.calls, self.answers = False, [], []
        self.lose_answers = 0
        self.client = Client()

    def post(self, url, body, headers):
        if self.is_cut:
            raise UnreachableError(url, "the line is cut")
        self.calls.append((url, body))
        with translation.override("en"):  # the answering desk leaves no language behind here
            answer = self.client.post(urlsplit(url).path, body, headers["content-type"])
        if answer.status_code != 200:
            raise StatusError(url, answer.status_code)
        self.answers.append(answer.content)
        if self.lose_answers:
            self.lose_answers -= 1
            raise UnreachableError(url, "the connection broke")
        return Response(url, 200, {}, answer.content)


class End:
    """One end of a line: its desk, its owner, its row."""

    def __init__(self, desk, user, wire):
        self.desk, self.user, self.wire = desk, user, wire
        self.now = timezone.now()  # what answers looks at the clock

    @property
    def line(self):
        return Partner.objects.select_related("desk").get(desk=self.desk)

    def call(self, minutes=1):
        """Call the other desk, a while after the last time."""
        self.now += dt.timedelta(minutes=minutes)
        with scope(desk=self.desk):
            return exchange.call(self.line, self.now, self.wire)

    def promise(self, title="Send the calendar", **values):
        with scope(desk=self.desk):
            return deciding.add(self.desk, self.user, title=title, **values)

    def share(self, record, *, with_people=True):
        with scope(desk=self.desk):
            return things.share(record, self.line, self.user, with_people=with_people)

    def change(self, record, **values):
        with scope(desk=self.desk):
            row = Promise.objects.select_related("desk").get(pk=record.pk)
            deciding.change(row, self.user, **values)
            return row

    def get(self, record):
        with scope(desk=self.desk):
            return type(record).objects.get(pk=record.pk)

    def copy(self, number=0):
        """Return what came from the other desk."""
        with scope(desk=self.desk):
            thing = SharedThing.objects.filter(is_ours=False).order_by("pk")[number]
            return Promise.objects.get(pk=thing.target_id)


@pytest.fixture
def wire(db, settings):
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    return Wire()


def pair(here, there, wire):
    """Join two desks as their owners do, by an address and a code."""
    with scope(desk=here.desk):
        _invitation, code = partners.invite(here.desk, here.user, name="Nukus", origin=HERE, now=here.now)
    with scope(desk=there.desk):
        address = f"{HERE}/d/{here.desk.slug}/"
        partners.join(
            there.desk, there.user, address=address, code=code, origin=THERE, now=here.now, through=wire
        )  # fmt: skip


@pytest.fixture
def ends(unscoped, wire, monkeypatch):
    """Two desks that may be joined: ours speaks Russian, theirs Uzbek."""
    found = []
    for slug, language, country, other in (("atyrau", "ru", "KZ", "UZ"), ("nukus", "uz", "UZ", "KZ")):
        desk = make_desk(slug, language=language, country=country, their_country=other)
        user = make_user(f"{slug}@example.org")
        join(desk, user, Role.OWNER)
        found.append(End(desk, user, wire))
    return found


@pytest.fixture
def joined(ends):
    """Two desks that know each other already, as `pair` would leave them."""
    found = [keys.make_pair() for _end in ends]
    for number, (end, address) in enumerate(zip(ends, (THERE, HERE), strict=True)):
        (private, public), (_private, their_key) = found[number], found[1 - number]
        other = ends[1 - number].desk
        Partner.objects.create(
            desk=end.desk, name=other.name, country=other.country, language=other.language, address=address,
            private_key=private, public_key=public, their_key=their_key, next_at=end.now,
        )  # fmt: skip
    return ends


def replayed(wire, body):
    """Send bytes to a desk as anybody on the network can."""
    return wire.client.post(exchange.PATH, body, "application/json")


def spoken(wire, number=-1):
    """Return a call that went over the wire, read."""
    return json.loads(wire.calls[number][1])

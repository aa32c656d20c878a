"""Alerts in browsers beside letters: asked for by the company, allowed by the organiser, each once at most.

An alert is never the only news of anything: there is a letter about the same, and the page says it. So one
that is not taken is not tried again, and one whose fate is unknown is not repeated.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from egiz.atlas.sources import Client, Limits, RequestError
from egiz.atlas.sources.errors import StatusError
from egiz.desk.core.domain import webpush
from egiz.desk.missions.domain.letters import NO_LONGER_SO, quiet_until
from egiz.desk.missions.models import Company, Letter, Mission, Push, PushPlace, Registration

# What a company wants to hear of at once; reminders and invitations come as letters only.
KINDS = ("asked", "agreed", "message", "schedule", "changed", "day_before")
URGENT = ("changed",)
MOST_PLACES = 5
FRESH = dt.timedelta(hours=12)  # an alert that would come later tells nothing new
LIFE = int(FRESH.total_seconds())
GONE = (404, 410)
MOST_NAME = 120
Where = Callable[[Company], str]


def digest_of(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Keys:
    """What a browser gives when it is asked to be alerted."""

    endpoint: str
    public: str
    secret: str


def server_public() -> str:
    """Return the server's public key as a browser wants it."""
    return webpush.packed(webpush.public_bytes(webpush.server_key(settings.SECRET_KEY).public_key()))


@transaction.atomic
def subscribe(company: Company, keys: Keys, language: str) -> None:
    """Keep a browser of a company; of more than a few the oldest goes.

    Raises
    ------
    ValidationError
        If it gives no address of a push service, or no keys.
    """
    parts = urlsplit(keys.endpoint)
    if parts.scheme != "https" or not parts.hostname or len(keys.endpoint) > 1000:
        raise ValidationError(_("This browser gave no address to alert it at."))
    try:
        webpush.Receiver.read(keys.public, keys.secret)
    except webpush.PushKeyError as error:
        raise ValidationError(_("This browser gave no keys to alert it with.")) from error
    place, _new = PushPlace.objects.update_or_create(
        company=company,
        digest=digest_of(keys.endpoint),
        defaults={
            "mission": company.mission,
            "desk_id": company.desk_id,
            "endpoint": keys.endpoint,
            "public": keys.public,
            "secret": keys.secret,
            "language": language,
        },
    )
    others = PushPlace.objects.filter(company=company).exclude(pk=place.pk).order_by("-id")
    PushPlace.objects.filter(pk__in=list(others.values_list("pk", flat=True)[MOST_PLACES - 1 :])).delete()


def unsubscribe(company: Company, endpoint: str = "") -> None:
    """Forget one browser of a company, or all."""
    places = PushPlace.objects.filter(company=company)
    (places.filter(digest=digest_of(endpoint)) if endpoint else places).delete()


def client() -> Client:
    """Return the guarded client: no address of a private network is asked, whatever a browser gave."""
    return Client(limits=Limits(wait=8, total=12, redirects=0, repeats=0, max_bytes=65_536), pause=0)


def waiting(mission: Mission, now: dt.datetime) -> list[tuple[PushPlace, Letter]]:
    """List what is to be alerted, and where."""
    letters = (
        Letter.objects.filter(mission=mission, kind__in=KINDS, created_at__gt=now - FRESH)
        .filter(company__in=PushPlace.objects.filter(mission=mission).values("company"))
        .exclude(state=Letter.State.HELD, note=NO_LONGER_SO)
        .select_related("company__desk", "mission__desk")
    )
    done = set(Push.objects.filter(letter__in=letters).values_list("place", "letter"))
    places: dict[int, list[PushPlace]] = {}
    for place in PushPlace.objects.filter(mission=mission):
        places.setdefault(place.company_id, []).append(place)
    return [
        (place, letter)
        for letter in letters.order_by("id")
        for place in places.get(letter.company_id, [])
        if (place.pk, letter.pk) not in done and place.created_at <= letter.created_at
    ]


@dataclass
class Alerts:
    """Sends the alerts of one mission."""

    registration: Registration
    is_quiet: Callable[[str], bool]
    # The page an alert leads to.
    where: Where
    contact: str
    client: Client

    def send_due(self, now: dt.datetime) -> dict[str, int]:
        """Send what is due; gives how many ended in which state."""
        ended: dict[str, int] = {}
        if not self.registration.pushes:
            return ended
        for place, letter in waiting(self.registration.mission, now):
            if self.is_quiet(letter.kind) and quiet_until(letter.company, self.registration, now):
                continue
            if state := self._one(place, letter, now):
                ended[state] = ended.get(state, 0) + 1
        return ended

    def _one(self, place: PushPlace, letter: Letter, now: dt.datetime) -> str:
        push = Push(mission=letter.mission, place=place, letter=letter)
        try:
            with transaction.atomic():
                push.save()
        except IntegrityError:  # another worker has it, or the browser was forgotten meanwhile
            return ""
        try:
            self._post(place, letter, now)
        except StatusError as error:
            if error.status in GONE:
                PushPlace.objects.filter(pk=place.pk).delete()
                return "gone"
            return self._settle(push, Push.State.FAILED, str(error.status))
        except RequestError as error:
            return self._settle(push, Push.State.FAILED, str(error))
        return self._settle(push, Push.State.SENT)

    def _post(self, place: PushPlace, letter: Letter, now: dt.datetime) -> None:
        words = {
            "title": letter.mission.name[:MOST_NAME],
            "body": letter.subject,
            "url": self.where(letter.company),
            "tag": f"egiz-{letter.pk}",  # a browser that subscribed twice shows it once
        }
        message = json.dumps(words, ensure_ascii=False).encode()
        receiver = webpush.Receiver.read(place.public, place.secret)
        key = webpush.server_key(settings.SECRET_KEY)
        headers = {
            "authorization": webpush.authorization(place.endpoint, key, self.contact, int(now.timestamp())),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(LIFE),
            "urgency": "high" if letter.kind in URGENT else "normal",
        }
        self.client.post(place.endpoint, webpush.encrypt(message, receiver), headers)

    @staticmethod
    def _settle(push: Push, state: Push.State, note: str = "") -> str:
        Push.objects.filter(pk=push.pk).update(state=state, note=note[:300])
        return state

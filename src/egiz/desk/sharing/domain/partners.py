"""How two desks come to know each other: an address and a code said by phone, then keys that are pinned.

The desk that accepts sends its key and a proof over it that only somebody with the code can make; the one
that invited answers with its own key and a proof over both. Whoever stands between has neither, and finds
one of a million million codes only by guessing: five times at the desk, dearly anywhere else.
"""

import datetime as dt
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django_scopes import scope, scopes_disabled

from egiz.atlas.sources import Client, RequestError
from egiz.desk.api.domain.webhooks import check_address
from egiz.desk.core.domain import together, trail
from egiz.desk.core.domain.order import place_changes
from egiz.desk.core.models import Desk, User
from egiz.desk.sharing._errors import LineError
from egiz.desk.sharing.domain import keys, refusals
from egiz.desk.sharing.models import Invitation, Partner, Refusal

PATH = "/p/partners/join/"
GOOD_FOR = dt.timedelta(hours=24)
MOST_TRIES = 5
MOST_OPEN = 20
_PAGE = re.compile(r"^/d/(?P<slug>[-\w]{1,60})(/.*)?$")


@dataclass(frozen=True)
class Address:
    """Where a desk is: the installation, and its name there."""

    origin: str
    slug: str


def address_of(text: str) -> Address:
    """Take a desk's address as its pages have it.

    Raises
    ------
    ValidationError
        If it is none, leads into a private network, or is open for all to read on the way.
    """
    parts = urlsplit(text.strip())
    page = _PAGE.match(parts.path)
    if parts.scheme not in {"http", "https"} or not parts.hostname or page is None:
        raise LineError(LineError.ADDRESS)
    if parts.scheme == "http" and parts.hostname not in settings.WEBHOOK_HOSTS:
        raise LineError(LineError.ADDRESS)
    found = Address(f"{parts.scheme}://{parts.netloc}", page["slug"])
    check_address(found.origin)
    return found


@transaction.atomic
def invite(desk: Desk, user: User, *, name: str, origin: str, now: dt.datetime) -> tuple[Invitation, str]:
    """Make a code for another desk; it is given once and kept nowhere."""
    Invitation.objects.filter(expires_at__lt=now).delete()
    taken = set(Invitation.objects.values_list("number", flat=True))
    if len(taken) >= MOST_OPEN:
        raise LineError(LineError.MANY)
    code = keys.make_code()
    while code[: keys.OF_NUMBER] in taken:
        code = keys.make_code()
    made = Invitation.objects.create(
        desk=desk, number=code[: keys.OF_NUMBER], secret=keys.stretched(code, desk.slug), name=name,
        address=origin, expires_at=now + GOOD_FOR, created_by=user,
    )  # fmt: skip
    trail.record(made, "desk_invited", user, {"partner": ["", name]})
    return made, code


def _introduction(desk: Desk, partner: Partner, origin: str) -> dict[str, Any]:
    return {
        "key": partner.public_key, "name": desk.name, "country": desk.country, "language": desk.language,
        "address": origin, "nonce": secrets.token_hex(16),
    }  # fmt: skip


# --- the desk that accepts ---------------------------------------------------------------------------


def join(
    desk: Desk, user: User, *, address: str, code: str, origin: str, now: dt.datetime, through: Client
) -> Partner:
    """Accept an invitation: the other desk is asked, and pinned when it knows the code as well.

    Raises
    ------
    ValidationError
        If it cannot be asked, does not take the code, or does not know it.
    """
    there, digits = address_of(address), re.sub(r"\D", "", code)
    if len(digits) != keys.DIGITS:
        raise LineError(LineError.CODE)
    if (there.origin, there.slug) == (origin, desk.slug):
        raise LineError(LineError.ITSELF)
    partner = _begun(desk, user, there, now)
    said = {"desk": there.slug, "number": digits[: keys.OF_NUMBER], **_introduction(desk, partner, origin)}
    envelope, secret = keys.seal(partner.private_key, said), keys.stretched(digits, there.slug)
    call = {**envelope, "proof": keys.proof(secret, "join", envelope["payload"])}
    try:
        raw = through.post(
            there.origin + PATH, json.dumps(call).encode(), {"content-type": "application/json"}
        )
        answer = raw.json()
    except RequestError as error:
        status = getattr(error, "status", None)
        raise LineError(LineError.CODE if status == 403 else LineError.UNREACHABLE) from error
    return _pinned(
        partner, user, answer, keys.proof(secret, "welcome", envelope["payload"], _payload(answer))
    )


def _payload(answer: Any) -> str:
    try:
        return keys.payload_of(answer)
    except keys.SignatureError:
        return ""


@transaction.atomic
def _begun(desk: Desk, user: User, there: Address, now: dt.datetime) -> Partner:
    """Make our key of the line before anything is said: tried again, the same key is said."""
    state = Partner.State.JOINING
    known = Partner.objects.filter(state=state, address=there.origin, name=there.slug).first()
    if known is not None:
        return known
    private, public = keys.make_pair()
    return Partner.objects.create(
        desk=desk, state=state, address=there.origin, name=there.slug, private_key=private, public_key=public,
        language=desk.language, seen=place_changes(desk), next_at=now, created_by=user,
    )  # fmt: skip


@transaction.atomic
def _pinned(partner: Partner, user: User, answer: Any, wanted: str) -> Partner:
    line = Partner.objects.select_for_update().get(pk=partner.pk)
    try:
        said = keys.content_of(answer)
        proved = keys.holds(answer.get("proof"), wanted) and keys.is_key(said.get("key"))
        said = keys.unseal(said["key"], answer) if proved else {}
    except (keys.SignatureError, KeyError):
        proved = False
    if not proved:
        refusals.note(partner.desk, Refusal.Why.CODE, partner)
        raise LineError(LineError.PROOF)
    _introduced(line, said, line.address)
    trail.record(line, "desk_joined", user, {"partner": ["", line.name]})
    return line


def _introduced(line: Partner, said: dict[str, Any], origin: str) -> None:
    """Pin what the other desk said of itself."""
    language = str(said.get("language"))
    line.their_key, line.state, line.address = said["key"], Partner.State.LIVE, origin
    line.name = str(said.get("name") or line.name)[:200]
    line.country = str(said.get("country", ""))[:2].upper()
    line.language = language if together.is_language(language) else line.language
    line.save()


# --- the desk that invited ---------------------------------------------------------------------------


class NotAdmittedError(Exception):
    """Whoever calls does not know a code that works here."""


def admit(raw: Any, now: dt.datetime) -> dict[str, str]:
    """Take in a desk that knows the code, and answer with this desk's key and proof.

    Raises
    ------
    NotAdmittedError
        If it does not; nothing says whether desk or code are wrong.
    """
    try:
        said = keys.content_of(raw)
        said = keys.unseal(str(said.get("key")), raw)
        slug, number, origin = (said.get(name) for name in ("desk", "number", "address"))
    except keys.SignatureError as error:
        raise NotAdmittedError from error
    with scopes_disabled():
        desk = Desk.objects.filter(slug=str(slug)).first()
    if desk is None or len(str(raw["payload"])) > keys.MOST_PAYLOAD:
        raise NotAdmittedError
    with scope(desk=desk):
        invitation = _tried(str(number), now)
        wanted = invitation and keys.proof(invitation.secret, "join", raw["payload"])
        if invitation is None or not keys.holds(raw.get("proof"), str(wanted)):
            refusals.note(desk, Refusal.Why.CODE)
            raise NotAdmittedError
        # Names are looked up on the network: not while the row of the invitation is held.
        return _welcome(desk, invitation, {**said, "address": _origin(str(origin))}, raw["payload"])


def _tried(number: str, now: dt.datetime) -> Invitation | None:
    """Count a try before anything is compared, so that tries side by side are counted too."""
    rows = Invitation.objects.filter(number=number, expires_at__gte=now)
    if not rows.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        return None
    return rows.select_related("partner", "created_by", "desk").first()


@transaction.atomic
def _welcome(desk: Desk, invitation: Invitation, said: dict[str, Any], asked: str) -> dict[str, str]:
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("partner").get(pk=invitation.pk)
    )
    line = invitation.partner
    if line is not None and line.their_key != said["key"]:
        raise NotAdmittedError  # used up by another desk
    if line is None:
        line = _taken_in(desk, invitation, said)
    envelope = keys.seal(line.private_key, _introduction(desk, line, invitation.address))
    return {**envelope, "proof": keys.proof(invitation.secret, "welcome", asked, envelope["payload"])}


def _taken_in(desk: Desk, invitation: Invitation, said: dict[str, Any]) -> Partner:
    private, public = keys.make_pair()
    line = Partner(
        desk=desk, name=invitation.name, private_key=private, public_key=public, language=desk.language,
        seen=place_changes(desk), created_by=invitation.created_by,
    )  # fmt: skip
    _introduced(line, said, said["address"])
    invitation.partner = line
    invitation.save()
    trail.record(line, "desk_joined", None, {"partner": ["", line.name]})
    return line


def _origin(text: str) -> str:
    """Take the address at which the other desk says it is reached; none where it is not open to us.

    It may have no open end: then it calls, and this desk answers.
    """
    try:
        return address_of(f"{text}/d/x/").origin
    except ValidationError:
        return ""


@transaction.atomic
def move(partner: Partner, user: User, address: str) -> None:
    """Call a partner desk at another address from now on; its key stays."""
    found = address_of(address)
    with trail.tracked(partner, "desk_moved", user, ("address",)):
        partner.address = found.origin

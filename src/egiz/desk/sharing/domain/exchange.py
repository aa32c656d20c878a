"""Calling a partner desk and answering one: each call brings what waits here and fetches what waits there.

A call says by a signed word how far its desk has taken the other's messages, and carries those that wait; the
answer is of the same form. So an outage only lengthens what waits, one open end is enough for both ways, and
whoever lacks a message gets it with the next answer.
"""

import datetime as dt
import json
from typing import Any

from django.db import transaction
from django_scopes import scope, scopes_disabled

from egiz.atlas.sources import Client, RequestError
from egiz.atlas.sources import Limits as NetworkLimits
from egiz.desk.api.domain import webhooks
from egiz.desk.core.domain.order import place_changes
from egiz.desk.core.models import AuditEntry, Desk
from egiz.desk.sharing.domain import cutting, keys, refusals, things
from egiz.desk.sharing.domain.receiving import NotTakenError, is_number, opened, receive
from egiz.desk.sharing.models import Incoming, Outgoing, Partner, Refusal, SharedThing

PATH = "/p/partners/exchange/"
MOST_BYTES = 1 << 20
# What fits into one call: a part of what may come, for there are envelopes around it.
MOST_MESSAGES, MOST_LETTERS = 100, 400_000
MOST_CALLS = 30
# Seconds to wait after the first, second … call without an answer; then always the last.
BACK_OFF = (60, 120, 300, 900, 1800, 3600)
WHOLE = dt.timedelta(days=1)
KEPT_FOR = dt.timedelta(days=30)
# A desk that was cut off is told so this often at most.
MOST_FAREWELLS = 200
State = Partner.State
TALKING = (State.LIVE, State.CUT)


class RefusedCallError(Exception):
    """A call that is not answered; ``status`` is what HTTP says of it."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


def client() -> Client:
    """Make the guarded client; private hosts are let through as for webhooks, by name."""
    made = webhooks.client()
    made.limits = NetworkLimits(
        max_bytes=MOST_BYTES, max_unpacked=MOST_BYTES, wait=20.0, total=60.0, redirects=0, repeats=0
    )
    return made


# --- what changed here -------------------------------------------------------------------------------


def collect(partner: Partner, now: dt.datetime, *, whole: bool = False) -> int:
    """Turn what changed at the desk since the last time into messages; says how many."""
    place_changes(partner.desk)
    with transaction.atomic():
        line = things.held(partner)
        if not line.is_live:
            return 0
        last = Desk.objects.values_list("last_place", flat=True).get(pk=line.desk_id)
        live = SharedThing.objects.filter(partner=line, state=SharedThing.State.LIVE)
        whole = whole or line.looked_at is None or now - line.looked_at >= WHOLE
        if not whole:
            stirred = AuditEntry.objects.filter(place__gt=line.seen, place__lte=last)
            pairs = set(stirred.order_by().values_list("target", "target_id").distinct())
            live = live.filter(target_id__in={pk for _target, pk in pairs})
        rows = [one for one in live.order_by("pk").select_for_update() if whole or _pair(one) in pairs]
        made = sum(_capture(line, thing) for thing in rows)
        line.seen = last
        line.looked_at = now if whole else line.looked_at
        line.save(update_fields=["seen", "looked_at", "updated_at"])
    return made


def _pair(thing: SharedThing) -> tuple[str, int]:
    return thing.target, thing.target_id


def _capture(line: Partner, thing: SharedThing) -> bool:
    record = things.record_of(thing)
    return record is not None and things.capture(line, thing, record)


# --- calling -----------------------------------------------------------------------------------------


def call_due(now: dt.datetime, through: Client | None = None) -> int:
    """Call every partner desk that is due; of two workers one calls. Says how many were called."""
    through = through or client()
    with scopes_disabled():
        # One whose end is not open to us calls itself, and is answered.
        rows = Partner.objects.filter(state__in=TALKING, next_at__lte=now).exclude(address="")
        rows = rows.select_related("desk").order_by("pk")
        due = [one for one in rows if one.is_live or (one.waiting > 0 and one.tries < MOST_FAREWELLS)]
    called = 0
    for partner in due:
        with scope(desk=partner.desk):
            if _claim(partner, now):
                call(partner, now, through)
                called += 1
    return called


def _claim(partner: Partner, now: dt.datetime) -> bool:
    later = now + dt.timedelta(seconds=BACK_OFF[min(partner.tries, len(BACK_OFF) - 1)])
    # A worker that dies while it calls leaves a line that is due again later.
    rows = Partner.objects.filter(pk=partner.pk, next_at=partner.next_at)
    return rows.update(next_at=later, tries=partner.tries + 1) == 1


def call(partner: Partner, now: dt.datetime, through: Client) -> bool:
    """Call one partner desk until neither has anything to say; says whether it answered."""
    collect(partner, now)
    for _call in range(MOST_CALLS):
        line = _turned(partner, now)
        try:
            body = json.dumps(_speech(line)).encode()
            answer = through.post(line.address + PATH, body, {"content-type": "application/json"}).json()
            again = _take_answer(line, answer, now)
        except RequestError as error:
            Partner.objects.filter(pk=line.pk).update(trouble=error.why[:300])
            return False
        except NotTakenError as error:
            refusals.note(line.desk, error.why, line)
            Partner.objects.filter(pk=line.pk).update(trouble=str(Refusal.Why(error.why).label)[:300])
            return False
        if not again:
            break
    Partner.objects.filter(pk=partner.pk).update(tries=0, trouble="", next_at=_soon(partner, now))
    return True


def _soon(partner: Partner, now: dt.datetime) -> dt.datetime:
    """Say when to call again where nothing changes meanwhile."""
    return (
        now + dt.timedelta(seconds=BACK_OFF[0] if partner.is_live else BACK_OFF[-1]) - dt.timedelta(seconds=5)
    )


@transaction.atomic
def _turned(partner: Partner, now: dt.datetime) -> Partner:
    line = things.held(partner)
    # By the clock where it is ahead: a desk that was put back from a backup is heard all the same.
    line.turn = max(line.turn + 1, int(now.timestamp() * 1000))
    line.save(update_fields=["turn", "updated_at"])
    return line


def _speech(line: Partner, answer_to: int | None = None) -> dict[str, Any]:
    """Say how far this desk is, and what waits here for the other."""
    word = {
        "kind": "word" if answer_to is None else "answer",
        "from": line.public_key,
        "to": line.their_key,
        "turn": line.turn if answer_to is None else answer_to,
        "taken": line.taken,
        "state": "cut" if line.state in {State.CUT, State.CUT_THERE} else "live",
    }
    return {"word": keys.seal(line.private_key, word), "messages": list(_messages(line))}


def _messages(line: Partner) -> Any:
    if not line.is_live:
        return
    letters = 0
    rows = Outgoing.objects.filter(partner=line, number__gt=line.acknowledged).order_by("number")
    for row in rows[:MOST_MESSAGES]:
        envelope = keys.seal(line.private_key, {
            "kind": row.kind, "from": line.public_key, "to": line.their_key, "number": row.number,
            "id": str(row.uid), "seen": row.seen, "content": row.content,
        })  # fmt: skip
        letters += len(envelope["payload"])
        if letters > MOST_LETTERS:
            return
        yield envelope


def _take_answer(line: Partner, answer: Any, now: dt.datetime) -> bool:
    """Take what the other desk answered; says whether there is more to say."""
    if not isinstance(answer, dict):
        raise NotTakenError(Refusal.Why.FORM)
    word = opened(line, answer.get("word"))
    if word.get("kind") != "answer" or word.get("turn") != line.turn:
        raise NotTakenError(Refusal.Why.AGAIN)
    before = line.acknowledged
    line = _heard(line, word, now)
    came = _take_messages(line, answer.get("messages"))
    fresh = Partner.objects.get(pk=line.pk)
    if not fresh.is_live:
        return False
    return came > 0 or (fresh.waiting > 0 and fresh.acknowledged > before)


def _take_messages(line: Partner, messages: Any) -> int:
    """Take messages in their order, up to the first that cannot be; says how many were looked at."""
    count = 0
    for envelope in messages[:MOST_MESSAGES] if isinstance(messages, list) and line.is_live else ():
        if not receive(line, envelope):
            break
        count += 1
    return count


@transaction.atomic
def _heard(partner: Partner, word: dict[str, Any], now: dt.datetime) -> Partner:
    """Believe what the other desk signed about itself: how far it is, and whether it still wants the line."""
    line = things.held(partner)
    taken: Any = word.get("taken")
    if not is_number(taken):
        raise NotTakenError(Refusal.Why.FORM)
    line.heard_at = now
    if line.state == State.CUT:
        line.acknowledged = line.sent  # it knows now
    elif line.is_live and not _can_go_on(line, taken):
        line.state = State.BROKEN
    else:
        line.acknowledged = taken
    line.save()
    if word.get("state") == "cut":
        cutting.ended(line)
        line.refresh_from_db()
    return line


def _can_go_on(line: Partner, taken: int) -> bool:
    """Say whether both desks remember the same messages: one of the two may be put back from a backup."""
    if taken >= line.sent:
        return taken == line.sent
    return taken >= 0 and Outgoing.objects.filter(partner=line, number=taken + 1).exists()


# --- answering ---------------------------------------------------------------------------------------


def answer_to(raw: bytes, now: dt.datetime) -> dict[str, Any]:
    """Answer a call of a partner desk.

    Raises
    ------
    RefusedCallError
        If nobody here knows who calls, or it is no call of theirs.
    """
    if len(raw) > MOST_BYTES:
        raise RefusedCallError(413, "large")
    try:
        said = json.loads(raw)
        claimed = keys.content_of(said["word"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RefusedCallError(400, "form") from error
    with scopes_disabled():
        found = Partner.objects.select_related("desk").filter(public_key=str(claimed.get("to"))).first()
    if found is None or not found.their_key:
        refusals.log.warning("partner desks: a call for a key that is none of ours")
        raise RefusedCallError(403, "addressee")
    with scope(desk=found.desk):
        return _answered(found, said, now)


def _answered(partner: Partner, said: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    try:
        word = opened(partner, said["word"])
        line = _first_time(partner, word, now)
    except NotTakenError as error:
        refusals.note(partner.desk, error.why, partner)
        raise RefusedCallError(403, error.why) from error
    _take_messages(line, said.get("messages"))
    line = Partner.objects.select_related("desk").get(pk=line.pk)
    return _speech(line, answer_to=word["turn"])


@transaction.atomic
def _first_time(partner: Partner, word: dict[str, Any], now: dt.datetime) -> Partner:
    """Hear a call that was not heard before."""
    line = things.held(partner)
    turn: Any = word.get("turn")
    if word.get("kind") != "word" or not is_number(turn):
        raise NotTakenError(Refusal.Why.FORM)
    if turn <= line.their_turn:
        raise NotTakenError(Refusal.Why.AGAIN)
    line.their_turn = turn
    line.save(update_fields=["their_turn", "updated_at"])
    return _heard(line, word, now)


# --- what is old --------------------------------------------------------------------------------------


def forget(now: dt.datetime) -> None:
    """Delete messages that were taken long ago, on every desk."""
    with scopes_disabled():
        refusals.forget(now)
        for line in Partner.objects.all():
            old = {"partner": line, "created_at__lt": now - KEPT_FOR}
            Outgoing.objects.filter(**old, number__lte=line.acknowledged).delete()
            Incoming.objects.filter(**old, number__lt=line.taken).delete()

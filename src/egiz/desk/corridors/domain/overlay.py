"""The shipped network with the desk's own entries on top."""

from functools import lru_cache
from typing import Any

from django.db.models import Count, Max

from egiz import corridors
from egiz.desk.core.domain.trail import record, tracked
from egiz.desk.core.models import Desk, User
from egiz.desk.corridors.models import Expiry, OwnGate, OwnValue

VALUE_FIELDS = (
    "on", "metric", "vehicle", "way", "low", "mode", "high", "status", "source", "url", "as_of",
    "checked_on", "valid_from", "valid_to", "note",
)  # fmt: skip
GATE_FIELDS = (
    "on", "vehicle", "state", "valid_from", "valid_to", "status", "source", "url", "as_of", "checked_on",
    "note",
)  # fmt: skip
EXPIRY_FIELDS = ("title", "last_day", "reason")
Fingerprint = tuple[Any, ...]


def network_of(desk: Desk) -> corridors.Network:
    """Return the network as this desk knows it; built anew only when an entry changed."""
    marks = tuple(
        tuple(model.objects.aggregate(n=Count("pk"), last=Max("updated_at")).values())
        for model in (OwnValue, OwnGate, Expiry)
    )
    if not any(count for count, _last in marks):
        return corridors.load()
    return _built(desk.pk, marks)


@lru_cache(maxsize=16)
def _built(_desk_pk: int, _marks: Fingerprint) -> corridors.Network:
    # The arguments are the key; the rows are read in the scope of the desk that asks.
    return corridors.load().overlaid(
        values=[engine_value(row) for row in OwnValue.objects.all()],
        gates=[engine_gate(row) for row in OwnGate.objects.all()],
        expired=[(row.name, row.last_day) for row in Expiry.objects.all()],
    )


def engine_value(row: OwnValue) -> corridors.Value:
    """
    A desk's entry as the engine's value.

    Raises
    ------
    egiz.corridors.NetworkError
        When it breaks a rule of the network; the form asks before it saves.
    """
    data: Any = {name: getattr(row, name) for name in VALUE_FIELDS if name not in ("low", "mode", "high")}
    return corridors.Value(
        estimate=corridors.Estimate(row.low, row.mode, row.high), id=f"own-value-{row.pk}", **data
    )


def engine_gate(row: OwnGate) -> corridors.Gate:
    """A desk's entry as the engine's gate."""
    data: Any = {name: getattr(row, name) for name in GATE_FIELDS}
    return corridors.Gate(id=f"own-gate-{row.pk}", **data)


def save_entry(row: OwnValue | OwnGate, user: User | None) -> None:
    """Write a new entry, or the changes of an old one, with its history."""
    fields = VALUE_FIELDS if isinstance(row, OwnValue) else GATE_FIELDS
    stored = type(row).objects.filter(pk=row.pk).first()
    if stored is None:
        row.save()
        record(row, "added", user)
        return
    with tracked(stored, "changed", user, fields):
        for field in fields:
            setattr(stored, field, getattr(row, field))


def remove_entry(row: OwnValue | OwnGate | Expiry, user: User | None) -> None:
    """Take an entry away; what it was stays in the history."""
    fields = {OwnValue: VALUE_FIELDS, OwnGate: GATE_FIELDS, Expiry: EXPIRY_FIELDS}[type(row)]
    record(row, "removed", user, {name: [str(getattr(row, name) or ""), ""] for name in fields})
    row.delete()


def expire(row: Expiry, user: User | None) -> None:
    """Let a shipped value hold until a day and no longer."""
    stored = Expiry.objects.filter(name=row.name).first()
    if stored is None:
        row.save()
        record(row, "expired", user, {"last_day": ["", row.last_day.isoformat()], "reason": ["", row.reason]})
        return
    with tracked(stored, "expired", user, EXPIRY_FIELDS):
        stored.last_day, stored.reason, stored.title = row.last_day, row.reason, row.title

"""Who may change here what is kept together; asked before anything of the desk is written or goes."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext

from egiz.desk.core.domain import together, trail
from egiz.desk.core.models import DeskModel
from egiz.desk.sharing.domain.parts import may_change, of_record
from egiz.desk.sharing.models import SharedThing

_applying: ContextVar[bool] = ContextVar("partner_at_work", default=False)


@contextmanager
def applying() -> Iterator[None]:
    """Write inside this block what the other desk changed."""
    token = _applying.set(True)
    try:
        yield
    finally:
        _applying.reset(token)


def guard(record: DeskModel, fields: Collection[str]) -> None:
    """Refuse a change of what only the other desk may change."""
    found = together.kind_at(trail.target_name(record))
    if found is None or _applying.get():
        return
    thing = of_record(record).filter(is_ours=False, state=SharedThing.State.LIVE).first()
    if thing is None:
        return
    language = thing.desk.language
    for part in found.parts:
        key = f"{part.name}.{language}" if part.worded else part.name
        if set(part.fields) & set(fields) and not may_change(thing, key, owner=False):
            raise together.ElsewhereError(
                gettext("“%(part)s” belongs to %(desk)s: it is changed there.")
                % {"part": part.label, "desk": thing.partner.name}
            )


def hold(pairs: Iterable[tuple[str, Any]]) -> None:
    """Refuse that something kept together goes."""
    asked = {(target, pk) for target, pk in pairs if together.kind_at(target)}
    numbers = [pk for _target, pk in asked]
    rows = SharedThing.objects.filter(target_id__in=numbers, state=SharedThing.State.LIVE)
    if numbers and asked & set(rows.values_list("target", "target_id")):
        raise together.ElsewhereError(gettext("It is kept together with another desk."))

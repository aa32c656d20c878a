"""What the twinnings give to other apps: links and comparisons as what promises become."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core import joints
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import desk_url
from egiz.desk.core.interfaces.languages import day_words
from egiz.desk.core.joints import Account, Ending, Turning
from egiz.desk.twinnings.domain.register import SIGNED, has_been_signed, is_signed
from egiz.desk.twinnings.models import Comparison, Stage, Twinning


class Links:
    """A link between two places: it has reached its end for a promise when it is signed."""

    target = "twinnings.twinning"
    page = "twinnings:twinning"
    word = gettext_lazy("twinning")

    def ended(self) -> QuerySet[Any, Any]:
        return Twinning.objects.filter(has_been_signed()).values("pk")

    def endings(self, pks: Iterable[int]) -> dict[int, Ending]:
        rows = Twinning.objects.filter(has_been_signed(), pk__in=pks)
        return {row.pk: Ending(_key(row), _signed(row)) for row in rows}

    def accounts(self, pks: Iterable[int], first: dt.date | None, last: dt.date) -> dict[int, Account]:
        rows = Twinning.objects.filter(pk__in=pks).select_related("desk").prefetch_related("activities")
        found = {}
        for row in rows:
            happened = sorted(
                (one for one in row.activities.all() if (not first or one.date > first) and one.date <= last),
                key=lambda one: one.date,
            )
            lines = tuple(f"{day_words(one.date)}: {one.what}" for one in happened)
            state = _signed(row) if is_signed(row) else _state(row)
            found[row.pk] = Account(row.pk, _pair(row), desk_url(row.desk, self.page, row.pk), state, lines)
        return found

    def stirred(self, first: dt.date | None, last: dt.date) -> list[int]:
        rows = Twinning.objects.filter(activities__date__lte=last)
        rows = rows.filter(activities__date__gt=first, activities__date__lte=last) if first else rows
        return list(rows.order_by("pk").values_list("pk", flat=True).distinct())


def _pair(row: Twinning) -> str:
    return f"{local_name(row.a_id, row.a_name)} – {local_name(row.b_id, row.b_name)}"


def _key(row: Twinning) -> str:
    """Name an ending: what a person set aside comes again only when another paper is signed."""
    return f"signed-{row.status}" if row.status in SIGNED else "signed-stage"


def _signed(row: Twinning) -> str:
    """Say what is signed; where the register does not name the paper, the stage that stands behind it."""
    if row.status in SIGNED:
        words = str(row.get_status_display())
    else:
        words = _("the signing is behind it, it stands at: %(stage)s") % {"stage": _stage(row)}
    return f"{words}: {row.document}" if row.document else words


def _state(row: Twinning) -> str:
    """Say how a link stands that is not signed: the stage that somebody said, or its status."""
    return _stage(row) if row.stage else str(row.get_status_display())


def _stage(row: Twinning) -> str:
    return str(Stage(row.stands).label)


class Comparisons:
    """A comparison of candidates: a step, never the end of a promise."""

    target = "twinnings.comparison"
    page = "twinnings:comparison"
    word = gettext_lazy("comparison")

    def ended(self) -> QuerySet[Any, Any]:
        return Comparison.objects.none().values("pk")

    def endings(self, pks: Iterable[int]) -> dict[int, Ending]:  # noqa: ARG002 - one form for all
        return {}

    def accounts(self, pks: Iterable[int], first: dt.date | None, last: dt.date) -> dict[int, Account]:  # noqa: ARG002 - one form for all
        return {
            row.pk: Account(
                row.pk,
                str(row),
                desk_url(row.desk, self.page, row.pk),
                _("candidates ranked on %(day)s")
                % {"day": day_words(row.ranked_at.astimezone(row.desk.zone))}
                if row.ranked_at
                else _("not ranked yet"),
            )
            for row in Comparison.objects.filter(pk__in=pks).select_related("desk")
        }

    def stirred(self, first: dt.date | None, last: dt.date) -> list[int]:  # noqa: ARG002 - one form for all
        return []


joints.add_things(Links())
joints.add_things(Comparisons())
joints.add_turning(
    Turning(
        "comparison",
        gettext_lazy("Compare the cities"),
        "arrow-left-right",
        joints.page_from("twinnings:compare"),
    )
)
joints.add_turning(
    Turning("twinning", gettext_lazy("Begin a twinning"), "link-2", joints.page_from("twinnings:new"))
)

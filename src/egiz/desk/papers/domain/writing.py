"""Writing a paper: each saving is a version, and a change brings the draft mark back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from egiz.desk.core.domain import trail
from egiz.desk.core.models import Desk, User
from egiz.desk.papers.domain.filled import Filled
from egiz.desk.papers.models import Letterhead, Paper, PaperVersion


def _keep_version(paper: Paper, user: User | None) -> None:
    last = paper.versions.values_list("number", flat=True).first() or 0
    PaperVersion.objects.create(
        desk_id=paper.desk_id, paper=paper, number=last + 1, fields=paper.fields, texts=paper.texts,
        made_by=user,
    )  # fmt: skip


@transaction.atomic
def begin(desk: Desk, kind: str, filled: Filled, user: User | None) -> Paper:
    """Write a new paper with what the desk knows; the rest is blank."""
    paper = Paper.objects.create(
        desk=desk, kind=kind, name=filled.name[:200], language=desk.language, origin=filled.origin,
        origin_id=filled.origin_id, fields=filled.fields, texts=filled.texts,
        letterhead=Letterhead.objects.first(), created_by=user,
    )  # fmt: skip
    _keep_version(paper, user)
    trail.record(paper, "added", user)
    return paper


@transaction.atomic
def write(
    paper: Paper,
    user: User | None,
    *,
    lang: str,
    fields: Mapping[str, Any],
    texts: Mapping[str, Any],
    name: str,
    letterhead: Letterhead | None,
) -> bool:
    """Save what a person wrote in one language; say whether anything changed."""
    now = Paper.objects.select_for_update().get(pk=paper.pk)
    before = (now.name, now.letterhead_id, now.fields, now.texts)
    now.name, now.letterhead = name, letterhead
    now.fields = _without_nothing({**now.fields, **fields})
    now.texts = {**now.texts, lang: _without_nothing({**now.texts.get(lang, {}), **texts})}
    if before == (now.name, now.letterhead_id, now.fields, now.texts):
        return False
    _as_draft(now)
    now.save()
    _keep_version(now, user)
    trail.record(now, "written", user)
    return True


def _without_nothing(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [], False)}


def _as_draft(paper: Paper) -> None:
    paper.state, paper.checked_by, paper.checked_at = Paper.State.DRAFT, None, None


@transaction.atomic
def check(paper: Paper, user: User) -> None:
    """Take the draft mark off: a person has read the paper and answers for it."""
    paper.state, paper.checked_by, paper.checked_at = Paper.State.CHECKED, user, timezone.now()
    paper.save()
    trail.record(paper, "checked", user)


@transaction.atomic
def take_back(version: PaperVersion, user: User | None) -> None:
    """Make an earlier version the present one; the one in between stays a version too."""
    paper = version.paper
    paper.fields, paper.texts = version.fields, version.texts
    _as_draft(paper)
    paper.save()
    _keep_version(paper, user)
    trail.record(paper, "version_back", user, {"version": [None, version.number]})

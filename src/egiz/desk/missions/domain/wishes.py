"""Wishes and consent. A wish holds no slot; only what both sides agreed to becomes a meeting."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Side, User
from egiz.desk.missions.models import Company, Mission, SuggestedMatch, Wish
from egiz.desk.missions.models.wish import Consent

ANSWER_FIELDS = {Side.OURS.value: "our_consent", Side.THEIRS.value: "their_consent"}


@transaction.atomic
def wishes_from_matches(
    mission: Mission,
    matches: Iterable[SuggestedMatch],
    user: User | None,
    *,
    consent: bool,
    note: str = "",
    answer_by: dt.datetime | None = None,
) -> int:
    """Turn proposals into wishes; pairs that already have one are left as they are.

    With `consent` the organiser states that both sides agreed, and `note` says how he knows; without it both
    are still to be asked, until `answer_by`.
    """
    present = set(Wish.objects.filter(mission=mission).values_list("low_id", "high_id"))
    answer = Consent.AGREED if consent else Consent.ASKED
    made = []
    for match in matches:
        low, high = sorted((match.ours_id, match.theirs_id))
        if (low, high) in present:
            continue
        present.add((low, high))
        made.append(
            Wish(
                mission=mission, desk_id=mission.desk_id, asker_id=match.ours_id, partner_id=match.theirs_id,
                low_id=low, high_id=high, origin=Wish.Origin.MATCH, our_consent=answer, their_consent=answer,
                recorded_by=user, match=match, consent_note=note[:300] if consent else "",
                answer_by=None if consent else answer_by,
            )
        )  # fmt: skip
    Wish.objects.bulk_create(made)
    if made:
        record(mission, "wishes_added", user)
    return len(made)


def add_wish(mission: Mission, asker: Company, partner: Company, weight: str, user: User | None) -> Wish:
    """Enter a wish by hand; who asks has agreed, the partner is still to be asked."""
    if asker.pk == partner.pk:
        raise ValidationError(_("A company cannot meet itself; choose another partner."))
    if asker.mission_id != mission.pk or partner.mission_id != mission.pk:
        raise ValidationError(_("Both companies must be on the list of this mission."))
    if asker.side == partner.side:
        raise ValidationError(_("Choose one company of each side."))
    low, high = sorted((asker.pk, partner.pk))
    if Wish.objects.filter(mission=mission, low_id=low, high_id=high).exists():
        raise ValidationError(
            _("There already is a wish between %(a)s and %(b)s; change that one."),
            params={"a": asker.name, "b": partner.name},
        )
    wish = Wish(mission=mission, asker=asker, partner=partner, weight=weight, recorded_by=user)
    setattr(wish, ANSWER_FIELDS[asker.side], Consent.AGREED)
    wish.save()
    return wish


def answer(wish: Wish, side: str, value: str, user: User | None, note: str = "") -> None:
    """Write down one side's answer; `user` is None when the company answered through its own link.

    Whoever answers in a company's name says in `note` how that company gave its consent.
    """
    name = ANSWER_FIELDS[side]
    if value not in Consent.values:
        raise ValidationError(_("An answer is asked, agreed or declined."))
    before = getattr(wish, name)
    if before == value:
        return
    if user is not None and value == Consent.AGREED and not note.strip():
        raise ValidationError(_("Write how the company gave its consent, for example: by phone, 3 December."))
    setattr(wish, name, value)
    wish.recorded_by = user
    changes = {name: [before, value]}
    if user is not None:
        wish.consent_note = note.strip()[:300]
        changes["consent_note"] = ["", wish.consent_note]
    wish.save(update_fields=[name, "recorded_by", "consent_note", "updated_at"])
    record(wish, "answered", user, changes)


def set_weight(wish: Wish, weight: str, user: User | None) -> None:
    if weight not in Wish.Weight.values:
        raise ValidationError(_("A wish is a must, a want or no meeting."))
    before = wish.weight
    wish.weight = weight
    wish.save(update_fields=["weight", "updated_at"])
    record(wish, "weighed", user, {"weight": [before, weight]})

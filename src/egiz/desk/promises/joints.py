"""What the promises give to other apps: what a trip or a poll may begin from, and where it is tied to."""

from egiz.desk.core import joints
from egiz.desk.core.http import desk_url
from egiz.desk.core.joints import Made, Origin
from egiz.desk.core.models import Desk, User
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import Promise


def _origin(row: Promise) -> Origin:
    return Origin("promise", row.pk, row.title, row.quote)


class Promises:
    """Promises as something that others begin from."""

    def offered(self, desk: Desk, purpose: str, limit: int) -> list[Origin]:
        live = Promise.objects.filter(desk=desk, status__in=Promise.LIVE)
        if purpose == "trip":
            # Nothing has become of it yet.
            rows = live.filter(kind=Promise.Kind.TRIP, became__isnull=True)
        else:
            rows = live.order_by("-id")
        return [_origin(row) for row in rows[:limit]]

    def get(self, pk: int) -> Origin | None:
        row = Promise.objects.filter(pk=pk).first()
        return _origin(row) if row else None

    def tie(self, pk: int, made: Made, user: User | None) -> None:
        row = Promise.objects.filter(pk=pk).first()
        if row is None:
            return
        if made.day:
            deciding.change(row, user, due_on=made.day)
        deciding.link_became(row, title=made.name, url=made.url, user=user)


def sample_promise(kind: str) -> Origin | None:
    """Return the first promise of a kind that the sample's report holds, confirmed."""
    row = Promise.objects.filter(kind=kind).exclude(status__in=("rejected", "merged")).first()
    if row is None:
        return None
    if row.is_suggestion:
        deciding.confirm(row, None, owner_text=row.owner_text)
    return _origin(row)


def begin_promise(desk: Desk, start: Origin, user: User | None) -> str:
    """Make a promise of what was agreed somewhere else at the desk: who, what, until when."""
    made = deciding.add(
        desk,
        user,
        title=start.name[:300],
        owner_text=start.owner[:300],
        to_text=start.to[:300],
        side=start.side,
        kind=Promise.Kind.TRADE,
        due_on=start.days[0] if start.days else None,
        note=start.purpose[:4000],
    )
    return desk_url(desk, "promises:promise", made.pk)


joints.add_origins("promise", Promises())
joints.add_beginning("promise", begin_promise)
joints.sample_promise.fill(sample_promise)

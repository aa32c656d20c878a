"""Who should meet whom: the engine's proposals, kept with their reasons."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from egiz import matching
from egiz.desk.core.domain.jobs import JobError
from egiz.desk.core.models import Side
from egiz.desk.missions.domain.first_filter import NO_TRIGRAMS, PostgresCandidates, make_indexes
from egiz.desk.missions.domain.registration import profile_of
from egiz.desk.missions.models import Company, Mission, SuggestedMatch, Wish
from egiz.text.sense import sense
from egiz.text.sense_store import SenseStore

TOP = 10
READING = gettext_noop("Reading what the companies write: %(done)s of %(count)s new lines")
NO_MODEL = gettext_noop(
    "The sentence model does not run on this machine; companies are compared by words and codes alone."
)
Tell = Callable[..., None]


def run_matching(mission: Mission, tell: Tell, *, words_only: bool = False) -> int:
    """Score all pairs of the two sides and keep the best; earlier proposals nobody acted on are replaced.

    With ``words_only`` the sentence model is left out: the sample must open at once.
    """
    companies = list(Company.objects.filter(mission=mission, status=Company.Status.ACCEPTED))
    sides = {
        side: [company for company in companies if company.side == side] for side in (Side.OURS, Side.THEIRS)
    }
    for side, there in sides.items():
        if not there:
            raise _nobody(mission, side)
    tell(
        0.1,
        gettext_noop("Comparing %(ours)s companies with %(theirs)s"),
        ours=len(sides[Side.OURS]),
        theirs=len(sides[Side.THEIRS]),
    )
    ours, theirs = ([profile_of(company) for company in sides[side]] for side in (Side.OURS, Side.THEIRS))
    found = matching.match(
        ours,
        theirs,
        top=TOP,
        interpreters=spoken_between(mission),
        sense=None if words_only else _read_beforehand([*ours, *theirs], tell),
        finders=_finders(mission, len(ours) * len(theirs), tell),
    )
    tell(0.9, gettext_noop("Keeping %(count)s pairs"), count=len(found.pairs))
    return _keep(mission, found)


def _nobody(mission: Mission, side: str) -> JobError:
    """Say why a side has nobody to be matched: no company yet, or none that was accepted."""
    desk = mission.desk
    letters = desk.country if side == Side.OURS else desk.their_country
    if waiting := Company.objects.filter(mission=mission, side=side).count():
        text = gettext_noop(
            "No company of %(side)s is accepted yet, so there is nobody to match; %(count)s are on the list."
        )
        return JobError(text, side=letters, count=waiting)
    text = gettext_noop(
        "There is no company of %(side)s yet, so there is nobody to match. Take its list in first."
    )
    return JobError(text, side=letters)


def spoken_between(mission: Mission) -> set[frozenset[str]] | None:
    """Return the pairs of languages the mission's interpreters join; None while no interpreter is named."""
    known = [interpreter.languages for interpreter in mission.interpreters.all()]
    if not known:
        return None
    return {frozenset(pair) for languages in known for pair in combinations(sorted(set(languages)), 2)}


def _read_beforehand(profiles: Sequence[matching.Profile], tell: Tell) -> SenseStore | None:
    """Have the sentence model read the lines it does not know; None, said aloud, where it cannot run."""
    engine = sense()
    if engine is None:
        tell(0.1, NO_MODEL)
        return None
    store = SenseStore(engine, settings.SENSE_STORE)

    def reading(done: int, count: int) -> None:
        tell(0.1 + 0.6 * done / count, READING, done=done, count=count)

    store.learn(matching.texts_to_read(profiles), tell=reading)
    return store


def _finders(mission: Mission, pairs: int, tell: Tell) -> Any:
    """Return the database's own indexes for long lists on PostgreSQL; None for the engine's index."""
    if pairs <= matching.candidates.DENSE or connection.vendor != "postgresql":
        return None
    if not make_indexes():
        tell(0.2, NO_TRIGRAMS)
        return None
    return (PostgresCandidates(mission, Side.OURS), PostgresCandidates(mission, Side.THEIRS))


@transaction.atomic
def _keep(mission: Mission, found: Any) -> int:
    chosen = {(pair.a, pair.b) for pair in found.selected}
    links = dict(Wish.objects.filter(mission=mission, match__isnull=False).values_list("pk", "match_id"))
    pairs_of = {m.pk: (m.ours_id, m.theirs_id) for m in SuggestedMatch.objects.filter(pk__in=links.values())}
    SuggestedMatch.objects.filter(mission=mission).delete()
    made = SuggestedMatch.objects.bulk_create(
        SuggestedMatch(
            mission=mission,
            desk_id=mission.desk_id,
            ours_id=int(pair.a),
            theirs_id=int(pair.b),
            score=pair.score,
            our_gain=pair.a_gain,
            their_gain=pair.b_gain,
            reasons=_plain(pair.reasons),
            missing=_plain(pair.missing),
            selected=(pair.a, pair.b) in chosen,
        )
        for pair in found.pairs
    )
    again = {(match.ours_id, match.theirs_id): match for match in made}
    wishes = []
    for wish in Wish.objects.filter(pk__in=links):
        # A wish that came from a proposal keeps pointing at the pair's new proposal.
        wish.match = again.get(pairs_of.get(links[wish.pk], (0, 0)))
        wishes.append(wish)
    Wish.objects.bulk_update(wishes, ["match"], batch_size=200)
    _keep_advice(mission, found.add)
    return len(made)


def _keep_advice(mission: Mission, found: Mapping[str, Sequence[matching.Reason]]) -> None:
    changed = []
    for company in Company.objects.filter(mission=mission).only("advice"):
        # Partners by their number: a name stays where its company is, and goes with it.
        advice = [
            {"code": one.code, "params": {k: v for k, v in one.params.items() if k != "partners"}}
            for one in found.get(str(company.pk), ())
        ]
        if company.advice != advice:
            company.advice = advice
            changed.append(company)
    Company.objects.bulk_update(changed, ["advice"], batch_size=200)


def advice_of(company: Company, among: QuerySet[Company]) -> list[dict[str, Any]]:
    """Return what the company may add to its lines, as reasons; only partners `among` those are named."""
    ids = {pk for one in company.advice for pk in one["params"]["partner_ids"].split(",")}
    there = among.filter(status=Company.Status.ACCEPTED, pk__in=ids).values_list("pk", "name")
    names = {str(pk): name for pk, name in there} if ids else {}
    said = {line.casefold() for line in company.offers}
    found = []
    for one in company.advice:
        partners = [names[pk] for pk in one["params"]["partner_ids"].split(",") if pk in names]
        if partners and one["params"]["need"].casefold() not in said:
            shown = ", ".join(partners[: matching.advice.NAMED])
            more = " …" if len(partners) > matching.advice.NAMED else ""
            found.append({"code": one["code"], "params": one["params"] | {"partners": shown + more}})
    return found


def _plain(reasons: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": reason.code,
            "params": dict(reason.params),
            "kind": reason.kind,
            "weight": round(reason.weight, 3),
            "ours": reason.a_text,
            "theirs": reason.b_text,
            "text": reason.text,
        }
        for reason in reasons
    ]

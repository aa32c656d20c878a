"""Two lists of companies in, recommended meetings with reasons out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from egiz.matching._errors import ProfileError
from egiz.matching.advice import advice
from egiz.matching.candidates import Finders, candidate_pairs
from egiz.matching.crosslingual import terms_of
from egiz.matching.exclusions import Interpreters, exclusion
from egiz.matching.given_up import GivenUp, excluded, not_chosen
from egiz.matching.languages import detect_profile
from egiz.matching.profiles import Profile
from egiz.matching.reasons import Reason
from egiz.matching.scoring import gains, need_met, terms_of_meeting
from egiz.matching.selection import Fairness, select
from egiz.matching.similarity import Likeness, similarities
from egiz.matching.stability import blocking
from egiz.text.folding import plain
from egiz.text.sense_store import SenseStore

MIN_SCORE = 0.05
"""Pairs below this are not shown: nothing a person could check speaks for them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two companies that may meet.

    Parameters
    ----------
    a, b
        Ids of the company of the first and of the second list.
    score
        What both gain, 0 to 1: the geometric mean of the two gains. An ordering, not a probability.
    a_gain, b_gain
        What each side gains.
    reasons
        Why, strongest first.
    missing
        What stands against it.
    """

    a: str
    b: str
    score: float
    a_gain: float
    b_gain: float
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Recommended meetings of two lists.

    Parameters
    ----------
    pairs
        Every company's best partners (its `top`), best first.
    selected
        The meetings recommended under everybody's limits, best first.
    status
        ``"optimal"`` for the chosen set among the candidates, ``"feasible"`` with ``fairness="nash"``.
    objective, bound
        Sum of the selected scores and an upper bound on that sum under the same limits.
    without
        Ids of companies left with no meeting.
    excluded
        How many pairs each hard rule took out.
    mend
        For companies with few partners, what in the profile to mend.
    add
        For each company, what its partners seek and its own lines do not say, see `advice.advice`.
    given_up
        Every candidate that is not recommended, and why, best first.
    welfare
        With ``fairness="nash"`` the Nash welfare reached and an upper bound on it.
    blocking
        Pairs not recommended that both companies would rather have than one of their meetings: none in a
        stable selection, which need not have the largest sum.
    """

    pairs: tuple[Pair, ...]
    selected: tuple[Pair, ...]
    status: str
    objective: float
    bound: float
    without: tuple[str, ...]
    excluded: dict[str, int]
    mend: dict[str, tuple[Reason, ...]]
    given_up: tuple[GivenUp, ...] = ()
    welfare: tuple[float, float] | None = None
    blocking: tuple[tuple[str, str], ...] = ()
    add: dict[str, tuple[Reason, ...]] = field(default_factory=dict)


def match(  # noqa: PLR0913 - one argument for each choice of the caller
    a: Sequence[Profile],
    b: Sequence[Profile],
    *,
    top: int = 10,
    fairness: float | Literal["nash", "leximin"] = 0.3,
    interpreters: Interpreters = None,
    dense: bool | None = None,
    sense: SenseStore | None = None,
    finders: Finders | None = None,
) -> MatchResult:
    """Score the pairs of two lists and choose the meetings to recommend.

    Parameters
    ----------
    a, b
        The two lists; ids are unique in each.
    top
        How many partners to keep for each company.
    fairness
        Bonus on a company's first meetings, 0 for the largest plain sum; or ``"nash"`` or ``"leximin"``, see
        `selection.select`.
    interpreters
        Pairs of languages between which somebody interprets, as ``{frozenset({"ru", "uz"})}``; companies
        without a shared or interpreted language then do not meet. None when unknown: such pairs score less.
    dense
        Whether to score every pair, however long the lists; None to decide by their lengths.
    sense
        The sentence model with its memory, which adds to what the words say; None to go by words, codes and
        tables alone. Texts it has not read yet are read now, some hundredths of a second each: for long lists
        let it read `similarity.texts_to_read` beforehand.
    finders
        Search engines that stand in for the built-in index over the first and over the second list.

    Notes
    -----
    Up to `candidates.DENSE` pairs all are scored; of longer lists those that an index finds from either side
    and a long tail drawn by the ids.

    Returns
    -------
    MatchResult
        The same pairs, sides exchanged, for ``match(b, a)``.

    Raises
    ------
    ProfileError
        If an id stands twice in one list.
    """
    for side in (a, b):
        _unique_ids(side)
    if top < 1:
        raise ProfileError("top", "must be at least 1")
    pairs = candidate_pairs(a, b, dense=dense, finders=finders)
    barred = _barred(a, b, pairs, interpreters)
    similar = similarities([*a, *b], sense)
    scored = _scored(a, b, [pair for pair in pairs if pair not in barred], similar)
    kept = [(i, j, _with_terms(pair)) for i, j, pair in _keep_top(scored, top)]
    goal: Fairness = fairness if isinstance(fairness, str) else "bonus"
    chosen = select(
        [i for i, _, _ in kept],
        [j for _, j, _ in kept],
        [p.score for _, _, p in kept],
        ([p.max_meetings for p in a], [p.max_meetings for p in b]),
        bonus=0.3 if isinstance(fairness, str) else fairness,
        wanted=([p.min_meetings for p in a], [p.min_meetings for p in b]),
        fairness=goal,
    )
    selected = [kept[at][2] for at in chosen.chosen]
    unstable = blocking(a, b, [(i, j, pair.a_gain, pair.b_gain) for i, j, pair in kept], chosen.chosen)
    outside = not_chosen(a, b, [(i, j, pair.score) for i, j, pair in kept], chosen.chosen)
    outside += [excluded(a[i], b[j], why) for (i, j), why in barred.items()]
    return MatchResult(
        pairs=_ordered(pair for _, _, pair in kept),
        selected=_ordered(selected),
        status="feasible" if fairness == "nash" else "optimal",
        objective=round(chosen.value, 4),
        bound=round(chosen.bound, 4),
        without=_without(a, b, selected),
        excluded=dict(Counter(barred.values())),
        mend=_mend(a, b, selected),
        given_up=tuple(sorted(outside, key=lambda pair: (-pair.score, pair.a, pair.b))),
        welfare=chosen.welfare,
        blocking=tuple((kept[at][2].a, kept[at][2].b) for at in unstable),
        add=advice(a, b, [(p.a, p.b) for _, _, p in kept], similar)
        | advice(b, a, [(p.b, p.a) for _, _, p in kept], similar),
    )


def _barred(
    a: Sequence[Profile],
    b: Sequence[Profile],
    pairs: Sequence[tuple[int, int]],
    interpreters: Interpreters,
) -> dict[tuple[int, int], str]:
    found = {(i, j): exclusion(a[i], b[j], interpreters) for i, j in pairs}
    return {pair: why for pair, why in found.items() if why}


def _scored(
    a: Sequence[Profile],
    b: Sequence[Profile],
    pairs: Sequence[tuple[int, int]],
    similar: Likeness,
) -> list[tuple[int, int, Pair]]:
    scored = ((i, j, score_pair(a[i], b[j], similar)) for i, j in pairs)
    return [entry for entry in scored if entry[2].score >= MIN_SCORE]


def score_pair(one: Profile, two: Profile, similar: Likeness) -> Pair:
    """Score two companies by how well each one's needs are met by the other's offers."""
    mine, theirs = need_met(one, two, similar), need_met(two, one, similar)
    factor, terms = terms_of_meeting(one, two)
    a_gain, b_gain = gains(mine.value, theirs.value)
    reasons = [*mine.reasons, *(reason.swapped() for reason in theirs.reasons)]
    reasons.sort(key=lambda reason: -reason.weight)
    return Pair(
        one.id,
        two.id,
        round(factor * (a_gain * b_gain) ** 0.5, 6),
        round(a_gain, 6),
        round(b_gain, 6),
        (*reasons, *(reason for reason in terms if reason.kind == "fit")),
        tuple(reason for reason in terms if reason.kind == "missing"),
    )


def _with_terms(pair: Pair) -> Pair:
    """The pair with the answering words beside each pair of phrases."""
    reasons = []
    for reason in pair.reasons:
        need, offer = str(reason.params.get("need", "")), str(reason.params.get("offer", ""))
        words = ", ".join(f"{t.first} = {t.second}" for t in terms_of(need, offer)[:3]) if need else ""
        if words:
            reasons.append(replace(reason, code="phrase_terms", params={**reason.params, "terms": words}))
        elif need and plain(need) != plain(offer):
            # No word of the one answers a word of the other: the model alone finds them alike.
            reasons.append(replace(reason, code="phrase_meant"))
        else:
            reasons.append(reason)
    return replace(pair, reasons=tuple(reasons))


def _unique_ids(side: Sequence[Profile]) -> None:
    seen: set[str] = set()
    for profile in side:
        if profile.id in seen:
            raise ProfileError("id", f"{profile.id!r} stands twice in one list")
        seen.add(profile.id)


def _keep_top(scored: Sequence[tuple[int, int, Pair]], top: int) -> list[tuple[int, int, Pair]]:
    kept: set[int] = set()
    for side in (0, 1):
        lists: dict[int, list[int]] = {}
        for at, (i, j, _) in enumerate(scored):
            lists.setdefault(j if side else i, []).append(at)
        for positions in lists.values():
            positions.sort(key=lambda at: (-scored[at][2].score, scored[at][2].a, scored[at][2].b))
            kept.update(positions[:top])
    return [scored[at] for at in sorted(kept)]


def _ordered(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)))


def _without(a: Sequence[Profile], b: Sequence[Profile], selected: Sequence[Pair]) -> tuple[str, ...]:
    met = ({pair.a for pair in selected}, {pair.b for pair in selected})
    return tuple(
        profile.id for side, ids in ((a, met[0]), (b, met[1])) for profile in side if profile.id not in ids
    )


def _mend(
    a: Sequence[Profile],
    b: Sequence[Profile],
    selected: Sequence[Pair],
) -> dict[str, tuple[Reason, ...]]:
    left_out = set(_without(a, b, selected))
    return {profile.id: _advice(profile) for profile in (*a, *b) if profile.id in left_out}


def _unreadable(profile: Profile) -> list[Reason]:
    """Say that nothing is known to read the languages of a profile by."""
    languages = set(detect_profile((*profile.offers, *profile.needs))) - {""}
    if not languages or not languages <= {"kk", "kaa"}:
        return []
    spoken = " and ".join({"kk": "Kazakh", "kaa": "Karakalpak"}[language] for language in sorted(languages))
    return [Reason("unreadable", {"language": spoken}, "mend")]


def _advice(profile: Profile) -> tuple[Reason, ...]:
    found = []
    if not profile.offers:
        found.append(Reason("no_offers", {}, "mend"))
    if not profile.needs:
        found.append(Reason("no_needs", {}, "mend"))
    if not (profile.codes or profile.hs_codes):
        found.append(Reason("no_codes", {}, "mend"))
    if not (profile.codes or profile.need_codes):
        found.extend(_unreadable(profile))
    found.extend(Reason("nothing_close", {"need": need}, "mend") for need in profile.needs)
    return tuple(found)

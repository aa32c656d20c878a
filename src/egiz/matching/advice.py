"""What a company should add to its profile: what its partners seek and its own lines do not say.

A need of a partner that no line of the company answers is named only where something in the lists speaks for
the company supplying it: companies of its own side with its activity, or wanted for the same things, offer
it; or the partner looks for an activity near the company's own. It is a question to the company, no claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from egiz.matching.codes import activity_similarity
from egiz.matching.profiles import Profile
from egiz.matching.reasons import Reason, Value
from egiz.matching.similarity import Likeness

MOST = 5
"""Things named to one company."""
NAMED = 3
"""Partners named with each thing."""
MET = 0.4
"""Likeness from which an offer answers a need."""
ALIKE = 0.5
"""Nearness of activities from which two companies are of one kind: the same group."""


@dataclass
class _Sought:
    """A need no line of the company answers: who seeks it, and what speaks for the company."""

    partners: list[Profile] = field(default_factory=list)
    peers: int = 0
    codes: tuple[str, str] | None = None


def advice(
    side: Sequence[Profile], others: Sequence[Profile], pairs: Iterable[tuple[str, str]], likeness: Likeness
) -> dict[str, tuple[Reason, ...]]:
    """
    What each company of one side may add to its offers.

    Parameters
    ----------
    side, others
        The companies that are advised, and the other list.
    pairs
        Ids of a company of `side` and of a possible partner.
    likeness
        How alike needs of `others` and offers of `side` are.

    Returns
    -------
    dict of str to tuple of Reason
        For each company that has any, at most `MOST`, most sought first: ``add_like`` or ``add_code``.
    """
    answers = _answers(side, others, likeness)
    partners: dict[str, list[str]] = defaultdict(list)
    for mine, theirs in pairs:
        partners[mine].append(theirs)
    by_id = _by_id(others)
    offering = _offering(answers)
    known = _by_id(side)
    found: dict[str, tuple[Reason, ...]] = {}
    for company in side:
        sought = _sought(company, [by_id[number] for number in partners[company.id]], answers[company.id])
        for need, one in sought.items():
            peers = [known[peer] for peer in offering[need] - {company.id}]
            one.peers = sum(map(partial(_alike, company, answers=answers), peers))
        if reasons := _said(sought):
            found[company.id] = reasons
    return found


def _by_id(profiles: Sequence[Profile]) -> dict[str, Profile]:
    return {profile.id: profile for profile in profiles}


def _offering(answers: Mapping[str, frozenset[str]]) -> Mapping[str, set[str]]:
    """Who answers each need."""
    offering: dict[str, set[str]] = defaultdict(set)
    for number, needs in answers.items():
        for need in needs:
            offering[need].add(number)
    return offering


def _answers(
    side: Sequence[Profile], others: Sequence[Profile], likeness: Likeness
) -> Mapping[str, frozenset[str]]:
    """Which needs of the other list each company's offers answer."""
    near: dict[str, set[str]] = defaultdict(set)
    for (need, offer), value in likeness.values.items():
        if value >= MET and (need, offer) not in likeness.ruled_out:
            near[offer].add(need)
    wanted = frozenset[str]().union(*(profile.needs for profile in others))
    return {
        profile.id: frozenset(need for offer in profile.offers for need in near[offer]) & wanted
        for profile in side
    }


def _sought(company: Profile, partners: Sequence[Profile], answered: frozenset[str]) -> dict[str, _Sought]:
    found: dict[str, _Sought] = {}
    for partner in partners:
        codes = _near_codes(company, partner)
        for need in partner.needs:
            if need in answered:
                continue
            one = found.setdefault(need, _Sought())
            one.partners.append(partner)
            # One code stands for one need only where the partner wrote one of each.
            if codes and len(partner.needs) == 1:
                one.codes = one.codes or codes
    return found


def _near_codes(company: Profile, partner: Profile) -> tuple[str, str] | None:
    near = [
        (activity_similarity(mine, theirs), mine, theirs)
        for mine in company.codes
        for theirs in partner.need_codes
    ]
    best = max(near, default=(0.0, "", ""))
    return best[1:] if best[0] >= ALIKE else None


def _alike(one: Profile, two: Profile, answers: Mapping[str, frozenset[str]]) -> bool:
    """Whether two companies of one side have an activity in common or are wanted for the same thing."""
    if answers[one.id] & answers[two.id]:
        return True
    return any(activity_similarity(mine, yours) >= ALIKE for mine in one.codes for yours in two.codes)


def _said(sought: Mapping[str, _Sought]) -> tuple[Reason, ...]:
    ordered = sorted(sought.items(), key=lambda item: (-len(item[1].partners), -item[1].peers, item[0]))
    found = []
    for need, one in ordered:
        partners = sorted(one.partners, key=lambda partner: (partner.name, partner.id))
        names = list(dict.fromkeys(partner.name for partner in partners))
        params: dict[str, Value] = {
            "need": need,
            "partners": ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else ""),
            "partner_ids": ",".join(partner.id for partner in partners),
            "count": len(names),
        }
        if one.peers:
            found.append(Reason("add_like", {**params, "peers": one.peers}, "add"))
        elif one.codes:
            params |= {"code": one.codes[0], "need_code": one.codes[1]}
            found.append(Reason("add_code", params, "add"))
    return tuple(found[:MOST])

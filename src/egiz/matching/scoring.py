"""How well one company's offers meet another's needs, and what both gain from meeting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from egiz.matching.codes import activity_similarity, goods_similarity, label_of, shared_branch
from egiz.matching.profiles import Profile
from egiz.matching.reasons import Reason, Value
from egiz.matching.similarity import FLOOR, Likeness
from egiz.matching.supply import makers, supply_share

GOOD, GOOD_WEIGHT, MOST_WEIGHT = 0.62, 0.78, 0.9
"""The likeness that a good translation reaches, what it counts, and what the same words count."""
USUAL_SHARE = 0.02
"""Share of a buyer's inputs from which on a branch is called its usual supplier."""
SELLER_GAIN = 0.8
"""What a met need is worth to the company that offers, when it is worth 1 to the company that needs."""

_COMPATIBLE = {
    frozenset({"buy", "sell"}),
    frozenset({"sell", "agent"}),
    frozenset({"buy", "agent"}),
    frozenset({"joint_venture", "investment"}),
    frozenset({"joint_venture", "know_how"}),
    frozenset({"transport", "sell"}),
    frozenset({"transport", "buy"}),
    frozenset({"transport", "agent"}),
}
_ALONE = {"agent", "joint_venture", "investment", "transport", "tourism", "know_how"}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one company's offers meet the other's needs (0 to 1) and why; `a` is who needs."""

    value: float
    reasons: tuple[Reason, ...]


def need_met(buyer: Profile, seller: Profile, similar: Likeness) -> Fit:
    """The chance-like measure that the seller's offers meet a need of the buyer.

    Each need counts with its best offer; code agreement and phrase agreement are joined as independent
    evidence (noisy or). Fixed weights, not a probability.
    """
    reasons = [*_phrases(buyer, seller, similar), *_codes(buyer, seller)]
    missed = 1.0
    for reason in reasons:
        missed *= 1 - reason.weight
    return Fit(1 - missed, tuple(sorted(reasons, key=lambda reason: -reason.weight)))


def _wanted(buyer: Profile, seller: Profile, similar: Likeness) -> list[str]:
    """Offers that no need of the buyer shuts out."""
    return [
        offer for offer in seller.offers if not any((need, offer) in similar.unwanted for need in buyer.needs)
    ]


def _phrases(buyer: Profile, seller: Profile, similar: Likeness) -> list[Reason]:
    found = []
    wanted = _wanted(buyer, seller, similar)
    for need in buyer.needs:
        if any((need, offer) in similar.ruled_out for offer in seller.offers):
            continue
        best = max(((similar.of(need, offer), offer) for offer in wanted), default=(0.0, ""))
        if best[0] > FLOOR:
            weight = round(phrase_weight(best[0]), 4)
            found.append(Reason("phrase", {"need": need, "offer": best[1]}, "phrase", weight, need, best[1]))
    return found


def phrase_weight(near: float) -> float:
    """What a likeness of two phrases counts: steep up to `GOOD`, then slowly on: the same words are first."""
    if near <= GOOD:
        return (near - FLOOR) / (GOOD - FLOOR) * GOOD_WEIGHT
    return GOOD_WEIGHT + (near - GOOD) / (1 - GOOD) * (MOST_WEIGHT - GOOD_WEIGHT)


def _codes(buyer: Profile, seller: Profile) -> list[Reason]:
    found = []
    for weight, mine, theirs in _best(buyer.need_codes, seller.codes, activity_similarity):
        branch = shared_branch(mine, theirs)
        params: dict[str, Value] = {"code": theirs, "label": label_of(branch)}
        if weight < 0.9:
            params |= {"need_code": mine, "shared": branch}
        name = "code" if weight >= 0.9 else "code_near"
        found.append(Reason(name, params, "code", round(0.6 * weight, 4), mine, theirs))
    for weight, mine, theirs in _best(buyer.need_hs_codes, seller.hs_codes, goods_similarity):
        name = "goods" if weight >= 0.8 else "goods_near"
        found.append(
            Reason(name, {"code": theirs, "need_code": mine}, "code", round(0.7 * weight, 4), mine, theirs),
        )
    if not found:
        found.extend(_made_goods(buyer, seller))
    found.extend(_usual_supply(buyer, seller))
    return found


def _made_goods(buyer: Profile, seller: Profile) -> list[Reason]:
    """A wanted HS code against the seller's activities, and a sold HS code against the activities wanted."""
    best = max(
        [
            *(
                (makers(goods).get(code[:5], 0.0), goods, code)
                for goods in buyer.need_hs_codes
                for code in seller.codes
            ),
            *(
                (makers(goods).get(code[:5], 0.0), goods, code)
                for goods in seller.hs_codes
                for code in buyer.need_codes
            ),
        ],
        default=(0.0, "", ""),
    )
    if best[0] < 0.2:
        return []
    params: dict[str, Value] = {"goods": best[1], "code": best[2], "label": label_of(best[2])}
    return [Reason("goods_made", params, "code", round(0.4 * best[0], 4), best[1], best[2])]


def _usual_supply(buyer: Profile, seller: Profile) -> list[Reason]:
    best = max(
        ((supply_share(mine, yours), mine, yours) for mine in seller.codes for yours in buyer.codes),
        default=(0.0, "", ""),
    )
    if best[0] < USUAL_SHARE:
        return []
    params: dict[str, Value] = {
        "supplier": label_of(best[1][:4]),
        "buyer": label_of(best[2][:4]),
        "supplier_code": best[1][:4],
        "buyer_code": best[2][:4],
        "share": round(best[0], 4),
    }
    return [Reason("supply", params, "supply", round(0.15 * min(1.0, best[0] / 0.1), 4), best[2], best[1])]


def _best(mine: Sequence[str], theirs: Sequence[str], near: object) -> list[tuple[float, str, str]]:
    measure = near if callable(near) else None
    pairs = [(float(measure(one, two)), one, two) for one in mine for two in theirs] if measure else []
    best = max(pairs, default=None, key=lambda pair: (pair[0], pair[1], pair[2]))
    return [best] if best and best[0] > 0 else []


def _kinds_of_work(a: Profile, b: Profile) -> list[tuple[float, Reason]]:
    if not (a.cooperation and b.cooperation):
        return []
    if kinds := compatible(a.cooperation, b.cooperation):
        return [(1.0, Reason("cooperation", {"kinds": ", ".join(kinds)}, "fit"))]
    params: dict[str, Value] = {"a_kinds": ", ".join(a.cooperation), "b_kinds": ", ".join(b.cooperation)}
    return [(0.6, Reason("cooperation_differs", params, "missing"))]


def _languages(a: Profile, b: Profile) -> list[tuple[float, Reason]]:
    if shared := sorted(set(a.languages) & set(b.languages)):
        return [(1.0, Reason("language", {"languages": ", ".join(shared)}, "fit"))]
    if not (a.languages and b.languages):
        return []
    params: dict[str, Value] = {"a_languages": ", ".join(a.languages), "b_languages": ", ".join(b.languages)}
    return [(0.9, Reason("interpreter", params, "missing"))]


def terms_of_meeting(a: Profile, b: Profile) -> tuple[float, list[Reason]]:
    """How far the two can meet at all: a factor of 0 to 1 and the reasons for and against."""
    found = [*_kinds_of_work(a, b), *_languages(a, b)]
    factor, reasons = math.prod(share for share, _ in found), [reason for _, reason in found]
    if {a.format, b.format} == {"online", "in_person"}:
        factor *= 0.7
        reasons.append(Reason("format", {}, "missing"))
    if a.availability and b.availability and not common_time(a.availability, b.availability):
        factor *= 0.3
        reasons.append(Reason("availability", {}, "missing"))
    return factor, reasons


def compatible(one: Sequence[str], two: Sequence[str]) -> list[str]:
    """Kinds of cooperation that go together, as ``"buy–sell"`` or the shared kind."""
    found = []
    for kind in one:
        for other in two:
            if kind == other and kind in _ALONE:
                found.append(kind)
            elif frozenset({kind, other}) in _COMPATIBLE:
                found.append("–".join(sorted((kind, other))))
    return sorted(set(found))


def common_time(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two lists of days or half days (``"2026-12-09 AM"``) overlap."""
    return any(
        mine.split()[0] == yours.split()[0]
        and (len(mine.split()) == 1 or len(yours.split()) == 1 or mine.split()[1] == yours.split()[1])
        for mine in one
        for yours in two
        if mine.split() and yours.split()
    )


def gains(a_need: float, b_need: float) -> tuple[float, float]:
    """What the first and the second company gain, from how well each one's needs are met by the other."""
    return (
        1 - (1 - a_need) * (1 - SELLER_GAIN * b_need),
        1 - (1 - b_need) * (1 - SELLER_GAIN * a_need),
    )

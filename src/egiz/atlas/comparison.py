"""Whether two facts may stand side by side, and money at a dated rate."""

from dataclasses import dataclass, replace
from typing import Literal

from egiz.atlas._errors import FactError
from egiz.atlas.facts import Fact
from egiz.atlas.periods import Period

Code = Literal[
    "ok",
    "indicator",
    "kind",
    "boundary",
    "currency",
    "unit",
    "dates",
    "no_date",
    "doubt",
]
MAX_YEARS = 1.5
"""Facts whose middles lie further apart are of different times (a year and half a year's grace)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Whether two facts can be compared.

    Parameters
    ----------
    a, b
        The facts.
    comparable
        True only when nothing speaks against it.
    code, params
        The first thing that speaks against it and its values, for a translated sentence.
    text
        The same in English; empty when comparable.
    ratio
        Larger over smaller value; None when not comparable or when the smaller is not above zero.
    """

    a: Fact
    b: Fact
    comparable: bool
    code: Code
    params: dict[str, str]
    text: str
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Rate:
    """
    A dated exchange rate: one unit of ``base`` is ``value`` units of ``quote``.

    Raises
    ------
    FactError
        When the rate is not above zero or has no date or source.
    """

    base: str
    quote: str
    value: float
    as_of: str
    source: str
    source_url: str = ""

    def __post_init__(self) -> None:
        if not self.value > 0:
            raise FactError("value", str(self.value), "a rate above zero")
        if Period.parse(self.as_of) is None:
            raise FactError("as_of", "", "the date of the rate; without it money cannot be compared")
        if not self.source.strip():
            raise FactError("source", "", "who published the rate")


def convert(fact: Fact, rate: Rate) -> Fact:
    """
    A money fact in the other currency of a dated rate.

    Parameters
    ----------
    fact
        A number whose unit names ``rate.base`` or ``rate.quote``.
    rate
        The rate; its date should lie within the fact's period.

    Returns
    -------
    Fact
        The value multiplied or divided; the note tells rate, date and source, the source class is "derived".

    Raises
    ------
    FactError
        When the fact is not money in one of the two currencies.
    """
    currency = fact.currency
    if fact.number is None or currency not in (rate.base, rate.quote):
        raise FactError("unit", fact.unit, f"an amount in {rate.base} or {rate.quote}")
    other = rate.quote if currency == rate.base else rate.base
    factor = rate.value if currency == rate.base else 1 / rate.value
    unit = " ".join(other if word == currency else word for word in fact.unit.split())
    terms = f"1 {rate.base} = {rate.value:g} {rate.quote} ({rate.as_of}, {rate.source})"
    note = f"From {fact.value} {fact.unit} at {terms}."
    return replace(
        fact, value=fact.number * factor, unit=unit, rounding=fact.rounding * factor,
        source_class="derived", note=f"{note} {fact.note}".strip(),
    )  # fmt: skip


def compare(a: Fact, b: Fact, *, max_years: float = MAX_YEARS) -> Comparison:
    """
    Whether two facts about two places may be held against each other.

    Parameters
    ----------
    a, b
        Facts with the same indicator.
    max_years
        How far apart the middles of their periods may lie.

    Returns
    -------
    Comparison
        Not comparable, with the reason, when indicator, boundary, unit or time differ, when a date is
        missing, when one is doubted, or when amounts are in different currencies (convert one at a dated
        rate first; shares of the national total and ranks need no rate).
    """
    code, params, text = _obstacle(a, b, max_years)
    ratio = None
    if code == "ok" and a.number is not None and b.number is not None:
        low, high = sorted((a.number, b.number))
        ratio = high / low if low > 0 else None
    return Comparison(a, b, code == "ok", code, params, text, ratio)


def _obstacle(a: Fact, b: Fact, max_years: float) -> tuple[Code, dict[str, str], str]:
    first, second = a.period, b.period
    far = first is not None and second is not None and first.years_to(second) > max_years
    money = a.currency is not None and b.currency is not None and a.currency != b.currency
    doubted = next((fact for fact in (a, b) if fact.doubt), a)
    # In the order in which a reader would want to hear of them.
    obstacles: tuple[tuple[bool, Code, str, str, str], ...] = (
        (a.indicator != b.indicator, "indicator", a.indicator, b.indicator, "Different things: {a} and {b}."),
        (
            (a.number is None) != (b.number is None), "kind", str(a.value), str(b.value),
            "One is a number, the other a word: {a}, {b}.",
        ),
        (
            a.boundary != b.boundary or a.boundary == "unclear", "boundary", a.boundary, b.boundary,
            "They speak of different boundaries: {a} and {b}.",
        ),
        (
            money, "currency", a.currency or "", b.currency or "",
            "{a} and {b} cannot be compared without a dated rate.",
        ),
        (a.unit != b.unit, "unit", a.unit, b.unit, "They are in different units: {a} and {b}."),
        (
            first is None or second is None, "no_date", a.as_of or "–", b.as_of or "–",
            "A date is missing: {a}, {b}.",
        ),
        (far, "dates", a.as_of, b.as_of, "They are of different times: {a} and {b}."),
        (bool(doubted.doubt), "doubt", str(doubted.value), doubted.doubt, "{a} is in doubt: {b}"),
    )  # fmt: skip
    for applies, code, one, other, text in obstacles:
        if applies:
            return code, {"a": one, "b": other}, text.format(a=one, b=other)
    return "ok", {}, ""

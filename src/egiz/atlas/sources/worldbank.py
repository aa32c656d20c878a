"""Country figures from the World Bank's API."""

from collections.abc import Mapping, Sequence
from typing import Any

from egiz.atlas._data import wider
from egiz.atlas._errors import AtlasError
from egiz.atlas.facts import Fact
from egiz.atlas.sources._pulled import Problem, Pulled, ask_json
from egiz.atlas.sources.errors import BrokenAnswerError, RequestError
from egiz.atlas.sources.http import Client

ENDPOINT = "https://api.worldbank.org/v2"
PER_PAGE = 1000
MAX_PAGES = 100
INDICATORS: Mapping[str, tuple[str, str]] = {
    "SP.POP.TOTL": ("population", "people"),
    "NY.GDP.MKTP.CD": ("gdp", "USD"),
    "NY.GDP.PCAP.CD": ("gdp_per_head", "USD"),
    "NY.GDP.PCAP.PP.CD": ("gdp_per_head_ppp", "international USD"),
    "NE.EXP.GNFS.CD": ("exports", "USD"),
    "NE.IMP.GNFS.CD": ("imports", "USD"),
    "SP.URB.TOTL.IN.ZS": ("urban_share", "%"),
    "ST.INT.ARVL": ("tourist_arrivals", "arrivals"),
    "PA.NUS.FCRF": ("exchange_rate", "local currency per USD"),
}
"""World Bank code → indicator and unit here; other codes keep their own name in lower case and no unit."""


def pull_indicator(
    countries: Sequence[str],
    code: str,
    client: Client,
    *,
    years: tuple[int, int] | None = None,
    endpoint: str = ENDPOINT,
) -> Pulled[Fact]:
    """
    One indicator for some countries and years.

    Parameters
    ----------
    countries
        ISO 3166-1 alpha-2 codes.
    code
        World Bank code such as ``SP.POP.TOTL``.
    client
        The guarded client.
    years
        First and last year; all when not given.
    endpoint
        Address of the API.

    Returns
    -------
    Pulled[Fact]
        Facts about the countries, newest first as they come; years without a value are left out; pages that
        did not come and rows that cannot be used are problems beside them.

    Raises
    ------
    RequestError
        When not even the first page comes, or the API refuses the question.
    """
    url = f"{endpoint}/country/{';'.join(code.lower() for code in countries)}/indicator/{code}"
    params: dict[str, str | int] = {"format": "json", "per_page": PER_PAGE}
    if years is not None:
        params["date"] = f"{years[0]}:{years[1]}"
    rows, pages = _page(client, url, params, 1)
    problems: list[Problem] = []
    for number in range(2, min(pages, MAX_PAGES) + 1):
        try:
            rows += _page(client, url, params, number)[0]
        except RequestError as error:
            problems.append(Problem(f"page {number} of {pages}", f"no answer ({error.why})"))
    facts: list[Fact | None] = []
    for row in rows:
        try:
            facts.append(_fact(row, code, url))
        except (AtlasError, KeyError, TypeError, ValueError) as error:
            problems.append(Problem(f"row {str(row)[:80]}", str(error) or type(error).__name__))
    return Pulled(tuple(filter(None, facts)), tuple(problems))


def _page(client: Client, url: str, params: Mapping[str, str | int], number: int) -> tuple[list[Any], int]:
    document = ask_json(client, url, {**params, "page": number})
    match document:
        case [{"message": [{"value": str(why)}, *_]}, *_]:
            raise RequestError(url, f"the World Bank says: {why.rstrip('.')}")
        case [{"pages": int(pages)}, list(rows)]:
            return rows, pages
        case [{"pages": int(pages)}, None]:
            return [], pages
    raise BrokenAnswerError(url, "the answer is not a page of the World Bank's API")


def _fact(row: Any, code: str, url: str) -> Fact | None:
    if row["value"] is None:
        return None
    iso = str(row["country"]["id"]).upper()
    place = next((p for p in wider().places if p.level == "country" and p.country == iso), None)
    if place is None:
        raise ValueError(f"{iso} is not a country of the atlas")
    indicator, unit = INDICATORS.get(code, (code.lower(), str(row.get("unit") or "")))
    return Fact(
        indicator=indicator, place=place.geonameid, value=float(row["value"]), unit=unit,
        as_of=str(row["date"]),
        source="World Bank, World Development Indicators", source_url=url, boundary="country",
        source_class="official",
    )  # fmt: skip

"""Twin links and populations from Wikidata's query service, by GeoNames id."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from egiz.atlas._data import place
from egiz.atlas._errors import AtlasError, UnknownPlaceError
from egiz.atlas._model import Place
from egiz.atlas.facts import Fact
from egiz.atlas.links import TwinLink
from egiz.atlas.sources._pulled import Problem, Pulled, ask_json
from egiz.atlas.sources.errors import BrokenAnswerError, RequestError
from egiz.atlas.sources.http import Client

T = TypeVar("T")
Row = Mapping[str, str]

ENDPOINT = "https://query.wikidata.org/sparql"
BATCH = 50
_ACCEPT = {"accept": "application/sparql-results+json"}
_SOURCE = "Wikidata"

# P1566 GeoNames id, P190 twinned body, P580 start, P582 end, P1082 population, P585 point in time.
_LINKS = """SELECT ?a ?aid ?b ?bid ?bLabel ?way ?since ?sinceP ?until ?untilP WHERE {
  VALUES ?aid { %s }
  ?a wdt:P1566 ?aid .
  { ?a p:P190 ?s . ?s ps:P190 ?b . BIND("out" AS ?way) }
  UNION { ?b p:P190 ?s . ?s ps:P190 ?a . BIND("in" AS ?way) }
  ?s wikibase:rank ?rank . FILTER(?rank != wikibase:DeprecatedRank)
  OPTIONAL { ?s pqv:P580 ?sv . ?sv wikibase:timeValue ?since ; wikibase:timePrecision ?sinceP }
  OPTIONAL { ?s pqv:P582 ?uv . ?uv wikibase:timeValue ?until ; wikibase:timePrecision ?untilP }
  OPTIONAL { ?b wdt:P1566 ?bid }
  OPTIONAL { ?b rdfs:label ?bLabel . FILTER(LANG(?bLabel) = "en") }
}"""
_POPULATION = """SELECT ?a ?aid ?value ?at ?atP WHERE {
  VALUES ?aid { %s }
  ?a wdt:P1566 ?aid ; p:P1082 ?s .
  ?s ps:P1082 ?value ; wikibase:rank ?rank . FILTER(?rank != wikibase:DeprecatedRank)
  OPTIONAL { ?s pqv:P585 ?av . ?av wikibase:timeValue ?at ; wikibase:timePrecision ?atP }
}"""
_DIGITS_OF_PRECISION = {"9": 4, "10": 7, "11": 10}


def pull_links(
    geonameids: Sequence[int], client: Client, *, endpoint: str = ENDPOINT, batch: int = BATCH
) -> Pulled[TwinLink]:
    """
    Twin links of places as Wikidata states them (P190), on the page of either side.

    Parameters
    ----------
    geonameids
        Places to ask about.
    client
        The guarded client.
    endpoint
        Address of the query service.
    batch
        Places in one question.

    Returns
    -------
    Pulled[TwinLink]
        One link for each pair: "existing", or "ended" where an end date stands; dates as precise as stated;
        the note says whether one or both pages state it. Partners without a usable place, mixed levels, and
        questions that failed are problems beside them.

    Raises
    ------
    RequestError
        When no question at all was answered.
    """
    rows, problems = _ask_all(geonameids, client, endpoint, _LINKS, batch)
    links = _links_of(rows)
    return Pulled(links.items, (*problems, *links.problems))


def links_of_rows(where: str, document: Any) -> Pulled[TwinLink]:
    """
    The links in a saved answer to the question that ``pull_links`` asks.

    Parameters
    ----------
    where
        The file, for errors.
    document
        SPARQL 1.1 results in JSON with ?a ?aid ?b ?bid and, if known, ?way ?since ?sinceP ?until ?untilP.

    Returns
    -------
    Pulled[TwinLink]
        As ``pull_links``.

    Raises
    ------
    BrokenAnswerError
        When it holds no results.
    """
    return _links_of([{"way": "out", **row} for row in _rows(where, document)])


def _links_of(rows: Iterable[Row]) -> Pulled[TwinLink]:
    found: dict[tuple[int, int], TwinLink] = {}
    ways: dict[tuple[int, int], set[int]] = {}
    links, bad = _build(rows, _link)
    for row, link in links:
        stated_by = link.a if row["way"] == "out" else link.b
        ways.setdefault(link.pair, set()).add(stated_by)
        found[link.pair] = _more_telling(found.get(link.pair), link)
    items = tuple(
        replace(link, note="Stated on both pages." if len(ways[pair]) == 2 else "Stated on one page only.")
        for pair, link in sorted(found.items())
    )
    return Pulled(items, tuple(bad))


def pull_populations(
    geonameids: Sequence[int], client: Client, *, endpoint: str = ENDPOINT, batch: int = BATCH
) -> Pulled[Fact]:
    """
    All populations that Wikidata gives for places (P1082), with their dates (P585).

    Parameters
    ----------
    geonameids, client, endpoint, batch
        As for ``pull_links``.

    Returns
    -------
    Pulled[Fact]
        Facts of the class "encyclopedia"; the boundary is that of the place asked about, which Wikidata does
        not check.

    Raises
    ------
    RequestError
        When no question at all was answered.
    """
    rows, problems = _ask_all(geonameids, client, endpoint, _POPULATION, batch)
    built, bad = _build(rows, _population)
    facts = tuple(dict.fromkeys(fact for _, fact in built))
    return Pulled(facts, (*problems, *bad))


def _ask_all(
    geonameids: Sequence[int], client: Client, endpoint: str, query: str, batch: int
) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    failure: RequestError | None = None
    answered = False
    asked = [place(geonameid).geonameid for geonameid in dict.fromkeys(geonameids)]
    for first in range(0, len(asked), batch):
        part = asked[first : first + batch]
        ids = " ".join(f'"{geonameid}"' for geonameid in part)
        try:
            document = ask_json(client, endpoint, {"query": query % ids, "format": "json"}, _ACCEPT)
            rows += _rows(endpoint, document)
            answered = True
        except RequestError as error:
            failure = error
            problems.append(Problem(f"places {part[0]} … {part[-1]}", f"no answer ({error.why})"))
    if failure is not None and not answered:
        raise failure
    return rows, problems


def _rows(url: str, document: Any) -> list[Row]:
    try:
        bindings = document["results"]["bindings"]
        # An unknown value comes as a blank node: it is left out, and the row is then judged by what remains.
        return [
            {name: str(cell["value"]) for name, cell in binding.items() if cell.get("type") != "bnode"}
            for binding in bindings
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise BrokenAnswerError(url, "the answer has no results in the form of SPARQL 1.1 JSON") from error


def _build(rows: Iterable[Row], build: Callable[[Row], T]) -> tuple[list[tuple[Row, T]], list[Problem]]:
    good: list[tuple[Row, T]] = []
    problems: dict[Problem, None] = {}
    for row in rows:
        where = " – ".join(row[name].rpartition("/")[2] for name in ("a", "b") if row.get(name)) or "a row"
        try:
            good.append((row, build(row)))
        except UnknownPlaceError as error:
            problems[Problem(where, f"GeoNames id {error.geonameid} is not in the atlas")] = None
        except (AtlasError, ValueError, KeyError) as error:
            problems[Problem(where, str(error))] = None
    return good, list(problems)


def _end(row: Row, name: str) -> Place:
    text = row.get(f"{name}id", "")
    if not text.isdigit():
        label = row.get(f"{name}Label") or row.get(name, "").rpartition("/")[2]
        raise ValueError(f"{label} has no GeoNames id on Wikidata")
    return place(int(text))


def _link(row: Row) -> TwinLink:
    a, b = _end(row, "a"), _end(row, "b")
    if (a.level == "region") != (b.level == "region"):
        raise ValueError(f"{a.name} is a {a.level}, {b.name} a {b.level}: a link holds between equals")
    stated_on = row["a"] if row["way"] == "out" else row["b"]
    until = _date(row, "until")
    return TwinLink(
        a=a.geonameid, b=b.geonameid, level="region" if a.level == "region" else "city",
        status="ended" if until else "existing", since=_date(row, "since"), until=until, source=_SOURCE,
        source_url=_page(stated_on),
    )  # fmt: skip


def _population(row: Row) -> Fact:
    found = _end(row, "a")
    if "value" not in row:
        raise ValueError("the population is stated as unknown")
    return Fact(
        indicator="population", place=found.geonameid, value=float(row["value"]), unit="people",
        as_of=_date(row, "at"), source=_SOURCE, source_url=_page(row["a"]),
        boundary="city" if found.level == "district" else found.level, source_class="encyclopedia",
        note="Wikidata does not say which boundary was counted.",
    )  # fmt: skip


def _date(row: Row, name: str) -> str:
    text = row.get(name, "").lstrip("+")
    digits = _DIGITS_OF_PRECISION.get(row.get(f"{name}P", ""))
    return text[:digits] if text and digits and not text.startswith("-") else ""


def _page(entity: str) -> str:
    return entity.replace("http://www.wikidata.org/entity/", "https://www.wikidata.org/wiki/")


def _more_telling(known: TwinLink | None, other: TwinLink) -> TwinLink:
    """Of two statements of one link the one with more dates; an end stated once is an end."""
    if known is None:
        return other
    first, second = sorted((known, other), key=lambda link: (not link.until, not link.since, link.source_url))
    return first if first.since else replace(first, since=second.since)

"""Measure the reader on labelled reports by others, a table per language.

`python -m benchmarks.minutes.labelled FOLDER…` reads every `*.labels.txt` under the folders. Such texts belong to others
and are never committed; whoever measures brings them. A file holds reports, each as

    ### NAME LANGUAGE DATE
    the text …
    ---
    P words of the promise | kind | who owes it; another | 2027-03-31 (or "vague", or "-")
    H person | role | organisation (or "-")
    L place, place, …
    T city | city | existing (or proposed, ended)

Beside the reader stand a plain regular expression for promises and the sentence model alone, to see what the rules
are worth.
"""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from egiz.minutes import MinutesError, Promise, Report, read
from egiz.minutes.opinion import opinion

_PLAIN = re.compile(
    r"(?i)\b(?:will|shall|agreed to|promised|plans? to|to be \w+ed)\b|обеща|договорил|планир|будет|поруч|готов|намерен|"
    r"kelish|rejalash|topshir|va.?da|adi\b|келиш|режалаш|келіс|жоспар|тапсыр|міндет|[ае]ді\b"
)
_ENOUGH = 0.6
_HEADING = 2
_TABLE = ("recall", "precision", "kind", "owner", "due", "people", "places", "twinnings")


@dataclass(slots=True)
class Case:
    """A report with what a person found in it."""

    name: str
    language: str
    date: dt.date
    text: str
    labels: dict[str, list[list[str]]] = field(default_factory=dict)


def cases(folders: list[Path]) -> Iterator[Case]:
    """Every labelled report under the folders."""
    for path in sorted(one for folder in folders for one in folder.rglob("*.labels.txt")):
        for chunk in re.split(r"(?m)^### ", path.read_text(encoding="utf-8"))[1:]:
            head, rest = chunk.split("\n", 1)
            text, labels = rest.split("\n---\n", 1)
            name, language, day, *_ = head.split()
            case = Case(
                name, language, dt.date.fromisoformat(day), text, {"P": [], "H": [], "L": [], "T": []}
            )
            for line in labels.strip().splitlines():
                parts = [part.strip() for part in re.split(r"," if line[0] == "L" else r"\|", line[2:])]
                case.labels[line[0]].append(parts)
            yield case


def _words(text: str) -> list[str]:
    plain = text.lower().replace("ё", "е").translate(str.maketrans(dict.fromkeys("ʻʼ‘’`", "'")))
    return re.findall(r"[\w']+", plain)


def _alike(one: str, other: str) -> bool:
    """Most words of the first begin as words of the second do: endings and spellings aside."""
    first, second = _words(one), _words(other)
    hits = sum(any(a[:4] == b[:4] or (len(a) > 2 and b.startswith(a)) for b in second) for a in first)
    return bool(first and second) and hits >= max(1, _ENOUGH * len(first))


def _near(one: str, other: str) -> bool:
    return _alike(one, other) or _alike(other, one)


def _overlap(quote: str, label: str) -> float:
    first, second = set(_words(quote)), set(_words(label))
    return len(first & second) / max(1, min(len(first), len(second)))


def measure(case: Case, report: Report, counts: Counter[str]) -> None:
    """Add what was found of a report, and what was not, to the counts."""
    used: set[int] = set()
    for label in case.labels["P"]:
        counts["promises"] += 1
        ranked = [
            (_overlap(one.quote, label[0]), at) for at, one in enumerate(report.promises) if at not in used
        ]
        best, at = max(ranked, default=(0.0, -1))
        if best >= _ENOUGH:
            used.add(at)
            _promise(report.promises[at], label, counts)
    counts["found"] += len(report.promises)
    for name, role, organisation in case.labels["H"]:
        counts["people of"] += 1
        counts["people"] += any(
            _near(name, one.name)
            and _near(role, one.role or "")
            and (organisation == "-" or _near(organisation, f"{one.organisation or ''} {one.role or ''}"))
            for one in report.people
        )
    for name in (name for names in case.labels["L"] for name in names):
        counts["places of"] += 1
        counts["places"] += any(_near(name, one.name) for one in report.places if one.geonameid)
    for a, b, status in case.labels["T"]:
        counts["twinnings of"] += 1
        counts["twinnings"] += any(
            one.status == status
            and (
                (_near(a, one.a.name) and _near(b, one.b.name))
                or (_near(a, one.b.name) and _near(b, one.a.name))
            )
            for one in report.twinnings
        )


def _promise(found: Promise, label: list[str], counts: Counter[str]) -> None:
    _, kind, owner, due = label
    counts["right"] += 1
    counts["kind"] += found.kind == kind
    if owner != "-":
        counts["owner of"] += 1
        counts["owner"] += any(_near(owner.split(";")[0], one) for one in found.by)
    if due != "-":
        counts["due of"] += 1
        day = str(found.due.date or found.due.proposed)
        counts["due"] += found.due.phrase is not None if due == "vague" else day == due


def _baselines(case: Case, counts: Counter[str]) -> None:
    """What a regular expression takes for promises, and what the sentence model does, sentence by sentence."""
    sentences = [one for one in re.split(r"(?<=[.!?])\s+|\n", case.text) if len(one.split()) > _HEADING]
    _alone(case, counts, "plain", [one for one in sentences if _PLAIN.search(one)])
    model = opinion()
    if model is not None:
        judged = zip(sentences, model.of(sentences), strict=True)
        _alone(case, counts, "model", [one for one, judgement in judged if judgement.promise > 0])


def _alone(case: Case, counts: Counter[str], name: str, taken: list[str]) -> None:
    labels = [label[0] for label in case.labels["P"]]
    counts[f"{name} found"] += len(taken)
    counts[f"{name} right"] += sum(any(_overlap(one, label) >= _ENOUGH for label in labels) for one in taken)
    counts[f"{name} hit"] += sum(any(_overlap(one, label) >= _ENOUGH for one in taken) for label in labels)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} % of {whole}" if whole else "–"


def main() -> None:
    """Print the tables."""
    tables: dict[str, Counter[str]] = {}
    for case in cases([Path(one) for one in sys.argv[1:]]):
        counts = tables.setdefault(case.language, Counter())
        counts["reports"] += 1
        _baselines(case, counts)
        try:
            measure(case, read(case.text, date=case.date), counts)
        except MinutesError as error:
            counts["refused"] += 1
            print(f"{case.name}: {error}", file=sys.stderr)
    if not tables:
        sys.exit("No *.labels.txt under the folders given; see the head of this file.")
    tables["all"] = sum(tables.values(), Counter())
    print(
        f"| language | reports | {' | '.join(_TABLE)} | regular expression: recall, precision | model alone |"
    )
    print("|---" * (len(_TABLE) + 4) + "|")
    for language, c in tables.items():
        cells = [
            _share(c["right"], c["promises"]),
            _share(c["right"], c["found"]),
            _share(c["kind"], c["right"]),
            *(_share(c[name], c[f"{name} of"]) for name in _TABLE[3:]),
        ]
        for name in ("plain", "model"):
            recall, precision = (
                _share(c[f"{name} hit"], c["promises"]),
                _share(c[f"{name} right"], c[f"{name} found"]),
            )
            cells.append(f"{recall}, {precision}")
        print(f"| {language} | {c['reports']} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()

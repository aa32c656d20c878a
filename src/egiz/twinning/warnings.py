"""What a reader must be warned of: sources that disagree, and figures that cannot be right."""

from __future__ import annotations

from egiz.twinning.comparison import Comparison
from egiz.twinning.dossier import number, words
from egiz.twinning.sources import as_facts


def population_warnings(comparison: Comparison, geonameid: int, name: str, lang: str) -> list[str]:
    """Disagreeing and doubted populations of a city, with source, date and boundary, in one language."""
    said = words(lang)
    reading = as_facts(comparison.facts).reading(geonameid, "population", "city")
    lines = []
    if reading.conflicts:
        facts = list(dict.fromkeys(f for c in reading.conflicts for f in (c.a, c.b)))
        values = "; ".join(
            f"{number(f.number or 0, lang)} {said['people']} ({f.as_of or said['no_date']}, "
            f"{said.get(f'{f.boundary}_b', f.boundary)}, {f.source})"
            for f in facts
        )
        lines.append(said["w_conflict"].format(name=name, criterion=said["population"], values=values))
    for fact in reading.facts:
        if fact.doubt:
            value = f"{number(fact.number or 0, lang)} {said['people']}"
            lines.append(said["w_doubt"].format(name=name, value=value, source=fact.source))
    return lines

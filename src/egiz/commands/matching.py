"""`egiz match` and `egiz codes find`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from egiz import matching
from egiz.commands._language import Spoken, catalogue, checked, locale_of

if TYPE_CHECKING:
    from egiz.matching import Loaded, MatchResult, Pair, Profile, Reason
    from egiz.text.sense_store import SenseStore

WordsOnly = Annotated[
    bool, typer.Option("--words-only", help="By words, codes and tables alone, without the sentence model.")
]
Vectors = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Where what the model read is kept; in the user's cache by default."),
]

MANY = 100
"""From so many lines on it is worth saying that they are being read."""


def register(app: typer.Typer) -> None:
    """Hang this room's verbs on the command line."""
    app.command("match")(match_lists)
    codes = typer.Typer(help="Codes of activities.", no_args_is_help=True)
    codes.command("find")(find_codes)
    codes.callback()(lambda: None)
    app.add_typer(codes, name="codes")


def _complain(loaded: Loaded, language: str) -> None:
    """Print what was wrong with a list, each with its row and its heading."""
    translate = catalogue(language).gettext
    headings = {column.field: column.heading for column in loaded.columns if column.field}
    for one in loaded.problems:
        where = {"file": one.file, "row": one.row, "field": headings.get(one.field, one.field)}
        said = matching.remarks.said(one.message, translate)
        typer.echo(translate(matching.remarks.AT_ROW) % {**where, "message": said}, err=True)


def match_lists(  # noqa: PLR0913 - one argument for each option of the command line
    a: Annotated[Path, typer.Argument(metavar="A.xlsx", help="List of companies of one side.")],
    b: Annotated[Path, typer.Argument(metavar="B.xlsx", help="List of companies of the other side.")],
    *,
    top: Annotated[int, typer.Option(min=1, help="Partners to keep for each company.")] = 10,
    nash: Annotated[
        bool, typer.Option("--nash", help="A large product of what the companies get, not the sum.")
    ] = False,
    leximin: Annotated[
        bool, typer.Option("--leximin", help="Whoever has the fewest meetings comes first.")
    ] = False,
    words_only: WordsOnly = False,
    vectors: Vectors = None,
    lang: Spoken = None,
    xlsx: Annotated[Path | None, typer.Option(metavar="OUT", help="Write the pairs to a workbook.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Recommend meetings between two lists of companies, with the reasons."""
    language = checked(lang)
    try:
        lists = (matching.read_profiles(a), matching.read_profiles(b))
        for loaded in lists:
            _complain(loaded, language)
        companies = [*lists[0].profiles, *lists[1].profiles]
        store = None if words_only else _store(vectors, matching.texts_to_read(companies))
        result = matching.match(
            lists[0].profiles,
            lists[1].profiles,
            top=top,
            fairness=_fairness(nash=nash, leximin=leximin),
            sense=store,
        )
    except matching.MatchingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if xlsx:
        matching.workbook.write_result(xlsx, result, lists[0].profiles, lists[1].profiles, language)
    if as_json:
        typer.echo(json.dumps(_document(result, lists, language), ensure_ascii=False, indent=1))
    else:
        _print(result, lists, language)


def _fairness(*, nash: bool, leximin: bool) -> Literal["nash", "leximin"] | float:
    if nash and leximin:
        raise typer.BadParameter("--nash and --leximin are two goals; give one of them")
    return "nash" if nash else "leximin" if leximin else 0.3


def _store(path: Path | None, texts: list[str]) -> SenseStore | None:
    """The sentence model with what it read before; None, and a word of it, where it does not run."""
    from egiz.text.sense import MISSING, sense  # noqa: PLC0415 - the model is loaded only where it is asked
    from egiz.text.sense_store import SenseStore  # noqa: PLC0415 - as above

    engine = sense()
    if engine is None:
        typer.echo(MISSING, err=True)
        return None
    store = SenseStore(engine, path or _cache_file())

    def reading(done: int, count: int) -> None:
        typer.echo(f"{done} of {count} new lines read by the sentence model", err=True)

    store.learn(texts, tell=reading if len(texts) > MANY else None)
    return store


def _cache_file() -> Path | None:
    """The file in the user's cache folder; None where there is no such folder to write in."""
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "egiz"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return folder / "sense.sqlite3"


def _document(result: MatchResult, lists: tuple[Loaded, Loaded], lang: str) -> dict[str, Any]:
    return {
        "pairs": [_pair(pair, lang) for pair in result.pairs],
        "selected": [_pair(pair, lang) for pair in result.selected],
        "status": result.status,
        "objective": result.objective,
        "bound": result.bound,
        "welfare": list(result.welfare) if result.welfare else None,
        "without": list(result.without),
        "blocking": [list(pair) for pair in result.blocking],
        "excluded": result.excluded,
        "given_up": [
            {
                "a": pair.a,
                "b": pair.b,
                "score": pair.score,
                "reasons": [_said(reason, lang) for reason in pair.reasons],
            }
            for pair in result.given_up
        ],
        "mend": _by_company(result.mend, lang),
        "add": _by_company(result.add, lang),
        "problems": [
            {"file": p.file, "row": p.row, "field": p.field, "message": p.message}
            for loaded in lists
            for p in loaded.problems
        ],
    }


def _by_company(reasons: Mapping[str, Sequence[Reason]], lang: str) -> dict[str, list[dict[str, Any]]]:
    return {company: [_said(reason, lang) for reason in found] for company, found in reasons.items()}


def _said(reason: Reason, lang: str) -> dict[str, Any]:
    return {
        "code": reason.code,
        "params": reason.params,
        "text": reason.said(lang),
    }


def _pair(pair: Pair, lang: str) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "score": pair.score,
        "a_gain": pair.a_gain,
        "b_gain": pair.b_gain,
        "reasons": [
            {
                "a_text": reason.a_text,
                "b_text": reason.b_text,
                "kind": reason.kind,
                "weight": reason.weight,
                **_said(reason, lang),
            }
            for reason in pair.reasons
            if reason.kind in {"phrase", "code", "supply"}
        ],
        "fits": [_said(reason, lang) for reason in pair.reasons if reason.kind == "fit"],
        "missing": [_said(reason, lang) for reason in pair.missing],
    }


def _print(result: MatchResult, lists: tuple[Loaded, Loaded], lang: str) -> None:
    from rich.console import Console  # noqa: PLC0415 - keeps `egiz --help` instant
    from rich.table import Table  # noqa: PLC0415 - keeps `egiz --help` instant

    names: tuple[dict[str, Profile], dict[str, Profile]] = (
        {profile.id: profile for profile in lists[0].profiles},
        {profile.id: profile for profile in lists[1].profiles},
    )
    _ = catalogue(lang).gettext
    title = _("Recommended meetings: %(count)d") % {"count": len(result.selected)}
    table = Table(_("Score"), "A", "B", _("Why"), title=title)
    for pair in result.selected:
        why = "\n".join(reason.said(lang) for reason in pair.reasons[:2])
        table.add_row(f"{pair.score:.2f}", names[0][pair.a].name, names[1][pair.b].name, why)
    console = Console()
    console.print(table)
    said = _(
        "Pairs kept: %(kept)d. Sum of scores: %(sum)s, at most %(bound)s under the same limits. "
        "Companies without a meeting: %(without)d. "
        "Pairs left out that both sides would rather have: %(pairs)d."
    )
    params = {
        "kept": len(result.pairs),
        "sum": _figure(result.objective, lang),
        "bound": _figure(result.bound, lang),
        "without": len(result.without),
        "pairs": len(result.blocking),
    }
    console.print(said % params)
    for company in {**result.mend, **result.add}:
        reasons = (*result.mend.get(company, ()), *result.add.get(company, ())[:2])
        said = "; ".join(reason.said(lang) for reason in reasons)
        console.print(f"{company}: {said}")


def _figure(value: float, lang: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - keeps `egiz --help` instant

    return str(format_decimal(round(value, 2), locale=locale_of(lang)))


def find_codes(
    text: Annotated[str, typer.Argument(help="Words in Russian, Uzbek, Kazakh or English.")],
    *,
    top: Annotated[int, typer.Option(min=1, help="Codes to show.")] = 10,
    labels: Annotated[
        Path | None,
        typer.Option("--list", metavar="FILE", help="CSV of further codes: code,lang,label."),
    ] = None,
    words_only: WordsOnly = False,
    vectors: Vectors = None,
    lang: Spoken = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Find codes of activities by typing words."""
    try:
        found = matching.finder.find_codes(
            text,
            top=top,
            extra=matching.finder.read_labels(labels) if labels else (),
            sense=None if words_only else _store(vectors, [text]),
        )
    except matching.MatchingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        rows = [
            {
                "code": hit.code,
                "label": hit.label,
                "language": hit.language,
                "scheme": hit.scheme,
                "score": hit.score,
            }
            for hit in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    from rich.console import Console  # noqa: PLC0415 - keeps `egiz --help` instant
    from rich.table import Table  # noqa: PLC0415 - keeps `egiz --help` instant

    _ = catalogue(checked(lang)).gettext
    table = Table(_("Code"), _("Label"), _("List"), _("Score"))
    for hit in found:
        table.add_row(hit.code, hit.label, hit.scheme, f"{hit.score:.2f}")
    Console().print(table)

"""`egiz match` and `egiz codes find`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from egiz import matching

if TYPE_CHECKING:
    from egiz.matching import Loaded, MatchResult, Pair, Profile
    from egiz.matching.embedding import Embedder


def register(app: typer.Typer) -> None:
    """Hang this room's verbs on the command line."""
    app.command("match")(match_lists)
    codes = typer.Typer(help="Codes of activities.", no_args_is_help=True)
    codes.command("find")(find_codes)
    codes.callback()(lambda: None)
    app.add_typer(codes, name="codes")


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
    model: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="A sentence-transformers folder, read from this machine."),
    ] = None,
    xlsx: Annotated[Path | None, typer.Option(metavar="OUT", help="Write the pairs to a workbook.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Recommend meetings between two lists of companies, with the reasons."""
    try:
        lists = (matching.read_profiles(a), matching.read_profiles(b))
        for loaded in lists:
            for problem in loaded.problems:
                typer.echo(str(problem), err=True)
        embedder = _model(model) if model else None
        result = matching.match(
            lists[0].profiles,
            lists[1].profiles,
            top=top,
            fairness=_fairness(nash=nash, leximin=leximin),
            embedder=embedder,
        )
    except matching.MatchingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if xlsx:
        matching.workbook.write_result(xlsx, result, lists[0].profiles, lists[1].profiles)
    if as_json:
        typer.echo(json.dumps(_document(result, lists), ensure_ascii=False, indent=1))
    else:
        _print(result, lists)


def _fairness(*, nash: bool, leximin: bool) -> Literal["nash", "leximin"] | float:
    if nash and leximin:
        raise typer.BadParameter("--nash and --leximin are two goals; give one of them")
    return "nash" if nash else "leximin" if leximin else 0.3


def _model(folder: Path) -> Embedder:
    return matching.embedding.open_embedder(folder)


def _document(result: MatchResult, lists: tuple[Loaded, Loaded]) -> dict[str, Any]:
    return {
        "pairs": [_pair(pair) for pair in result.pairs],
        "selected": [_pair(pair) for pair in result.selected],
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
                "reasons": [{"code": r.code, "params": r.params, "text": r.text} for r in pair.reasons],
            }
            for pair in result.given_up
        ],
        "mend": {
            company: [
                {"code": reason.code, "params": reason.params, "text": reason.text} for reason in reasons
            ]
            for company, reasons in result.mend.items()
        },
        "problems": [
            {"file": p.file, "row": p.row, "field": p.field, "message": p.message}
            for loaded in lists
            for p in loaded.problems
        ],
    }


def _pair(pair: Pair) -> dict[str, Any]:
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
                "code": reason.code,
                "params": reason.params,
                "text": reason.text,
            }
            for reason in pair.reasons
            if reason.kind in {"phrase", "code", "supply"}
        ],
        "fits": [
            {"code": r.code, "params": r.params, "text": r.text} for r in pair.reasons if r.kind == "fit"
        ],
        "missing": [{"code": r.code, "params": r.params, "text": r.text} for r in pair.missing],
    }


def _print(result: MatchResult, lists: tuple[Loaded, Loaded]) -> None:
    from rich.console import Console  # noqa: PLC0415 - keeps `egiz --help` instant
    from rich.table import Table  # noqa: PLC0415 - keeps `egiz --help` instant

    names: tuple[dict[str, Profile], dict[str, Profile]] = (
        {profile.id: profile for profile in lists[0].profiles},
        {profile.id: profile for profile in lists[1].profiles},
    )
    table = Table("Score", "A", "B", "Why", title=f"{len(result.selected)} recommended meetings")
    for pair in result.selected:
        why = "\n".join(reason.text for reason in pair.reasons[:2])
        table.add_row(f"{pair.score:.2f}", names[0][pair.a].name, names[1][pair.b].name, why)
    console = Console()
    console.print(table)
    console.print(
        f"{len(result.pairs)} pairs kept; sum of scores {result.objective:.2f}, at most {result.bound:.2f} "
        f"under the same limits; {len(result.without)} companies without a meeting; {len(result.blocking)} "
        "pairs left out that both sides would rather have",
    )
    for company, reasons in result.mend.items():
        console.print(f"{company}: " + "; ".join(reason.text for reason in reasons))


def find_codes(
    text: Annotated[str, typer.Argument(help="Words in Russian, Uzbek, Kazakh or English.")],
    *,
    top: Annotated[int, typer.Option(min=1, help="Codes to show.")] = 10,
    labels: Annotated[
        Path | None,
        typer.Option("--list", metavar="FILE", help="CSV of further codes: code,lang,label."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Find codes of activities by typing words."""
    try:
        found = matching.finder.find_codes(
            text, top=top, extra=matching.finder.read_labels(labels) if labels else ()
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

    table = Table("Code", "Label", "List", "Score")
    for hit in found:
        table.add_row(hit.code, hit.label, hit.scheme, f"{hit.score:.2f}")
    Console().print(table)

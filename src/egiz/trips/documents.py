"""Trips and plans as JSON documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from egiz.trips._codec import decode, encode
from egiz.trips._errors import FormatError
from egiz.trips.problem import Problem
from egiz.trips.replanning import Changes
from egiz.trips.result import LeftOut, Plan


def problem_from_document(document: Any) -> Problem:
    """
    A trip from a JSON document: the fields of `Problem`, times in ISO 8601.

    Raises
    ------
    FormatError
        With every field at fault.
    """
    return decode(Problem, document, "The trip")


def problem_to_document(problem: Problem) -> dict[str, Any]:
    """The JSON document of a trip; fields at their default are left out."""
    document: dict[str, Any] = encode(problem)
    return document


def plan_to_document(plan: Plan) -> dict[str, Any]:
    """The JSON document of a plan: status, value, bound, days, left_out, cost and the fields of `Plan`."""
    document: dict[str, Any] = encode(plan)
    for name in ("days", "left_out", "explanation", "moved"):
        document.setdefault(name, [])
    document.setdefault("cost", None)
    for entry, left in zip(document["left_out"], plan.left_out, strict=True):
        entry["reason"] = _sentence(left)
    return document


def _sentence(left: LeftOut) -> str:
    return " ".join(r.text for r in (*left.reasons, *left.changes))


def plan_from_document(document: Any) -> Plan:
    """
    A plan from its JSON document, e.g. one printed by `egiz trip plan --json`.

    Raises
    ------
    FormatError
        With every field at fault.
    """
    if isinstance(document, dict):
        document = dict(document)
        document["left_out"] = [
            {k: v for k, v in entry.items() if k != "reason"} if isinstance(entry, dict) else entry
            for entry in document.get("left_out", [])
        ]
    return decode(Plan, document, "The plan")


def changes_from_document(document: Any) -> Changes:
    """
    What became different since a plan, from a JSON document with the fields of `Changes`.

    Raises
    ------
    FormatError
        With every field at fault.
    """
    return decode(Changes, document, "The changes")


def load_problem(path: Path | str) -> Problem:
    """
    A trip from a .json file.

    Raises
    ------
    FormatError
        Where it cannot be read.
    """
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FormatError(f"{path}: Must be a JSON document in UTF-8 ({error}).") from error
    return problem_from_document(document)

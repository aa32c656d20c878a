"""How branched the engines' functions are, and how long: median, ninetieth percentile, the most.

    python -m benchmarks.complexity [--worst 20] [--limit 10]

The complexity is McCabe's as radon counts it: one, and one more for each branch, loop, handler, `and` or
`or`, comprehension and its conditions, and case. With `--limit` the command fails when the ninetieth
percentile of all engines is above it.
"""

from __future__ import annotations

import argparse
import ast
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "src" / "egiz"
NOT_ENGINES = {"commands", "desk", "sample"}
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.Assert)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Function:
    """One function: where it is, how branched and how long."""

    where: str
    complexity: int
    lines: int


def complexity(node: ast.AST) -> int:
    """One, and one more for each place where the function or one inside it can go two ways."""
    count = 1
    for inner in ast.walk(node):
        match inner:
            case ast.BoolOp():
                count += len(inner.values) - 1
            case ast.comprehension():
                count += 1 + len(inner.ifs)
            case ast.match_case():
                count += not (isinstance(inner.pattern, ast.MatchAs) and inner.pattern.pattern is None)
            case ast.For() | ast.While():
                count += 1 + bool(inner.orelse)
            case _:
                count += isinstance(inner, BRANCHES)
    return count


def functions(room: Path) -> list[Function]:
    """Every function of a room."""
    found = []
    for path in sorted(room.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, FUNCTIONS):
                where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                found.append(
                    Function(where, complexity(node), (node.end_lineno or node.lineno) - node.lineno + 1)
                )
    return found


def at(values: list[int], share: float) -> int:
    """The value that a share of all does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def row(name: str, found: list[Function]) -> str:
    """One line of the table."""
    columns = ([one.complexity for one in found], [one.lines for one in found])
    parts = (f"{at(values, 0.5):4} / {at(values, 0.9):3} / {max(values):3}" for values in columns)
    return f"{name:12} {len(found):5}   {'   '.join(parts)}"


def main() -> None:
    """Print the table and the most branched functions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--limit", type=int, help="fail above this ninetieth percentile")
    options = parser.parse_args()
    everything: list[Function] = []
    print("room         functions   complexity         lines   (median / p90 / most)")
    for room in sorted(
        path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in NOT_ENGINES
    ):
        found = functions(room)
        if found:
            print(row(room.name, found))
        everything += found
    print(row("all", everything))
    for one in sorted(everything, key=lambda one: -one.complexity)[: options.worst]:
        print(f"{one.complexity:4} {one.where}")
    reached = at([one.complexity for one in everything], 0.9)
    if options.limit is not None and reached > options.limit:
        sys.exit(f"the ninetieth percentile is {reached}, above {options.limit}")


if __name__ == "__main__":
    main()

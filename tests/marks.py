"""Which statements and branches of engines and of the desk's decisions a run of tests went through.

    PYTEST_ADDOPTS="-p tests.coverage" make test
    python -m tests.marks [--floor PERCENT] [--lines]

Python's own tracing stops at every line of every library and doubles what a run takes. Here the modules that
are measured, and no others, are imported (`tests/coverage.py`) with a mark before each statement and in each
branch, which stores one byte. Each process of pytest leaves a file in `FOLDER`; this reads them all.
"""

import argparse
import ast
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "egiz"
FOLDER = ROOT / ".coverage"
ENGINES = {
    "atlas", "calendars", "cluster", "corridors", "documents", "matching", "meetings", "minutes", "text",
    "trips", "twinning",
}  # fmt: skip
# Compiled before they run, so that no line of Python is seen; their results are checked against plain code.
COMPILED = {"kernels", "_kernels.py"}
COMPILERS = {"inner", "outer"}
SEEN = "__seen__"


def is_measured(path: Path) -> bool:
    parts = path.relative_to(SOURCE).parts
    return (parts[0] in ENGINES or (parts[0] == "desk" and "domain" in parts)) and COMPILED.isdisjoint(parts)


class Marker:
    """Puts marks into a module's tree; `points` says what each is for: a line, and which way from there."""

    def __init__(self, source: bytes | str) -> None:
        self.points: list[tuple[int, str]] = []
        self.tree = ast.parse(source)
        self.tree.body = self.body(self.tree.body)
        ast.fix_missing_locations(self.tree)

    def mark(self, node: ast.stmt, way: str = "") -> ast.stmt:
        self.points.append((node.lineno, way))
        target = ast.Subscript(ast.Name(SEEN, ast.Load()), ast.Constant(len(self.points) - 1), ast.Store())
        mark = ast.Assign([target], ast.Constant(1))
        for part in ast.walk(mark):
            ast.copy_location(part, node)
        return mark

    def block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        return [
            part
            for one in statements
            for part in ([one] if is_left_out(one) else [self.mark(one), self.inside(one)])
        ]

    def body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """Mark a body whose head must stay where it is: a docstring, imports from the future."""
        head = 0
        while head < len(statements) and is_head(statements[head]):
            head += 1
        return statements[:head] + self.block(statements[head:])

    def inside(self, node: ast.stmt) -> ast.stmt:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not any(isinstance(by, ast.Name) and by.id in COMPILERS for by in node.decorator_list):
                node.body = self.body(node.body)
        elif isinstance(node, ast.If | ast.For | ast.AsyncFor | ast.While):
            self.fork(node)
        elif isinstance(node, ast.Match):
            self.cases(node)
        else:
            for part in [node, *getattr(node, "handlers", [])]:
                for name in ("body", "orelse", "finalbody"):
                    if getattr(part, name, None):
                        setattr(part, name, self.block(getattr(part, name)))
        return node

    def fork(self, node: ast.If | ast.For | ast.AsyncFor | ast.While) -> None:
        ways = ("", "")
        if not (isinstance(node, ast.While | ast.If) and isinstance(node.test, ast.Constant)):
            ways = ("in", "on")
        for name, way in zip(("body", "orelse"), ways, strict=True):
            entered = [self.mark(node, way)] if way else []
            setattr(node, name, entered + self.block(getattr(node, name)))

    def cases(self, node: ast.Match) -> None:
        for case in node.cases:
            case.body = [self.mark(node, f"case of {case.pattern.lineno}"), *self.block(case.body)]
        last = node.cases[-1]
        if last.guard or not (isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None):
            node.cases.append(ast.match_case(ast.MatchAs(), None, [self.mark(node, "no case")]))


def is_head(node: ast.stmt) -> bool:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or (isinstance(node, ast.ImportFrom) and node.module == "__future__")


def is_left_out(node: ast.stmt) -> bool:
    """Tell what no run is meant to reach: types alone, a protocol's dots, what a subclass must write."""
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Expr(value=ast.Constant(value=value)):
            return value is ...
        case ast.Raise(exc=ast.Name(id=name)):
            return name == "NotImplementedError"
    return False


def seen_by_all() -> dict[str, list[bytes]]:
    seen: dict[str, list[bytes]] = {}
    for file in sorted(FOLDER.glob("*.json")):
        for name, marks in json.loads(file.read_text()).items():
            seen.setdefault(name, []).append(bytes.fromhex(marks))
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--floor", type=float, default=0, help="least percentage of statements and branches")
    parser.add_argument("--lines", action="store_true", help="name the lines and branches that were not run")
    options = parser.parse_args()
    seen, rows = seen_by_all(), []
    for path in sorted(filter(is_measured, SOURCE.rglob("*.py"))):
        points = Marker(path.read_bytes()).points
        name = str(path.relative_to(ROOT))
        hits = [any(marks) for marks in zip(*seen.get(name, [bytes(len(points))]), strict=True)]
        missed = [f"{line} {way}".strip() for (line, way), hit in zip(points, hits, strict=True) if not hit]
        rows.append((len(points), missed, name))
    for count, missed, name in sorted(rows, key=lambda row: 1 - len(row[1]) / max(row[0], 1)):
        if missed:
            print(f"{1 - len(missed) / count:7.1%} {len(missed):5} of {count:5} not run  {name}")
            if options.lines:
                print(f"        {', '.join(missed)}")
    count, left = sum(row[0] for row in rows), sum(len(row[1]) for row in rows)
    share = 100 * (1 - left / count)
    print(
        f"{share:6.1f}% of {count:,} statements and branches in {len(rows)} files; floor {options.floor:g}%"
    )
    return share < options.floor


if __name__ == "__main__":
    sys.exit(main())

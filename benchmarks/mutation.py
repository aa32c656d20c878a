"""What a change breaks, does a test notice? Seeded mutations, tried on the tests that run them.

    python -m benchmarks.mutation [--count 60] [--seed 0] [--rooms trips,calendars] [--data FOLDER]

Each room's tests run once under coverage, which remembers the test that ran each line (kept in FOLDER, used
again). Then one place after another is changed in a copy of the sources (a comparison turned, a condition
negated, a number one higher, a statement left out …) and the tests that ran the changed line run again. A
mutation is killed when one of them fails, or when they take more processor time than any needs. A line
that no test runs counts as a survivor. Compiled kernels are left out: each mutation would be compiled for
minutes.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "egiz"
LEFT_OUT = {"migrations", "kernels", "_kernels.py", "__pycache__"}
CPU_SECONDS = 240
MOST_TESTS = 60  # a line that more tests run is tried on the first of them; one failing is enough
COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
}


@dataclass(frozen=True)
class Room:
    """A part of the house: where its code is, and where its tests are."""

    name: str
    code: Path
    tests: Path


@dataclass(frozen=True)
class Mutation:
    """One change of one place."""

    room: Room
    path: Path
    lines: tuple[int, int]
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        old, new = (" ".join(text.split())[:70] for text in (self.old, self.new))
        return f"{self.path.relative_to(SOURCE)}:{self.lines[0]}  {old}  →  {new}"


def rooms() -> list[Room]:
    """Every engine, and every app of the desk that has decisions of its own."""
    engines = [
        Room(path.name, path, ROOT / "tests" / path.name)
        for path in sorted(SOURCE.iterdir())
        if (path / "__init__.py").exists() and path.name not in {"desk", "commands"}
    ]
    apps = [
        Room(f"desk/{path.parent.name}", path, ROOT / "tests" / "desk" / path.parent.name)
        for path in sorted((SOURCE / "desk").glob("*/domain"))
    ]
    return [room for room in engines + apps if room.tests.is_dir()]


def altered(node: ast.AST) -> ast.AST | None:  # noqa: PLR0911 - one case for each kind of change
    """Return the node changed, None where there is nothing to change."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            return ast.Compare(node.left, [COMPARISONS[type(op)]()], node.comparators)
        case ast.BoolOp():
            return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.BinOp() if type(node.op) in ARITHMETIC:
            return ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
        case ast.UnaryOp(op=ast.Not()):
            return node.operand
        case ast.IfExp():
            return ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.Constant(value=bool()):
            return ast.Constant(not node.value)
        case ast.Constant(value=int()):
            return ast.Constant(node.value + 1)
        case ast.Continue():
            return ast.Break()
        case ast.Return(value=ast.expr() as value) if not (
            isinstance(value, ast.Constant) and value.value is None
        ):
            return ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            return ast.Pass()
    return None


def places(node: ast.AST, *, inside: bool = False) -> Iterator[ast.AST]:
    """The nodes that run when a function is called, without what only words an error."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield from places(ast.Module(child.body, []), inside=True)
        elif not (inside and isinstance(child, ast.Raise | ast.JoinedStr | ast.ClassDef | ast.AnnAssign)):
            if inside:
                yield child
            yield from places(child, inside=inside)


def mutations(room: Room) -> list[Mutation]:
    """Every mutation of a room, in the order of its files."""
    found = []
    for path in sorted(room.code.rglob("*.py")):
        if LEFT_OUT & set(path.relative_to(SOURCE).parts):
            continue
        text = path.read_bytes()
        begins = [0]
        for line in text.splitlines(keepends=True):
            begins.append(begins[-1] + len(line))
        for node in places(ast.parse(text)):
            changed = altered(node)
            if changed is None:
                continue
            new = ast.unparse(ast.fix_missing_locations(changed))
            start, end = (
                begins[node.lineno - 1] + node.col_offset,
                begins[node.end_lineno - 1] + node.end_col_offset,
            )
            new = f"({new})" if isinstance(changed, ast.expr) else new
            old = text[start:end].decode()
            found.append(Mutation(room, path, (node.lineno, node.end_lineno), start, end, old, new))
    return found


def drawn(count: int, seed: int, chosen: list[Room]) -> list[Mutation]:
    """As many mutations from each room, give or take one; the same seed draws the same."""
    chance = random.Random(seed)
    pools = [chance.sample(pool, min(len(pool), count)) for pool in map(mutations, chosen)]
    taken: list[Mutation] = []
    while len(taken) < count and any(pools):
        for pool in pools:
            if pool and len(taken) < count:
                taken.append(pool.pop())
    return taken


def pytest(folder: Path, *arguments: str, limit: int | None = None, **variables: str) -> int:
    """Run tests in a copy of the house; returns pytest's exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not browser", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src"), **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))) if limit else None,
        check=False,
    )
    return done.returncode


def remembered(room: Room, data: Path) -> CoverageData:
    """Which test ran which line of a room; measured unless it is known."""
    path = data / f"coverage.{room.name.replace('/', '.')}"
    if not path.exists():
        code = pytest(
            ROOT, "--cov", "--cov-context=test", "--cov-report=", str(room.tests), COVERAGE_FILE=str(path)
        )
        print(f"{room.name}: measured, exit code {code}", flush=True)
    known = CoverageData(str(path))
    known.read()
    return known


def tests_of(mutation: Mutation, known: CoverageData) -> list[str]:
    """The tests that ran the changed lines."""
    names: dict[str, None] = {}
    lines = known.contexts_by_lineno(str(mutation.path))
    for line in range(mutation.lines[0], mutation.lines[1] + 1):
        names |= dict.fromkeys(context.partition("|")[0] for context in lines.get(line, ()) if context)
    return sorted(names)[:MOST_TESTS]


def killed(mutation: Mutation, tests: list[str], copy: Path) -> bool:
    """Whether one of the tests fails on the changed source."""
    text = mutation.path.read_bytes()
    target = copy / mutation.path.relative_to(ROOT)
    target.write_bytes(text[: mutation.start] + mutation.new.encode() + text[mutation.end :])
    try:
        return pytest(copy, "-x", *tests, limit=CPU_SECONDS) != 0
    finally:
        target.write_bytes(text)


def main() -> None:
    """Draw, try, print each and the rate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rooms", default="", help="only these, by name: trips,desk/events")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "mutation")
    parser.add_argument("--measure", action="store_true", help="only measure which test runs which line")
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    names = set(filter(None, options.rooms.split(",")))
    chosen = [room for room in rooms() if not names or room.name in names]
    known = {room.name: remembered(room, options.data) for room in chosen}
    if options.measure:
        return
    noticed = 0
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for part in ("src", "tests", "benchmarks", "scripts"):
            shutil.copytree(ROOT / part, copy / part)
        shutil.copy(ROOT / "pyproject.toml", copy)
        tried = drawn(options.count, options.seed, chosen)
        for mutation in tried:
            tests = tests_of(mutation, known[mutation.room.name])
            dead = bool(tests) and killed(mutation, tests, copy)
            noticed += dead
            print(f"{'killed  ' if dead else 'SURVIVED'} {len(tests):3} tests  {mutation}", flush=True)
    print(f"{noticed} of {len(tried)} noticed ({noticed / len(tried):.0%})")


if __name__ == "__main__":
    main()

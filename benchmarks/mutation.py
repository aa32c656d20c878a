"""What a change breaks, does a test notice? Seeded mutations, tried on the tests that run them.

    python -m benchmarks.mutation [--count 60] [--seed 0] [--rooms trips,calendars] [--data FOLDER] [--likely]

Each room's tests run once under coverage, which remembers the test that ran each line (kept in FOLDER, used
again). Then one place after another is changed in a copy of the sources (a comparison turned, a condition
negated, a number one higher, a statement left out …) and the tests that ran the changed line run again. A
mutation is killed when one of them fails, or when they take more processor time than any needs. A line
that no test runs counts as a survivor. Compiled kernels are left out: each mutation would be compiled for
minutes.

With ``--likely`` nothing is measured before: a mutation is tried on the few test files of its room that name
the function, or what else its module gives, most often. What they do not notice others might, so the rate is
a lower bound; a test that fails on the unchanged source too is left out.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
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
LIKELY = 3
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


def likely_tests(mutation: Mutation) -> list[str]:
    """The files of tests that name the changed function, or what its module gives, most often."""
    tree = ast.parse(mutation.path.read_bytes())
    inside = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.lineno <= mutation.lines[0] <= (node.end_lineno or node.lineno)
    ]
    public = [getattr(node, "name", "_") for node in tree.body]
    weights = {mutation.path.stem: 3, **{name: 1 for name in public if not name.startswith("_")}}
    weights |= {name: 5 for name in inside if not name.startswith("__")}
    scores: dict[str, int] = {}
    for path in sorted(mutation.room.tests.rglob("test_*.py")):
        if path.stem == "test_browser":
            continue
        text = path.read_text(encoding="utf-8")
        # A name counts whole, or as a part of a test's name.
        scores[str(path.relative_to(ROOT))] = sum(
            weight * min(5, len(re.findall(rf"(?<![^\W_]){re.escape(name.strip('_'))}(?![^\W_])", text)))
            for name, weight in weights.items()
        )
    best = sorted(scores, key=lambda name: -scores[name])[:LIKELY]
    return [name for name in best if scores[name]] or best


def noticed_by(mutation: Mutation, tests: list[str], copy: Path, known: dict[str, bool]) -> str:
    """The test that fails on the changed source and not on the unchanged one, nothing when there is none."""
    text = mutation.path.read_bytes()
    target = copy / mutation.path.relative_to(ROOT)
    changed = text[: mutation.start] + mutation.new.encode() + text[mutation.end :]
    while True:
        left_out = [f"--deselect={test}" for test, passes in known.items() if not passes]
        target.write_bytes(changed)
        try:
            code, output = likely_run(copy, "-x", "-m", "not browser and not slow", *left_out, *tests)
        finally:
            target.write_bytes(text)
        if code in {0, 5}:
            return ""
        failing = re.search(r"^(?:FAILED|ERROR) (\S+)", output, re.MULTILINE)
        if failing is None:
            return "the limit of processor time"
        if failing[1] not in known:
            known[failing[1]] = likely_run(copy, failing[1])[0] == 0
        if known[failing[1]] or "::" not in failing[1]:
            return failing[1]


def likely_run(copy: Path, *arguments: str) -> tuple[int, str]:
    """Run tests in the copy within the limit; give the exit code and what pytest said."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--no-migrations",
            "--tb=no",
            *arguments,
        ],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy / "src"), "EGIZ_HOME": str(copy / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS)),
        check=False,
    )
    return done.returncode, done.stdout


def main() -> None:
    """Draw, try, print each and the rate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rooms", default="", help="only these, by name: trips,desk/events")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "mutation")
    parser.add_argument("--measure", action="store_true", help="only measure which test runs which line")
    parser.add_argument("--likely", action="store_true", help="try each on the files of tests that name it")
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    names = set(filter(None, options.rooms.split(",")))
    chosen = [room for room in rooms() if not names or room.name in names]
    known = {} if options.likely else {room.name: remembered(room, options.data) for room in chosen}
    passing: dict[str, bool] = {}
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
            if options.likely:
                tests = likely_tests(mutation)
                dead = bool(noticed_by(mutation, tests, copy, passing))
            else:
                tests = tests_of(mutation, known[mutation.room.name])
                dead = bool(tests) and killed(mutation, tests, copy)
            noticed += dead
            print(f"{'killed  ' if dead else 'SURVIVED'} {len(tests):3} tests  {mutation}", flush=True)
    print(f"{noticed} of {len(tried)} noticed ({noticed / len(tried):.0%})")


if __name__ == "__main__":
    main()

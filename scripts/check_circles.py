"""No circle of modules: following the imports of a module, late ones too, never leads back to it.

    python scripts/check_circles.py [--late]

What is imported for the type checker alone counts as well. A name taken from a room's lazy door
(`__init__.pyi`) counts as taken from the module that the door has it from. With ``--late`` the statements
inside functions that import are counted by room.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import rustworkx as rx

SOURCE = Path(__file__).resolve().parent.parent / "src"


def name_of(path: Path) -> str:
    """Return the dotted name of a module's file."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.Module, package: str) -> Iterator[tuple[str, str, bool]]:
    """Yield module, name ("" for the module itself) and whether a late statement begins there."""
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        late = id(node) in inside
        if isinstance(node, ast.Import):
            for number, alias in enumerate(node.names):
                yield alias.name, "", late and not number
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            module = ".".join([*above, node.module or ""]).strip(".") if node.level else node.module or ""
            for number, alias in enumerate(node.names):
                yield module, alias.name, late and not number


class House:
    """All modules and what each of them imports."""

    def __init__(self) -> None:
        self.paths = {
            name_of(path): path
            for path in sorted((SOURCE / "egiz").rglob("*.py"))
            if "migrations" not in path.parts
        }
        self.doors = {
            name: dict(self._door(name, path)) for name, path in self.paths.items() if path.stem == "__init__"
        }
        self.late: Counter[str] = Counter()

    def _read(self, name: str, path: Path) -> list[tuple[str, str, bool]]:
        package = name if path.stem == "__init__" else name.rpartition(".")[0]
        return list(imports_of(ast.parse(path.read_text(encoding="utf-8")), package))

    def _door(self, name: str, path: Path) -> Iterator[tuple[str, str]]:
        """Yield each name that a package has from one of its modules, with that module."""
        stub = path.with_suffix(".pyi")
        for module, what, _ in self._read(name, stub if stub.exists() else path):
            if module.startswith(f"{name}.") and what:
                yield what, module

    def target(self, module: str, what: str) -> str:
        """Return the module of the house that an import leads to, or nothing."""
        if what and f"{module}.{what}" in self.paths:
            return f"{module}.{what}"
        return self.doors.get(module, {}).get(what, module) if module in self.paths else ""

    def edges(self) -> Iterator[tuple[str, str]]:
        """Yield importer and imported."""
        for name, path in self.paths.items():
            for module, what, late in self._read(name, path):
                self.late[".".join(name.split(".")[1:3])] += late
                found = self.target(module, what)
                # A package that hands on what its modules hold is no circle with them.
                if found and found != name and not found.startswith(f"{name}."):
                    yield name, found


def circles(edges: list[tuple[str, str]]) -> list[list[str]]:
    """Return the sets of modules that import each other, smallest first."""
    graph: rx.PyDiGraph[str, None] = rx.PyDiGraph()
    at = {name: graph.add_node(name) for name in sorted({end for edge in edges for end in edge})}
    graph.add_edges_from_no_data([(at[a], at[b]) for a, b in set(edges)])
    found = [sorted(graph[node] for node in part) for part in rx.strongly_connected_components(graph)]
    return sorted((part for part in found if len(part) > 1), key=len)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--late", action="store_true", help="count the imports inside functions")
    asked = parser.parse_args()
    house = House()
    edges = list(house.edges())
    found = circles(edges)
    for part in found:
        print(f"{len(part)} modules in a circle:")
        for a, b in sorted(set(edges)):
            if a in part and b in part:
                print(f"  {a} -> {b}")
    if asked.late:
        for room, count in (+house.late).most_common():
            print(f"{count:4} {room}")
        print(f"{house.late.total():4} imports inside functions")
    sys.exit(f"{len(found)} circles to open" if found else 0)


if __name__ == "__main__":
    main()

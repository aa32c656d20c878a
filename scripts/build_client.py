"""The description of the API and the client made of it; with --check it only says whether they are fresh.

    python scripts/build_client.py [--check]

`docs/openapi.json` is written from the code, `src/egiz/client/operations.py` from `docs/openapi.json`.
"""

from __future__ import annotations

import json
import keyword
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTION = ROOT / "docs" / "openapi.json"
CLIENT = ROOT / "src" / "egiz" / "client" / "operations.py"
HEAD = '''\
"""One method for each operation of the API, made by scripts/build_client.py from docs/openapi.json."""

from typing import Any

from egiz.client.transport import Connection


class Operations(Connection):
    """What a desk can be asked; answers are the JSON of the API."""
'''
TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "array": "list[Any]",
         "object": "dict[str, Any]"}  # fmt: skip


def described() -> str:
    """Write the description of the API as the code has it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egiz.desk.settings")
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from django.utils import translation  # noqa: PLC0415 - see above

    with translation.override("en"):  # titles are made of the names of fields when the schemas are
        from egiz.desk.api import api  # noqa: PLC0415 - after Django's set-up

        schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def client(schema: dict[str, Any]) -> str:
    """Write a method for every operation."""
    parts = [HEAD]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            parts.append(_method(path, method, operation, schema))
    return _formatted("\n".join(parts))


def _formatted(text: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "-q", "--stdin-filename", str(CLIENT), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def _method(path: str, method: str, operation: dict[str, Any], schema: dict[str, Any]) -> str:
    asked = [one for one in operation.get("parameters", []) if one["in"] != "header"]
    inside = [one for one in asked if one["in"] == "path" and one["name"] != "slug"]
    query = [one for one in asked if one["in"] == "query"]
    body = _body(operation, schema)
    words = ["self", *(f"{_name(one['name'])}: {_type(one['schema'])}" for one in inside), "*"]
    words += [f"{_name(one)}: {_type(field)}" for one, field, needed in body if needed]
    optional = [
        *((one["name"], one["schema"]) for one in query),
        *((one, f) for one, f, need in body if not need),
    ]
    words += [f"{_name(one)}: {_type(field)} | None = None" for one, field in dict(optional).items()]
    if words[-1] == "*":
        words.pop()
    answer = _answer(operation)
    address = re.sub(r"^/api/v1/desks/{slug}", "", path)
    called = [f'"{method.upper()}"', f'f"{address}"' if inside else f'"{address}"']
    if query:
        called.append("query={" + ", ".join(f'"{one["name"]}": {_name(one["name"])}' for one in query) + "}")
    if body or "requestBody" in operation:
        called.append("body={" + ", ".join(f'"{one}": {_name(one)}' for one, _f, _n in body) + "}")
    summary = operation["summary"].rstrip(".")
    return (
        f"    def {operation['operationId']}({', '.join(words)}) -> {answer}:\n"
        f'        """{summary[0].upper()}{summary[1:]}."""\n'
        f"        found: {answer} = self.call({', '.join(called)})\n"
        "        return found\n"
    )


def _body(operation: dict[str, Any], schema: dict[str, Any]) -> list[tuple[str, dict[str, Any], bool]]:
    if "requestBody" not in operation:
        return []
    found = operation["requestBody"]["content"]["application/json"]["schema"]
    if "$ref" in found:
        found = schema["components"]["schemas"][found["$ref"].rsplit("/", 1)[1]]
    needed = set(found.get("required", ()))
    return [(name, field, name in needed) for name, field in found["properties"].items()]


def _name(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) or name in {"self", "id"} else name


def _type(field: dict[str, Any]) -> str:
    choices = [one for one in field.get("anyOf", [field]) if one.get("type") != "null"]
    found = sorted({TYPES.get(one.get("type", ""), "Any") for one in choices})
    return "Any" if "Any" in found or not found else " | ".join(found)


def _answer(operation: dict[str, Any]) -> str:
    good = [code for code in operation["responses"] if code.startswith("2")]
    content = operation["responses"][good[0]].get("content") if good else None
    if not content:
        return "Any"
    shape = content["application/json"]["schema"]
    return "list[dict[str, Any]]" if shape.get("type") == "array" else "dict[str, Any]"


def main() -> None:
    """Write both files, or say which is not what the code says."""
    text = described()
    made = {DESCRIPTION: text, CLIENT: client(json.loads(text))}
    if "--check" not in sys.argv:
        for path, content in made.items():
            path.write_text(content, encoding="utf-8")
        return
    stale = [
        str(path.relative_to(ROOT))
        for path, content in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    ]
    if stale:
        sys.exit(f"{', '.join(stale)}: not what the code says; run scripts/build_client.py")


if __name__ == "__main__":
    main()

"""The description of the API (OpenAPI 3.1) with what holds for every operation: refusals, headers, keys."""

from typing import Any

from egiz.desk.api.interfaces.problems import CONTENT_TYPE, Problem

REFUSALS = {
    "400": "The request cannot be read.",
    "401": "Not logged in, or the key does not work (any more).",
    "403": "The role or the key's scopes do not allow it.",
    "404": "There is no such thing at this desk, or no such desk for the one who asks.",
    "409": "It does not go with how things stand.",
    "412": "Somebody changed it meanwhile (If-Match).",
    "413": "Too large.",
    "422": "Some values cannot be taken; each stands with its place.",
    "429": "The key was used too often; Retry-After says when it may be used again.",
}
HEADERS = {
    "get": (("If-None-Match", "The ETag of the copy at hand: 304 where nothing changed."),),
    "post": (("Idempotency-Key", "Up to 200 letters: the same request sent again does its work once."),),
    "patch": (("If-Match", "The ETag that was seen: 412 where somebody changed it meanwhile."),),
    "put": (("If-Match", "The ETag that was seen: 412 where somebody changed it meanwhile."),),
    "delete": (("If-Match", "The ETag that was seen: 412 where somebody changed it meanwhile."),),
}


def completed(schema: Any) -> Any:
    """Add to a description what ninja does not know."""
    components = schema.setdefault("components", {})
    known = components.setdefault("schemas", {})
    made = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    known.update(made.pop("$defs", {}))
    known["Problem"] = made
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        f"Refused{code}": {"description": text, "content": content} for code, text in REFUSALS.items()
    }
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _complete(operation, method, alone=not path.endswith("/"))
    _untitle(schema)
    return schema


def _untitle(part: Any) -> None:
    """Take off the titles of fields: they are the desk's labels in whatever language the server began in."""
    fields = part.get("properties", {}) if isinstance(part, dict) else {}
    for field in fields.values():
        field.pop("title", None)
    for inner in part.values() if isinstance(part, dict) else part:
        if isinstance(inner, dict | list):
            _untitle(inner)


def _complete(operation: dict[str, Any], method: str, *, alone: bool) -> None:
    answers = operation["responses"]
    for code in REFUSALS:
        answers[code] = {"$ref": f"#/components/responses/Refused{code}"}
    if method == "get":
        answers["304"] = {"description": "Nothing changed."}
    operation["responses"] = {str(code): answer for code, answer in sorted(answers.items(), key=_code)}
    parameters = operation.setdefault("parameters", [])
    if method in {"patch", "put", "delete"} and not alone:
        return
    parameters += [
        {"in": "header", "name": name, "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in HEADERS[method]
    ]


def _code(pair: tuple[Any, Any]) -> str:
    return str(pair[0])

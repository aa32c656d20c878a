"""Dataclasses to plain JSON values and back, led by their types, with the path of every fault."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from egiz.trips._errors import FormatError, ProblemError

T = TypeVar("T")
_TIMES: tuple[tuple[type, str], ...] = (
    (dt.datetime, "a date and time with offset, e.g. 2026-12-10T09:00:00+05:00"),
    (dt.date, "a date, e.g. 2026-12-10"),
    (dt.time, "a time, e.g. 09:00"),
)


class _Bad(Exception):  # noqa: N818 - never leaves this module
    pass


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def encode(value: Any) -> Any:
    """A dataclass (or a part of one) as JSON values; fields at their default are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        out: dict[str, Any] = {}
        for f in dataclasses.fields(value):
            item = getattr(value, f.name)
            has = f.default if f.default is not dataclasses.MISSING else None
            if f.default_factory is not dataclasses.MISSING:
                has = f.default_factory()
            needed = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
            if needed or item != has:
                out[f.name] = encode(item)
        return out
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {encode(k): encode(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [encode(v) for v in value]
    return value


def decode(cls: type[T], document: Any, what: str) -> T:
    """
    A dataclass from JSON values.

    Raises
    ------
    FormatError
        With every field at fault and what would be right there.
    """
    issues: list[str] = []
    try:
        value = _read(cls, document, "", issues)
    except _Bad:
        value = None
    if issues or value is None:
        raise FormatError(f"{what} cannot be read:", tuple(issues))
    return value  # type: ignore[no-any-return]  # what _read builds is of the class it was given


def _at(path: str, message: str, issues: list[str]) -> _Bad:
    issues.append(f"{path or 'document'}: {message}")
    return _Bad()


def _read(kind: Any, value: Any, path: str, issues: list[str]) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        kinds = [a for a in get_args(kind) if a is not type(None)]
        # A parameter of a reason is text or a number: the first kind that it is already.
        inner = next((a for a in kinds if len(kinds) > 1 and type(value) is a), kinds[0])
        return None if value is None else _read(inner, value, path, issues)
    if origin is Literal:
        if value not in get_args(kind):
            raise _at(path, f"Must be one of {', '.join(map(str, get_args(kind)))}, is {value!r}.", issues)
        return value
    if origin is tuple:
        return _tuple(get_args(kind), value, path, issues)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(get_args(kind), value, path, issues)
    if dataclasses.is_dataclass(kind):
        return _object(kind, value, path, issues)
    return _scalar(kind, value, path, issues)


def _tuple(args: tuple[Any, ...], value: Any, path: str, issues: list[str]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _at(path, "Must be a list.", issues)
    if args[-1] is not Ellipsis and len(args) != len(value):
        raise _at(path, f"Must have {len(args)} entries.", issues)
    out = []
    for i, item in enumerate(value):
        try:
            out.append(_read(args[0] if args[-1] is Ellipsis else args[i], item, f"{path}[{i}]", issues))
        except _Bad:
            continue
    return tuple(out)


def _mapping(args: tuple[Any, ...], value: Any, path: str, issues: list[str]) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise _at(path, "Must be an object.", issues)
    return {
        _read(args[0], k, f"{path}.{k}", issues): _read(args[1], v, f"{path}.{k}", issues)
        for k, v in value.items()
    }


def _object(cls: Any, value: Any, path: str, issues: list[str]) -> Any:
    if not isinstance(value, dict):
        raise _at(path, "Must be an object.", issues)
    fields = {f.name: f for f in dataclasses.fields(cls)}
    before = len(issues)
    unknown = sorted(value.keys() - fields.keys())
    issues.extend(f"{_join(path, name)}: Must be one of {', '.join(fields)}." for name in unknown)
    given: dict[str, Any] = {}
    for name, f in fields.items():
        if name in value:
            try:
                given[name] = _read(_hints(cls)[name], value[name], _join(path, name), issues)
            except _Bad:
                continue
        elif f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
            issues.append(f"{_join(path, name)}: Must be given.")
    if len(issues) > before:
        raise _Bad
    try:
        return cls(**given)
    except ProblemError as error:
        raise _at(path, str(error), issues) from error


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _scalar(kind: Any, value: Any, path: str, issues: list[str]) -> Any:
    for time, hint in _TIMES:
        if kind is time:
            try:
                return time.fromisoformat(value)
            except (TypeError, ValueError) as error:
                raise _at(path, f"Must be {hint}, is {value!r}.", issues) from error
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is bool and isinstance(value, bool):
        return value
    if isinstance(value, kind) and not isinstance(value, bool):
        return value
    names = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
    raise _at(path, f"Must be {names.get(kind, kind)}, is {value!r}.", issues)

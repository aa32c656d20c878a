"""The API object, made of every app's router and of the ones of this app."""

import json
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja import errors as ninja_errors
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.security import HttpBearer, SessionAuth

from egiz.desk.api.domain import tokens
from egiz.desk.api.interfaces import description
from egiz.desk.api.interfaces.problems import of_pydantic, problem
from egiz.desk.core.apps import parts
from egiz.desk.core.http import ScopeMissingError
from egiz.desk.core.rest import ConflictError, RefusedError, StaleError

DEEPEST = 30


class Bearer(HttpBearer):
    """A program's key: it acts as the person who made it, at its desk, within its scopes."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = tokens.find(token)
        if found is None:
            return None
        tokens.count_use(found, timezone.now())
        request.user = found.user
        asking: Any = request
        asking.grant = found
        if "Accept-Language" not in request.headers:
            translation.activate(found.user.language or found.desk.language)
        return found


class Session(SessionAuth):
    """A person's own browser; never where a key was sent along, however wrong."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if "Authorization" in request.headers:
            return None
        return super().authenticate(request, key)


class StrictParser(Parser):
    """JSON that a database can keep: no zero bytes, no halves of letters, no numbers that are none."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            read = json.loads(request.body, parse_constant=_no_number)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        _check(read, DEEPEST)
        return read


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _check(value: Any, depth: int) -> None:
    if not depth:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        value.encode()  # half of a letter raises a ValueError
        if "\x00" in value:
            raise ValueError("a zero byte")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check(name, depth - 1)
            _check(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth - 1)


class Api(NinjaAPI):
    """The API, whose description says also what every operation may refuse."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **more: Any) -> Any:
        return description.completed(super().get_openapi_schema(**more))


def build() -> NinjaAPI:
    """Make the API with every app's router."""
    made = Api(
        title="Egiz",
        version="1",
        description="Everything a desk keeps, under the rules of its pages. See docs/api.md.",
        auth=[Bearer(), Session()],
        urls_namespace="api",
        parser=StrictParser(),
    )
    _say_errors(made)
    for app, module in parts("api"):
        made.add_router(f"/desks/{{slug}}/{app.url_prefix}", module.router, tags=[app.label])
    from egiz.desk.api import operations  # noqa: PLC0415 - it stands on apps that are loaded by now

    made.add_router("/desks/{slug}", operations.router, tags=["desk"])
    for bound in made._get_bound_routers():  # noqa: SLF001 - where ninja keeps what it serves
        for view in bound.path_operations.values():
            for operation in view.operations:
                _refuse_unknown(operation)
    return made


def _refuse_unknown(operation: Operation) -> None:
    """Let an operation refuse a parameter that it does not know: a slip would widen what is asked for."""
    known: set[str] = set()
    for model in operation.models:
        if getattr(model, "__ninja_param_source__", "") == "query":
            known |= set(model.__ninja_flatten_map__)
    inner = operation.run

    def run(request: HttpRequest, **more: Any) -> Any:
        if unknown := sorted(set(request.GET) - known):
            text = _("There is no such field; check its spelling.")
            return problem(422, errors={name: [text] for name in unknown}, source="")
        return inner(request, **more)

    operation.run = run  # type: ignore[method-assign]


def _say_errors(made: NinjaAPI) -> None:
    def forbidden(_request: HttpRequest, exc: Any) -> HttpResponse:
        if isinstance(exc, ScopeMissingError):
            return problem(403, _("This key lacks the scope “%(scope)s”.") % {"scope": exc.args[0]})
        return problem(403, _("Your role does not allow this."))

    def invalid(_request: HttpRequest, exc: Any) -> HttpResponse:
        inside = "#" if exc.errors and exc.errors[0]["loc"][0] == "body" else ""
        return problem(422, errors=of_pydantic(exc.errors), source=inside)

    def too_often(_request: HttpRequest, exc: Any) -> HttpResponse:
        answer = problem(429, _("This key was used too often; try again in %(wait)s seconds.") % vars(exc))
        answer["Retry-After"] = str(exc.wait)
        return answer

    def logged_out(_request: HttpRequest, _exc: Any) -> HttpResponse:
        answer = problem(401, _("Log in, or send a key of this desk: “Authorization: Bearer …”."))
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    def stale(_request: HttpRequest, _exc: Any) -> HttpResponse:
        return problem(412, _("Somebody changed it meanwhile; read it again and decide anew."))

    def other(_request: HttpRequest, exc: Any) -> HttpResponse:
        return problem(exc.status_code)

    def refused(_request: HttpRequest, exc: Any) -> HttpResponse:
        return problem(422, errors=exc.errors)

    def wrong(_request: HttpRequest, exc: Any) -> HttpResponse:
        return problem(422, errors={NON_FIELD_ERRORS: exc.messages})

    made.add_exception_handler(PermissionDenied, forbidden)
    made.add_exception_handler(
        Http404, lambda _r, _e: problem(404, _("There is no such thing at this desk."))
    )
    made.add_exception_handler(ninja_errors.ValidationError, invalid)
    made.add_exception_handler(ninja_errors.AuthenticationError, logged_out)
    made.add_exception_handler(ninja_errors.HttpError, other)
    made.add_exception_handler(tokens.TooOftenError, too_often)
    made.add_exception_handler(StaleError, stale)
    made.add_exception_handler(RefusedError, refused)
    made.add_exception_handler(ConflictError, lambda _r, e: problem(409, str(e)))
    made.add_exception_handler(ValidationError, wrong)


api = build()

"""What a desk refuses."""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """
    A refusal of the desk, or no answer (status 0).

    Parameters
    ----------
    status
        HTTP status; 0 where the desk cannot be reached.
    problem
        The refusal as RFC 9457 has it: ``title``, ``detail``, ``errors`` with their places.
    retry_after
        Seconds to wait before the next request, where the desk says so.
    """

    def __init__(self, status: int, problem: Mapping[str, Any], retry_after: int | None = None) -> None:
        places = "; ".join(f"{one['pointer']}: {one['detail']}" for one in problem.get("errors", ()))
        super().__init__(places or str(problem.get("detail", "")) or f"status {status}")
        self.status = status
        self.problem = dict(problem)
        self.retry_after = retry_after

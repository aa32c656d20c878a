"""What is more than one request: whole lists, and work that takes a while."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from egiz.client.errors import ApiError
from egiz.client.operations import Operations


class Client(Operations):
    """A desk as a program sees it: a method for each operation, and two for what takes several."""

    def every(self, ask: Callable[..., Any], **asked: Any) -> Iterator[dict[str, Any]]:
        """
        Go through a whole list, part by part.

        Parameters
        ----------
        ask
            A method that lists, such as ``desk.list_companies``.
        asked
            What narrows the list.

        Yields
        ------
        dict
            One of the list after the other.
        """
        cursor = None
        while True:
            part = ask(limit=200, cursor=cursor, **asked)
            if isinstance(part, list):
                cursor = self.following
                yield from part
            else:
                cursor = part["next"]
                yield from next(value for value in part.values() if isinstance(value, list))
            if not cursor:
                return

    def wait(
        self,
        job: int,
        *,
        seconds: float = 600.0,
        look_every: float = 0.5,
        sleep: Callable[[float], object] = time.sleep,
    ) -> dict[str, Any]:
        """
        Wait until long work is done.

        Parameters
        ----------
        job
            Its number, as the operation that began it gave it.
        seconds
            How long at most.
        look_every
            Seconds between two looks.
        sleep
            For tests.

        Returns
        -------
        dict
            The work, done, with its result.

        Raises
        ------
        ApiError
            If it failed or was stopped (status 409), or takes longer (status 0).
        """
        for _look in range(max(1, int(seconds / look_every))):
            found = self.get_job(job)
            if found["status"] == "done":
                return found
            if found["status"] in {"failed", "cancelled"}:
                raise ApiError(409, {"detail": found["error"] or "The work was stopped."})
            sleep(look_every)
        raise ApiError(0, {"detail": f"Job {job} takes longer than {seconds:g} seconds."})

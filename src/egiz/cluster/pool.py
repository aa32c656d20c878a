"""The workers: a cluster that runs already, or one on this machine, behind the little that a run needs."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import egiz
from egiz._compiled import keep_compiled
from egiz.cluster._errors import ClusterError, MissingExtraError

MEMORY = "2GB"
WAIT = 30
"""Seconds that a given scheduler has to answer."""
STRANDED = 180
"""Seconds without any worker after which a call is given up."""


class Pool:
    """Workers that take calls.

    Parameters
    ----------
    client
        A client of Dask's distributed scheduler; `connect` makes one.
    """

    def __init__(self, client: Any) -> None:
        self.client = client

    def each(
        self, work: Callable[..., Any], calls: Mapping[str, Sequence[Any]]
    ) -> Iterator[tuple[str, Any, BaseException | None]]:
        """Call `work` with each of the arguments on some worker; what comes back, as it comes.

        A worker that dies gives its call to another; a call during which workers die again and again comes
        back with an error, and so does one that raises.

        Yields
        ------
        tuple
            The call's name, what it returned, and what it raised or None.
        """
        from distributed import as_completed  # noqa: PLC0415 - only where the extra is installed

        run = uuid4().hex[:8]
        futures = {
            self.client.submit(work, *arguments, key=f"egiz-{run}-{name}", pure=False): name
            for name, arguments in calls.items()
        }
        for future in as_completed(futures):
            error = None if future.status == "finished" else _raised(future)
            yield futures.pop(future), None if error else future.result(), error
            future.release()

    def looks(self, folder: Path) -> list[dict[str, Any]]:
        """What each worker says of itself, and whether it sees the folder.

        Raises
        ------
        ClusterError
            If there is no worker, one runs another version, or one does not see the folder.
        """
        answers = self.client.run(_about, str(folder))
        if not answers:
            raise ClusterError(
                "The cluster has no worker: `dask worker ADDRESS --memory-limit 2GB` starts one."
            )
        memory = {
            at: each["memory_limit"]
            for at, each in self.client.scheduler_info(n_workers=-1)["workers"].items()
        }
        for at, each in answers.items():
            if each["version"] != egiz.__version__:
                raise ClusterError(
                    f"Worker {at} runs Egiz {each['version']}, here is {egiz.__version__}: install the same."
                )
            if not each["sees"]:
                raise ClusterError(
                    f"Worker {at} does not see {folder}: give a folder that all machines share."
                )
        return [{"address": at, "memory": memory.get(at), **each} for at, each in sorted(answers.items())]


def _raised(future: Any) -> BaseException:
    error = future.exception()
    return (
        error
        if isinstance(error, BaseException)
        else ClusterError(f"the call was given up ({future.status})")
    )


def _about(folder: str) -> dict[str, Any]:
    keep_compiled()
    return {"version": egiz.__version__, "sees": Path(folder).is_dir(), "pid": os.getpid()}


def _bytes(memory: str) -> int:
    """``"2GB"`` in bytes."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(MB|GB)\s*", memory, re.IGNORECASE)
    size = int(float(found[1]) * {"MB": 10**6, "GB": 10**9}[found[2].upper()]) if found else 0
    if size < 10**8:
        raise ClusterError(f"Memory {memory!r}: write it as 500MB or 2GB, at least 100MB.")
    return size


def _started(workers: int, memory: int, scratch: str) -> Any:
    """Processes of this machine, with nothing of them seen from others."""
    import dask  # noqa: PLC0415 - the extra may be missing
    from distributed import LocalCluster  # noqa: PLC0415 - as above

    # A call that no worker is left for comes back instead of waiting for ever.
    with dask.config.set({"distributed.scheduler.no-workers-timeout": f"{STRANDED}s"}):
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=memory,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            local_directory=scratch,
            silence_logs=50,
        )


@contextmanager
def connect(scheduler: str | None = None, *, workers: int = 1, memory: str = MEMORY) -> Iterator[Pool]:
    """Workers of a running scheduler, or processes of this machine.

    Parameters
    ----------
    scheduler
        Address of a Dask scheduler, ``"tcp://10.0.0.5:8786"``; None to start processes here.
    workers
        How many processes to start here, one thread each.
    memory
        What one of them may take; the process is ended and its call given to another at 95 % of it.

    Raises
    ------
    MissingExtraError
        Without the extra `cluster`.
    ClusterError
        If the scheduler does not answer.
    """
    try:
        import distributed  # noqa: PLC0415 - the extra may be missing
        import pyarrow as pa  # noqa: F401, PLC0415 - as above
    except ImportError as error:
        raise MissingExtraError(error.name or "") from error
    with tempfile.TemporaryDirectory(prefix="egiz-cluster-") as scratch:
        here = _started(workers, _bytes(memory), scratch) if scheduler is None else None
        try:
            client = distributed.Client(here or scheduler, timeout=WAIT)
        except (OSError, ValueError, TimeoutError) as error:
            raise ClusterError(
                f"No scheduler answers at {scheduler}: `dask scheduler` starts one and prints its address."
            ) from error
        try:
            yield Pool(client)
        finally:
            client.close()
            if here is not None:
                here.close()

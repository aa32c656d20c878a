"""A desk under trial: real processes in a folder of their own, and a person who uses it over HTTP.

Used by `faults`, `hostile` and `backing`. PostgreSQL runs as a cluster of its own, made with initdb, so that
it may be killed, stopped and filled up.
"""

# ruff: noqa: PLC0415, S310 - Django is imported once its settings are known; threads wait while
# a child begins; addresses and passwords are this trial's own; whatever a request ends with is counted
from __future__ import annotations

import http.cookiejar
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

EMAIL, PASSWORD = "keeper@example.org", "a long sentence of the trial"
LETTERS = re.compile(r"^To: (.+)$", re.MULTILINE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> list[int]:
    """List the children of a process, whichever of its threads began them."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(number) for number in task.read_text().split()]
    return found


def line_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def kill(pid: int) -> None:
    """Kill a process and wait until it is dead."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 20
    while line_of(pid) and time.monotonic() < until:
        time.sleep(0.01)


class Postgres:
    """A cluster of its own: initialised, begun, stopped and killed by the trial."""

    def __init__(self, folder: Path) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        self.bin = found[-1] if found else Path(shutil.which("initdb") or "/nowhere/initdb").parent
        self.folder, self.port = folder, free_port()
        self.user = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
        folder.mkdir(parents=True, exist_ok=True)
        if self.user:
            owner = pwd.getpwnam(self.user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self.data = folder / "data"
        self.run(
            "initdb", "-D", str(self.data), "-U", "egiz", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self.start()
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "egiz", "egiz")

    @property
    def url(self) -> str:
        return f"postgresql://egiz@127.0.0.1:{self.port}/egiz?connect_timeout=5"

    def run(self, program: str, *arguments: str, check: bool = True) -> None:
        done = subprocess.run(
            [self.bin / program, *arguments], user=self.user, capture_output=True, text=True, check=False,
            cwd=self.folder, env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def start(self) -> None:
        # As it is set up by a distribution: nothing is turned off that keeps what was committed.
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        log = self.folder / "postgres.log"
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-o", options, "-l", str(log), "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop", check=False)

    @property
    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def kill_postmaster(self) -> None:
        """Kill the whole server, as the machine may that lacks memory; begin it again, as systemd would."""
        main = self.postmaster
        kill(main)
        time.sleep(2)
        for _try in range(10):  # its orphans end by themselves, and the memory they share is free then
            try:
                self.start()
            except RuntimeError:
                time.sleep(1)
            else:
                return
        self.start()

    def backends(self) -> list[int]:
        return [pid for pid in children_of(self.postmaster) if "egiz 127.0.0.1" in line_of(pid)]


class _Hidden(HTMLParser):
    """The hidden fields of a page's main part, the first of each name."""

    def __init__(self) -> None:
        super().__init__()
        self.main, self.fields = False, dict[str, str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.main = self.main or tag == "main"
        if self.main and tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.fields.setdefault(str(given["name"]), given.get("value") or "")


def hidden_fields(html: str) -> dict[str, str]:
    parser = _Hidden()
    parser.feed(html)
    return parser.fields


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


class Answer:
    """What came back: a state, an address to go on to, the page."""

    def __init__(self, status: int, headers: Any, body: bytes, url: str) -> None:
        self.status, self.headers, self.body, self.url = status, headers, body, url

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def led_to(self) -> str:
        return self.headers.get("Location", "") if self.headers else ""


class Person:
    """Somebody at a browser: logs in, opens a form, sends it."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.ProxyHandler({}), _NoRedirect()
        )

    def ask(self, path: str, data: bytes | None = None, kind: str = "", timeout: float = 130) -> Answer:
        request = urllib.request.Request(urllib.parse.urljoin(self.base, path), data)
        request.add_header("Referer", self.base)
        if kind:
            request.add_header("Content-Type", kind)
        try:
            with self.opener.open(request, timeout=timeout) as found:
                return Answer(found.status, found.headers, found.read(), found.url)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read(), error.url or "")

    def log_in(self) -> None:
        fields = hidden_fields(self.ask("/accounts/login/").text)
        sent = {**fields, "login": EMAIL, "password": PASSWORD}
        answer = self.post("/accounts/login/", sent)
        if answer.status != 302:
            raise RuntimeError(f"no log-in: {answer.status}")

    def form(self, path: str) -> dict[str, str]:
        """Open a page with a form and give what it hides."""
        answer = self.ask(path)
        if answer.status != 200:
            raise OSError(f"{path}: {answer.status}")
        return hidden_fields(answer.text)

    def post(
        self,
        path: str,
        fields: dict[str, str],
        files: Iterable[tuple[str, str, bytes]] = (),
        timeout: float = 130,
    ) -> Answer:
        body, kind = multipart(fields, files)
        return self.ask(path, body, kind, timeout)


def multipart(fields: dict[str, str], files: Iterable[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, file_name, content in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


class Desk:
    """`egiz serve` with its children, and the desk's own code for looking behind the pages."""

    def __init__(self, folder: Path, database: str, *, data: Path | None = None, **env: str) -> None:
        self.folder, self.port = folder, free_port()
        self.var = data or folder / "var"
        self.var.mkdir(parents=True, exist_ok=True)
        self.postgres = Postgres((data or folder) / "postgres") if database == "postgresql" else None
        self.env = {
            **os.environ,
            "EGIZ_VAR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "egiz.desk.settings",
            **env,
        }
        self.env.pop("EGIZ_DATABASE_URL", None)
        if self.postgres:
            self.env["EGIZ_DATABASE_URL"] = self.postgres.url
        self.log = (folder / "serve.log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None
        self.line: Sequence[str] = ("egiz", "serve", "--port", "8000")

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def egiz(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "egiz.cli", *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.egiz(*arguments), env=self.env, capture_output=True, text=True, check=False, cwd=self.folder
        )

    def start_django(self) -> None:
        """Load the desk's code here, on the same database: for setting up and for counting."""
        for name in ("EGIZ_VAR", "EGIZ_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            if name in self.env:
                os.environ[name] = self.env[name]
            else:
                os.environ.pop(name, None)
        from egiz.desk.launch import prepare

        prepare.start_django()
        prepare.migrate()

    def start(self) -> None:
        """Begin it by `line`, on this trial's port and with the programs that run the trial."""
        verb = self.line[[Path(word).name for word in self.line].index("egiz") + 1 :]
        given = [str(self.port) if before == "--port" else word
                 for before, word in zip(("", *verb), verb, strict=False)]  # fmt: skip
        self.process = subprocess.Popen(
            self.egiz(*given), env=self.env, stdout=self.log, stderr=self.log, cwd=self.folder,
            start_new_session=True,
        )  # fmt: skip

    def stop(self) -> float:
        """End it as its keeper would; gives how many seconds that took."""
        began = time.monotonic()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return time.monotonic() - began

    def close(self) -> None:
        self.stop()
        if self.postgres:
            self.postgres.stop()
        self.log.close()

    # Its processes, by what they are.

    def part(self, what: str) -> list[int]:
        if self.process is None or self.process.poll() is not None:
            return []
        top = children_of(self.process.pid)
        masters = [pid for pid in top if "gunicorn" in line_of(pid)]
        workers = [pid for pid in top if "desk_worker" in line_of(pid)]
        if what == "serve":
            return [self.process.pid]
        if what == "web master":
            return masters
        if what == "web":
            return [
                pid
                for master in masters
                for pid in children_of(master)
                if "multiprocessing" not in line_of(pid)
            ]
        if what == "worker":
            return workers
        if what == "work":
            return [pid for worker in workers for pid in children_of(worker)]
        raise ValueError(what)

    def is_ready(self) -> bool:
        with suppress(Exception), urllib.request.urlopen(f"{self.base}readyz", timeout=5) as found:
            return bool(found.status == 200)
        return False

    def wait_ready(self, seconds: float = 120) -> float:
        began = time.monotonic()
        while not self.is_ready():
            if time.monotonic() - began > seconds:
                raise RuntimeError(f"not back within {seconds} s")
            time.sleep(0.1)
        return time.monotonic() - began

    def letters(self) -> list[str]:
        """Name everybody a letter went to, once for each letter."""
        found: list[str] = []
        for path in (self.var / "mail").glob("*"):
            found += LETTERS.findall(path.read_text(encoding="utf-8", errors="replace"))
        return found


def trial_folder(name: str) -> Path:
    """Make the trial's folder; told to end, the trial ends what it began and takes the folder away."""
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix=f"egiz-{name}-"))
    folder.chmod(0o755)  # the database's own user goes through it
    return folder


def keeper() -> Any:
    """Make the person the trial logs in as, owner of the sample desk."""
    from egiz.desk.core.domain.setup import ensure_member
    from egiz.desk.core.models import Desk as DeskRow
    from egiz.desk.core.models import Role, User

    user = User.objects.filter(email=EMAIL).first() or User.objects.create_user(
        EMAIL, PASSWORD, language="en"
    )
    for desk in DeskRow.objects.all():
        ensure_member(desk, user, Role.OWNER)
    return user

"""Every variable a desk takes from its environment, in words: docs/settings.md is made of this list."""

from typing import NamedTuple


class Variable(NamedTuple):
    """What a variable is called, what it means, and what holds without it."""

    name: str
    meaning: str
    without: str


GROUPS: dict[str, tuple[Variable, ...]] = {
    "Where things are": (
        Variable(
            "EGIZ_VAR", "Folder for the database, files and the signing key.", "`var/` where it was started"
        ),
        Variable(
            "EGIZ_DATABASE_URL",
            "`postgresql://user:password@host:5432/name` (extra `server`) or `sqlite:////path`.",
            "SQLite in `EGIZ_VAR`",
        ),
        Variable(
            "EGIZ_CACHE_URL",
            "`redis://host:6379/1` (Redis or Valkey, extra `server`) for what is counted and kept a while "
            "by all processes together, such as wrong passwords.",
            "a table of the database",
        ),
        Variable(
            "EGIZ_EMAIL_URL",
            "The mail server: `smtp://user:password@host:587`, or `smtps://`.",
            "letters are written into `EGIZ_VAR/mail`",
        ),
        Variable(
            "EGIZ_MEDIA_URL",
            "Object storage for people's files: `s3://key:secret@storage.example/bucket` (extra `s3`); "
            "`?region=…`, and `?plain=1` for one without HTTPS.",
            "`EGIZ_VAR/media`",
        ),
        Variable("EGIZ_EMAIL_FROM", "Whom letters come from.", "`egiz@localhost`"),
        Variable(
            "EGIZ_TILES", "A tile server for maps: `https://tiles.example/{z}/{x}/{y}.png`.", "outlines only"
        ),
        Variable("EGIZ_TILES_BY", "Whom to name for the tiles.", "the tile server's name"),
    ),
    "Who may reach it": (
        Variable("EGIZ_HOSTS", "Host names it answers to, with commas.", "this machine only"),
        Variable("EGIZ_HTTPS", "`1` behind HTTPS: secure cookies, HSTS.", "off"),
        Variable(
            "EGIZ_HSTS",
            "`host` where names below the desk's own are served without HTTPS; `subdomains` tells browsers "
            "to take HTTPS for these too.",
            "`subdomains`",
        ),
        Variable(
            "EGIZ_SECOND_STEP", "`1` asks everybody for a second step at log-in before any desk opens.", "off"
        ),
        Variable("EGIZ_IDLE_HOURS", "Hours after which a log-in that nobody used ends.", "72"),
        Variable("EGIZ_SESSION_DAYS", "Days after which a log-in ends in any case.", "14"),
        Variable(
            "EGIZ_PROXIES",
            "Addresses or networks of the proxies in front, such as `127.0.0.1, 10.0.0.0/8`: their word "
            "about the client's address is believed.",
            "nobody's",
        ),
        Variable(
            "EGIZ_WEBHOOK_HOSTS",
            "Host names on private networks at which webhooks and partner desks may be reached, with commas.",
            "public addresses only",
        ),
        Variable("EGIZ_KEY", "The key with which `egiz remote` asks a desk elsewhere.", "none"),
        Variable("EGIZ_SECRET_KEY", "The signing key.", "made once, kept in `EGIZ_VAR`"),
        Variable(
            "EGIZ_OLD_SECRET_KEYS",
            "Signing keys of before, with commas: links and log-ins that they signed stay good.",
            "none",
        ),
        Variable("EGIZ_SIGNUP", "`1` lets strangers open an account; they still see no desk.", "off"),
        Variable(
            "EGIZ_INVITATION_DAYS",
            "Days that an invitation is good; a letter about a new password has hours.",
            "3",
        ),
    ),
    "How much it does at a time": (
        Variable("EGIZ_WEB_WORKERS", "Processes that serve pages.", "1"),
        Variable("EGIZ_THREADS", "Threads in each of them.", "8"),
        Variable("EGIZ_JOBS", "Pieces of long work at one time.", "2"),
        Variable("EGIZ_API_PER_MINUTE", "Requests that one program's key may make in a minute.", "600"),
    ),
    "Watching and keeping": (
        Variable("EGIZ_LOG", "`plain`, or `json` for one object a line.", "`plain`"),
        Variable(
            "EGIZ_TRACES_URL",
            "Where spans of OpenTelemetry go: `http://127.0.0.1:4318/v1/traces` (extra `tracing`).",
            "no traces",
        ),
        Variable("EGIZ_METRICS_TOKEN", "The bearer token that `/metrics` asks for.", "this machine only"),
        Variable(
            "EGIZ_BACKUP_PASSPHRASE",
            "Encrypts what `egiz backup` writes, opens what `egiz restore` reads, as does "
            "`--passphrase-file`.",
            "backups are not encrypted",
        ),
        Variable(
            "EGIZ_DEBUG",
            "`1` shows errors with the code around them; never where others can reach it.",
            "off",
        ),
    ),
}

KNOWN = {variable.name for group in GROUPS.values() for variable in group}

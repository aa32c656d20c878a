"""Lists of companies: from a workbook into a mission, good rows kept, bad ones named."""

import datetime as dt
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from egiz import matching
from egiz.desk.core.domain import index
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.missions.domain.regions import put_in_regions
from egiz.desk.missions.domain.registering import LETTERS
from egiz.desk.missions.models import Company, CompanyImport, Mission

MAX_UNPACKED = 200_000_000
MAX_COMPANIES = 20_000
LISTS = (
    "offers", "needs", "codes", "need_codes", "hs_codes", "need_hs_codes", "cooperation", "languages",
    "certificates", "availability", "not_with",
)  # fmt: skip
TEXTS = ("name", "country", "place", "size", "registration", "contact", "note", "email", "phone")
MAX_NAME = 300
MAX_TEXT = {
    "country": 2,
    "place": 200,
    "size": 16,
    "registration": 60,
    "note": 4000,
    "email": 254,
    "phone": 40,
}
WRITTEN = [
    *LISTS,
    *TEXTS,
    "territory",
    "mode",
    "min_meetings",
    "max_meetings",
    "search_key",
    "mail",
    "mail_note",
]
MOST_CHANGES = 50
MOST_ITEMS, LONGEST_ITEM = 200, 500  # of one list of a company, in letters each
LOOK_JOB, TAKE_JOB = "missions.look_at_list", "missions.take_list"
AT_ONCE = 40  # rows and remarks of a list that a page waits for; more are the worker's
KEPT_PROBLEMS = 1000
MOST_COLUMNS = 60  # that nobody knows and that are shown to be named
TRIED_KEPT_FOR = dt.timedelta(days=1)
State = CompanyImport.State


class LongListError(ValueError):
    """The list is too long for a page to wait for."""


@dataclass(frozen=True)
class Compared:
    """What a list would do: companies to be written, and what the first of the changed ones change."""

    new: list[Company]
    changed: list[Company]
    changes: list[list[Any]]


def check_workbook(path: Path) -> None:
    """Refuse a workbook that would unpack to more than the desk can hold."""
    try:
        with zipfile.ZipFile(path) as book:
            unpacked = sum(part.file_size for part in book.infolist())
    except zipfile.BadZipFile as error:
        raise ValidationError(_("The file is not an XLSX workbook; save the list as .xlsx.")) from error
    if unpacked > MAX_UNPACKED:
        raise ValidationError(
            _("The workbook is too large once unpacked; split the list into several files.")
        )


def try_list(
    mission: Mission,
    side: str,
    upload: UploadedFile,
    user: User | None,
    columns: dict[int, str] | None = None,
    most: int | None = None,
) -> CompanyImport:
    """Look at a workbook without keeping any company of it: what would be added and changed, what is wrong.

    A list longer than ``most`` is kept and not looked at yet: that is `look_at`, in a job.
    Raises ValidationError when the file as a whole cannot be read.
    """
    tried = CompanyImport(
        mission=mission, side=side, file_name=str(upload.name)[:200], created_by=user, state=State.TRIED
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        with path.open("wb") as file:
            for part in upload.chunks():
                file.write(part)
        with suppress(LongListError):
            _look(tried, path, columns, most)
        with path.open("rb") as file:
            tried.file.save("list.xlsx", File(file), save=False)
    tried.save()
    return tried


def try_again(tried: CompanyImport, columns: dict[int, str] | None, most: int | None = None) -> None:
    """Look at the same file with the columns as a person has named them.

    Raises
    ------
    LongListError
        If it has more rows and remarks than ``most``; nothing was noted then.
    ValidationError
        If the file as a whole cannot be read.
    """
    with _here(tried) as path:
        _look(tried, path, columns, most)
    tried.save()


def look_at(tried: CompanyImport, columns: dict[int, str] | None) -> None:
    """Look at a long list; one that cannot be read and was never looked at is not kept.

    Raises
    ------
    ValidationError
        If the file as a whole cannot be read.
    """
    try:
        try_again(tried, columns)
    except ValidationError:
        if not tried.is_looked_at:
            _forget(tried)
        raise


@contextmanager
def _here(tried: CompanyImport) -> Iterator[Path]:
    """Give the kept list as a file of this machine: object storage has no paths."""
    with tempfile.TemporaryDirectory() as folder, tried.file.open("rb") as kept:
        path = Path(folder) / "list.xlsx"
        path.write_bytes(kept.read())
        yield path


def _look(tried: CompanyImport, path: Path, columns: dict[int, str] | None, most: int | None) -> None:
    loaded = _loaded(path, tried.file_name, columns, most)
    _note(tried, loaded, _compared(tried.mission, tried.side, loaded))
    tried.columns = [asdict(column) for column in loaded.columns]


def take_list(tried: CompanyImport, user: User | None, most: int | None = None) -> CompanyImport:
    """Take in a workbook that was looked at; a second press of the button takes nothing twice.

    Raises
    ------
    LongListError
        If it has more rows and remarks than ``most``; nothing was taken in then.
    ValidationError
        If the file as a whole cannot be read any more.
    """
    if tried.state == State.TAKEN:
        return tried
    chosen = {column["at"]: column["field"] for column in tried.columns if column["field"]}
    with _here(tried) as path:
        loaded = _loaded(path, tried.file_name, chosen, most)
    with transaction.atomic():
        now = CompanyImport.objects.select_for_update().get(pk=tried.pk)
        if now.state == State.TAKEN:  # by somebody else, while this one was read
            return now
        _note(tried, loaded, _save(tried.mission, tried.side, loaded))
        tried.state = State.TAKEN
        kept_at, tried.file = str(tried.file.name), ""
        tried.save()
        record(tried.mission, "companies_imported", user)
    default_storage.delete(kept_at)
    return tried


def forget_tried(mission: Mission, now: dt.datetime) -> None:
    """Delete the files that were looked at and never taken in."""
    for tried in CompanyImport.objects.filter(
        mission=mission, state=State.TRIED, created_at__lt=now - TRIED_KEPT_FOR
    ):
        _forget(tried)


def _forget(tried: CompanyImport) -> None:
    tried.file.delete(save=False)
    tried.delete()


def import_companies(
    mission: Mission, side: str, path: Path, file_name: str, user: User | None
) -> CompanyImport:
    """Read a workbook and keep its good rows: all of them or, when saving fails, none.

    A company that is already in the list is brought up to date, so the same file can come twice.
    Raises ValidationError when the file as a whole cannot be read.
    """
    loaded = _loaded(path, file_name, None, None)
    with transaction.atomic():
        kept = CompanyImport(mission=mission, side=side, file_name=file_name[:200], created_by=user)
        _note(kept, loaded, _save(mission, side, loaded))
        kept.columns = [asdict(column) for column in loaded.columns]
        kept.save()
        record(mission, "companies_imported", user)
    return kept


def _loaded(path: Path, file_name: str, columns: dict[int, str] | None, most: int | None) -> Any:
    return read_apart(_read_workbook, path, file_name, columns, most)


def _note(tried: CompanyImport, loaded: Any, found: Compared) -> None:
    tried.added, tried.changed, tried.changes = len(found.new), len(found.changed), found.changes
    tried.problems, tried.problem_count = problems_of(loaded)[:KEPT_PROBLEMS], len(loaded.problems)


def problems_of(loaded: Any) -> list[dict[str, Any]]:
    """Write down the remarks about a list, each with its cell."""
    at = {column.field: get_column_letter(column.at + 1) for column in loaded.columns if column.field}
    return [
        {
            "row": problem.row,
            "field": problem.field,
            "cell": f"{at[problem.field]}{problem.row or ''}" if problem.field in at else "",
            "message": problem.message,
        }
        for problem in loaded.problems
    ]


def _read_workbook(path: Path, file_name: str, columns: dict[int, str] | None, most: int | None) -> Any:
    check_workbook(path)
    try:
        loaded = matching.read_profiles(path, columns)
    except matching.MatchingError as error:
        # The reader names the server's own copy of the file; a person knows it by another name.
        raise ValidationError(
            str(error).replace(path.name, file_name).replace(str(path.parent), "")
        ) from error
    if len(loaded.profiles) > MAX_COMPANIES:
        raise ValidationError(
            _("The list has %(count)s companies; at most %(most)s fit one mission."),
            params={"count": len(loaded.profiles), "most": MAX_COMPANIES},
        )
    if most is not None and len(loaded.profiles) + len(loaded.problems) > most:
        raise LongListError
    # What is kept in no company and no remark stays in this process.
    columns_kept = (column for column in loaded.columns if column.field or column.at < MOST_COLUMNS)
    return replace(_shortened(loaded), columns=tuple(columns_kept))


def _shortened(loaded: Any) -> Any:
    """Cut what no company says of itself; a remark names each list that was cut."""
    profiles, problems = [], list(loaded.problems)
    for profile in loaded.profiles:
        kept: dict[str, Any] = {}
        for name in LISTS:
            full = getattr(profile, name)
            short = tuple(dict.fromkeys(one[:LONGEST_ITEM].strip() for one in full[:MOST_ITEMS]))
            if short != full:
                kept[name] = short
                text = f"{profile.name[:60]!r} says more than is kept; the rest is left out"
                problems.append(matching.Problem("", 0, name, text))
        kept |= {
            name: value[: MAX_TEXT.get(name, MAX_NAME)]
            for name in TEXTS
            if len(value := getattr(profile, name)) > MAX_TEXT.get(name, MAX_NAME)
        }
        profiles.append(replace(profile, **kept) if kept else profile)
    return replace(loaded, profiles=tuple(profiles), problems=tuple(problems))


def _save(mission: Mission, side: str, loaded: Any) -> Compared:
    """Keep the good rows."""
    found = _compared(mission, side, loaded)
    put_in_regions([*found.new, *(one for one in found.changed if one.territory_id is None)])
    Company.objects.bulk_create(found.new, batch_size=500)
    Company.objects.bulk_update(found.changed, WRITTEN, batch_size=200)
    index.put([*found.new, *found.changed])
    return found


def _compared(mission: Mission, side: str, loaded: Any) -> Compared:
    """Compare a list with the companies that are there; nothing is written."""
    fields = {column.field for column in loaded.columns if column.field}
    there = list(Company.objects.filter(mission=mission, side=side))
    by_key = {company.key: company for company in there}
    others = {} if "id" in fields else _by_other_means(there)
    new: list[Company] = []
    changed: list[Company] = []
    changes: list[list[Any]] = []
    for profile in loaded.profiles:
        company = by_key.get(profile.id[:60]) if "id" in fields else _found(others, profile)
        if company is None:
            key = profile.id[:60] if profile.id[:60] not in by_key else f"L-{get_random_string(7, LETTERS)}"
            company = Company(mission=mission, desk_id=mission.desk_id, side=side, key=key)
            by_key[key] = company
            fill(company, profile)
            company.is_sample = mission.is_sample
            new.append(company)
        elif names := fill(company, profile, fields):
            if "place" in names:
                company.territory = None  # it was the other place's
            changed.append(company)
            if len(changes) < MOST_CHANGES:
                changes.append([company.name, names])
    return Compared(new, changed, changes)


def _by_other_means(companies: list[Company]) -> dict[str, Company]:
    """Return the companies by number and by name, for a list that has no codes."""
    found = {fold(company.name): company for company in companies}
    return found | {company.registration: company for company in companies if company.registration}


def _found(others: dict[str, Company], profile: Any) -> Company | None:
    return others.get(profile.registration or "-") or others.get(fold(profile.name))


def fill(company: Company, profile: Any, fields: Collection[str] | None = None) -> list[str]:
    """Take over what a profile says; gives the names of what changed.

    With `fields` only these columns were in the list, and an empty cell leaves what is there: a list of the
    organiser's must not wipe out what the company itself wrote.
    """
    wanted: dict[str, Any] = {name: list(getattr(profile, name)) for name in LISTS}
    wanted |= {name: getattr(profile, name)[: MAX_TEXT.get(name, MAX_NAME)] for name in TEXTS}
    wanted |= {"min_meetings": profile.min_meetings, "max_meetings": profile.max_meetings}
    if fields is not None:
        wanted = {name: value for name, value in wanted.items() if name in fields and value}
    if fields is None or "format" in fields:
        wanted["mode"] = profile.format
    names = [name for name, value in wanted.items() if getattr(company, name) != value]
    for name in names:
        setattr(company, name, wanted[name])
    if "email" in names:  # what came back was another address
        company.mail, company.mail_note = Company.Mail.GOOD, ""
    company.set_search_key()
    return names


def profile_of(company: Company) -> Any:
    """Return the matching engine's view of a company; its id is the record's own."""
    lists: dict[str, Any] = {name: tuple(getattr(company, name)) for name in LISTS}
    texts: dict[str, Any] = {name: getattr(company, name) for name in TEXTS}
    return matching.Profile(
        id=str(company.pk),
        format=company.mode,
        min_meetings=min(company.min_meetings, company.max_meetings),
        max_meetings=company.max_meetings,
        **lists,
        **texts,
    )

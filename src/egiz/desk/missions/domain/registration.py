"""Lists of companies: from a workbook into a mission, good rows kept, bad ones named."""

import zipfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from egiz import matching
from egiz.desk.core.domain import index
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.missions.models import Company, CompanyImport, Mission

MAX_UNPACKED = 200_000_000
MAX_COMPANIES = 20_000
LISTS = (
    "offers", "needs", "codes", "need_codes", "hs_codes", "need_hs_codes", "cooperation", "languages",
    "certificates", "availability", "not_with",
)  # fmt: skip
TEXTS = ("name", "country", "place", "size", "registration", "contact", "note")
MAX_NAME = 300
MAX_TEXT = {"country": 2, "place": 200, "size": 16, "registration": 60, "note": 4000}
WRITTEN = [*LISTS, *TEXTS, "mode", "min_meetings", "max_meetings", "search_key", "updated_at", "is_sample"]


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


def import_companies(
    mission: Mission, side: str, path: Path, file_name: str, user: User | None
) -> CompanyImport:
    """Read a workbook and keep its good rows: all of them or, when saving fails, none.

    A company whose code is already in the list is brought up to date, so the same file can come twice.
    Raises ValidationError when the file as a whole cannot be read.
    """
    loaded = read_apart(_read_workbook, path, file_name)
    if len(loaded.profiles) > MAX_COMPANIES:
        raise ValidationError(
            _("The list has %(count)s companies; at most %(most)s fit one mission."),
            params={"count": len(loaded.profiles), "most": MAX_COMPANIES},
        )
    with transaction.atomic():
        kept = CompanyImport(mission=mission, side=side, file_name=file_name[:200], created_by=user)
        kept.added, kept.changed = _save(mission, side, loaded.profiles)
        kept.problems = [
            {"row": problem.row, "field": problem.field, "message": problem.message}
            for problem in loaded.problems
        ]
        kept.save()
        record(mission, "companies_imported", user)
    return kept


def _read_workbook(path: Path, file_name: str) -> Any:
    check_workbook(path)
    try:
        return matching.read_profiles(path)
    except matching.MatchingError as error:
        # The reader names the server's own copy of the file; a person knows it by another name.
        raise ValidationError(
            str(error).replace(path.name, file_name).replace(str(path.parent), "")
        ) from error


def _save(mission: Mission, side: str, profiles: Any) -> tuple[int, int]:
    present = {company.key: company for company in Company.objects.filter(mission=mission, side=side)}
    new, changed = [], []
    for profile in profiles:
        company = present.get(profile.id)
        if company is None:
            company = Company(mission=mission, desk_id=mission.desk_id, side=side, key=profile.id[:60])
            new.append(company)
        else:
            changed.append(company)
        fill(company, profile)
        company.is_sample = mission.is_sample
    Company.objects.bulk_create(new)
    Company.objects.bulk_update(changed, WRITTEN, batch_size=200)
    index.put([*new, *changed])
    return len(new), len(changed)


def fill(company: Company, profile: Any) -> None:
    """Take over what a profile says."""
    for name in LISTS:
        setattr(company, name, list(getattr(profile, name)))
    for name in TEXTS:
        setattr(company, name, getattr(profile, name)[: MAX_TEXT.get(name, MAX_NAME)])
    company.mode = profile.format
    company.min_meetings, company.max_meetings = profile.min_meetings, profile.max_meetings
    company.set_search_key()


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

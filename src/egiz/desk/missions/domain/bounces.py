"""Letters that came back: what a mail server's report says (RFC 3464), and whose address it silences."""

import re
from dataclasses import dataclass
from email import message_from_binary_file, policy
from email.message import Message as Mail
from pathlib import Path

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from egiz.desk.missions.domain.letters import mark_bounced
from egiz.desk.missions.models import Company, Letter, Mission

MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^>\s]+>)", re.IGNORECASE | re.MULTILINE)
MOST_LOOKED_AT = 200_000
MOST_ADDRESSES = 50  # of one report: a server writes one for each letter


@dataclass(frozen=True, slots=True)
class Failure:
    """One address a report speaks of: for good (5.x.x) or for now, and which letter it was."""

    address: str
    status: str
    is_final: bool
    message_id: str = ""


class NoReportError(ValueError):
    """The file is no report of a mail server."""


def read_report(path: Path) -> list[Failure]:
    """Read the report in an .eml file.

    Raises
    ------
    NoReportError
        If the file holds no such report.
    """
    with path.open("rb") as file:
        mail = message_from_binary_file(file, policy=policy.compat32)
    found: list[tuple[str, str, bool]] = []
    message_id = ""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            found.extend(_of_status(part))
        elif kind in {"message/rfc822", "text/rfc822-headers"}:
            # The part's own headers stand first; the letter's come after them, or are the part itself.
            inner = part.as_string()[:MOST_LOOKED_AT]
            original = MESSAGE_ID.search(inner.partition("\n\n")[2]) or MESSAGE_ID.search(inner)
            message_id = original[1] if original else message_id
    if not found:
        raise NoReportError(
            _("The file holds no report of a mail server. Save the letter that came back as .eml, whole.")
        )
    return [Failure(address, status, final, message_id) for address, status, final in found[:MOST_ADDRESSES]]


def _of_status(part: Mail) -> list[tuple[str, str, bool]]:
    blocks = part.get_payload()
    found = []
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Mail):
            continue
        address = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "").partition(";")[2]
        status, action = (
            str(block.get("Status") or "").strip(),
            str(block.get("Action") or "").strip().lower(),
        )
        if address.strip():
            found.append((address.strip().strip("<>"), status, status.startswith("5") and action == "failed"))
    return found


def take_report(mission: Mission, failures: list[Failure]) -> list[Company]:
    """Silence the addresses that failed for good; gives the companies they belong to."""
    final = [one for one in failures if one.is_final]
    # Asked for all at once: a report may name fifty addresses.
    sent = {
        letter.message_id: letter
        for letter in Letter.objects.filter(
            mission=mission, message_id__in={one.message_id for one in final if one.message_id}
        )
    }
    writing = Q(folded__in={one.address.lower() for one in final})
    reached = Q(pk__in={letter.company_id for letter in sent.values()})
    companies = list(
        Company.objects.filter(mission=mission).annotate(folded=Lower("email")).filter(writing | reached)
    )
    silenced: list[Company] = []
    for one in final:
        letter = sent.get(one.message_id)
        if letter is not None:
            Letter.objects.filter(pk=letter.pk).update(state=Letter.State.BOUNCED, note=one.status[:300])
        for company in companies:
            if company.folded == one.address.lower() or (letter and company.pk == letter.company_id):
                mark_bounced(company, one.status)
                silenced.append(company)
    return silenced

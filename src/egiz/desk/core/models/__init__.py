from egiz.desk.core.models.base import DeskModel
from egiz.desk.core.models.desk import Desk, Membership, Role, Side
from egiz.desk.core.models.job import Job
from egiz.desk.core.models.kept import Binned, SentForm
from egiz.desk.core.models.periodic import Periodic
from egiz.desk.core.models.search import SearchRow, SearchVersion
from egiz.desk.core.models.sharing import Guest, Share, TextVersion
from egiz.desk.core.models.territory import Territory
from egiz.desk.core.models.trail import Attachment, AuditEntry, Comment
from egiz.desk.core.models.user import User

__all__ = [
    "Attachment",
    "AuditEntry",
    "Binned",
    "Comment",
    "Desk",
    "DeskModel",
    "Guest",
    "Job",
    "Membership",
    "Periodic",
    "Role",
    "SearchRow",
    "SearchVersion",
    "SentForm",
    "Share",
    "Side",
    "Territory",
    "TextVersion",
    "User",
]

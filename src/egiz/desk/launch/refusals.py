"""What stops the desk that only its keeper can mend, said in a sentence instead of a traceback."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from egiz.desk.environment import SettingError


def said(error: Exception) -> str:
    """Say what is wrong with a setting or the database; nothing for a fault of the program."""
    if isinstance(error, SettingError):
        return str(error)
    # A file that is damaged or no database is neither of the two others.
    if isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError:
        return unreachable(error)
    return ""


def unreachable(error: Exception) -> str:
    """Say which database cannot be used, why, and where to look; no password is said."""
    asked = connection.settings_dict
    reason = " ".join(str(error).split())
    if connection.vendor == "sqlite":
        return (
            f"The database {asked['NAME']} cannot be used: {reason}. Look at its folder, owner and disk; "
            "where the file is damaged, move it away and take a backup back: egiz restore."
        )
    where = f"{asked['NAME']} at {asked['HOST'] or 'this machine'}:{asked['PORT'] or 5432} as {asked['USER']}"
    return (
        f"The database {where} cannot be used: {reason}. See that it runs, that this database and its user "
        "are there, and that EGIZ_DATABASE_URL names them."
    )

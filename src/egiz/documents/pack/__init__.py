"""What is printed before a day of B2B meetings: agendas, badges, table signs, interpreters' sheets, seats."""

from egiz.documents.pack.pack import PARTS, Agenda, Badge, InterpreterSheet, Line, Pack, Seat, TableSign
from egiz.documents.pack.sheets import pack_pdf, pack_pictures

__all__ = [
    "PARTS",
    "Agenda",
    "Badge",
    "InterpreterSheet",
    "Line",
    "Pack",
    "Seat",
    "TableSign",
    "pack_pdf",
    "pack_pictures",
]

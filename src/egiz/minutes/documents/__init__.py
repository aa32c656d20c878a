"""Files as people have them, into text: DOCX, ODT, RTF, PDF, HTML, e-mail, plain text in any encoding."""

from egiz.minutes.documents._kinds import Document, load, load_bytes, load_document, open_bytes

__all__ = ["Document", "load", "load_bytes", "load_document", "open_bytes"]

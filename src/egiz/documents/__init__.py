"""Dossier, minutes, memorandum, programme, release: from data to DOCX and PDF."""

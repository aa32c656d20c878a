"""Timetables and quotes of others, as links, services and values to lay on the network."""

from egiz.corridors.importers.brought import Brought, Problem
from egiz.corridors.importers.gtfs import read_gtfs
from egiz.corridors.importers.tables import read_quotes, read_timetable

__all__ = ["Brought", "Problem", "read_gtfs", "read_quotes", "read_timetable"]

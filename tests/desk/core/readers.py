"""Readers that take what they may not; `test_apart` has them run in a process of their own."""

import os
import time

from django.utils.translation import get_language

from egiz.text import TableError


def where(_data):
    return os.getpid(), get_language()


def refuses(_data):
    raise TableError("There are too many rows.", "too-many-rows", limit=5)


def fills_memory(_data):
    held = []
    while True:
        held.append(bytearray(os.urandom(2**20)) * 16)


def never_ends(_data):
    while True:
        time.sleep(60)

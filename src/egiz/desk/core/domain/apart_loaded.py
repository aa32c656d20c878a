"""What the process that readers are forked from has loaded: the desk and the readers of tables, no more."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egiz.desk.settings")
django.setup()

import openpyxl  # noqa: E402, F401 - loaded for those who are forked from here

import egiz.text.tables  # noqa: E402, F401 - as above

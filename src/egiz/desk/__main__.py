"""Django's own commands: ``python -m egiz.desk migrate``."""

import os
import sys


def main() -> None:
    """Run one management command with the desk's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egiz.desk.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - the settings come first

    execute_from_command_line(["python -m egiz.desk", *sys.argv[1:]])


if __name__ == "__main__":
    main()

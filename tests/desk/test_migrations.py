"""The migrations lead to the tables that the models describe; other tests make theirs from the models."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)

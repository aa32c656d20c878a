"""The door for a web server: ``egiz.desk.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egiz.desk.settings")

application = get_wsgi_application()

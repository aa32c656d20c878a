"""The door for a web server: ``egiz.desk.wsgi:application``."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egiz.desk.settings")

application = get_wsgi_application()

# What is loaded now stays for the life of the process: without this, every full run of the garbage collector
# looks through all of it again, a tenth of a second that some visitor waits for.
gc.collect()
gc.freeze()

"""The site beneath its finished pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijmsite.settings")
application = get_wsgi_application()

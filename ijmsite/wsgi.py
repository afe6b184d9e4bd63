import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijmsite.settings")

# Sets Django up, which everything below needs before it can be imported.
django = get_wsgi_application()

from delivery.layer import Delivery  # noqa: E402
from delivery.tally import Tally  # noqa: E402
from delivery.watching import watch  # noqa: E402
from publishing import standing  # noqa: E402

_trusted = settings.SECURE_PROXY_SSL_HEADER
_shared = standing.beacon()
delivery = Delivery(
    django,
    watch(),
    beside=("/admin/", "/static/", "/healthz", "/readyz"),
    scheme=_trusted[0] if _trusted else "wsgi.url_scheme",
    tally=Tally(_shared) if _shared is not None else None,
)
# Whoever changes templates wants to see the change.
application = django if settings.DEBUG else delivery

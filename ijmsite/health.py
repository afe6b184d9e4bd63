"""For load balancers: is the process alive, and is it able to serve."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def alive(request: HttpRequest) -> HttpResponse:
    return _said(_("Alive."))


def ready(request: HttpRequest) -> HttpResponse:
    reason = _hindrance()
    return _said(reason, status=503) if reason else _said(_("Ready."))


def _hindrance() -> str:
    """Why this process cannot serve pages; empty if it can."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        # The error names hosts and files, which are nobody's business outside.
        logger.warning("The database does not answer", exc_info=True)
        return _("The database does not answer.")
    if missing:
        return _("The database is not up to date. Run “manage.py migrate”.")
    return ""


def _said(text: str, status: int = 200) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    content_type = "text/plain; charset=utf-8"
    return HttpResponse(f"{text}\n", status=status, content_type=content_type, headers=headers)

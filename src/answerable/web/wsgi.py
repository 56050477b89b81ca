"""The WSGI application: `answerable.web.wsgi:application`. Set ANSWERABLE_WORKSPACE before it is imported."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.web.settings")
application = get_wsgi_application()

from answerable.web.memory import settle  # noqa: E402 (what it loads needs Django set up)
from answerable.web.what_if.readiness import begin_where_used  # noqa: E402

settle()
begin_where_used()

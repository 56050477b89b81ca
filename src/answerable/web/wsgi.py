"""The WSGI application: `answerable.web.wsgi:application`. Set ANSWERABLE_WORKSPACE before it is imported."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.web.settings")
application = get_wsgi_application()

from answerable.web.memory import settle  # noqa: E402 (what it loads needs Django set up)

settle()

"""Settings of the public site. It has no database, no sessions and no forms, so most of Django stays away.

Read from the environment: ANSWERABLE_WORKSPACE, the folder of the workspace whose newest release is shown;
ANSWERABLE_HOSTS, host names separated by commas that the site answers to (default: any).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

HERE = Path(__file__).parent
WORKSPACE = Path(os.environ.get("ANSWERABLE_WORKSPACE", "."))

DEBUG = False
# Nothing is signed and no session kept: a key of the process is enough, and none can leak.
SECRET_KEY = secrets.token_urlsafe(50)
# No page holds an address of its own host, so a forged host name can change nothing that is sent.
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ANSWERABLE_HOSTS", "*").split(",")]
DATABASES: dict[str, dict[str, str]] = {}
INSTALLED_APPS = ["answerable.web.components", "answerable.web.performance"]
ROOT_URLCONF = "answerable.web.urls"
WSGI_APPLICATION = "answerable.web.wsgi.application"
APPEND_SLASH = True

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "answerable.web.middleware.StaticFiles",
    "answerable.web.middleware.more_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"builtins": ["django.templatetags.i18n",
                             "answerable.web.components.templatetags.answerable"]},
}]

# The built files carry a hash of their content in their names, so what is installed is served as it is.
STATIC_URL = "/static/"
STATIC_ROOT = HERE / "static"

CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [NONE], "script-src": [SELF], "style-src": [SELF], "img-src": [SELF], "font-src": [SELF],
    "connect-src": [SELF], "form-action": [SELF], "frame-ancestors": [NONE], "base-uri": [NONE],
}}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

LANGUAGE_CODE = "en-gb"
USE_I18N = True
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}

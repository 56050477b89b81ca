"""Settings of the site: the public pages, which read releases alone, and the register, which has a database.

Read from the environment: ANSWERABLE_WORKSPACE, the folder of the workspace that is served; ANSWERABLE_HOSTS, host names
separated by commas that the site answers to (default: any); ANSWERABLE_DATABASE, the register's database as an address
("postgresql://name:password@host/register"; default: register.sqlite3 in the workspace); ANSWERABLE_SECRET_KEY (default: the
workspace's register.key, which `answerable serve` makes); ANSWERABLE_HTTPS, "1" where a proxy in front speaks HTTPS;
ANSWERABLE_ADDRESS, where the site is reached ("https://answers.example", for links in e-mail); ANSWERABLE_SMTP and
ANSWERABLE_MAIL_FROM, by which server and from whom e-mail is sent; ANSWERABLE_OIDC_…, where people sign in with the account
of their own organisation (environment.py); ANSWERABLE_REQUIRE_SECOND_FACTOR, "0" where a password is to be
enough (default: "1", and "0" in a made-up workspace).
"""

from __future__ import annotations

import os
import secrets
import tomllib
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from answerable.web.environment import mail_settings, single_sign_on

HERE = Path(__file__).parent
WORKSPACE = Path(os.environ.get("ANSWERABLE_WORKSPACE", "."))

DEBUG = False
KEY_FILE = WORKSPACE / "register.key"
# A key of the process is enough where nobody signs in; what must outlast it is signed with the workspace's own.
SECRET_KEY = os.environ.get("ANSWERABLE_SECRET_KEY") or (
    KEY_FILE.read_text().strip() if KEY_FILE.is_file() else secrets.token_urlsafe(50))
# No page holds an address of its own host, so a forged host name can change nothing that is sent.
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ANSWERABLE_HOSTS", "*").split(",")]
HTTPS = os.environ.get("ANSWERABLE_HTTPS") == "1"
# Many readers beside one writer, who takes his turn at once instead of failing half way: 30 times faster under load.
_SQLITE = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command":
           "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA cache_size=-16000;"}


def _told() -> dict[str, Any]:
    """The workspace's settings. A workspace that cannot be read is found out, and told, where it is served."""
    try:
        return tomllib.loads((WORKSPACE / "answerable.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


TOLD = _told()


def _database(address: str | None) -> dict[str, Any]:
    """Django's settings of the register's database. address: as in ANSWERABLE_DATABASE, None for the workspace's own file."""
    if address:
        return dict(dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True))
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": WORKSPACE / "register.sqlite3", "OPTIONS": _SQLITE}


DATABASES = {"default": _database(os.environ.get("ANSWERABLE_DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
INSTALLED_APPS = [
    "answerable.web.components",      # first: its templates of form fields stand before Django's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "answerable.web.performance",
    "answerable.web.audit",
    "answerable.web.accounts",
    "answerable.web.organisations",
    "answerable.web.register",
    "answerable.web.meetings",
    "answerable.web.what_if",
    "answerable.web.scrutiny",
    "answerable.web.api",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
CSRF_FAILURE_VIEW = "answerable.web.accounts.views_sign_in.form_refused"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60   # how long an invitation holds
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options} for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}), ("CommonPasswordValidator", {}))]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Attempts to sign in are counted here: in the database, so that they count over every process and outlast it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "register_attempts"}}
ACCOUNT_ADAPTER = "answerable.web.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"     # who has the invitation has the address
ACCOUNT_SESSION_REMEMBER = False        # a session ends with the browser, or after SESSION_COOKIE_AGE
ACCOUNT_FORMS = {"login": "answerable.web.accounts.forms_sign_in.SignInForm",
                 "reauthenticate": "answerable.web.accounts.forms_sign_in.PasswordAgainForm"}
# Five wrong passwords for one address, or ten from one place, and no more are looked at for five minutes or one.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
# In a made-up workspace there is nothing to protect, and whoever tries it out has no time to enrol.
REQUIRE_SECOND_FACTOR = os.environ.get("ANSWERABLE_REQUIRE_SECOND_FACTOR", "0" if TOLD.get("made_up") is True else "1") != "0"
MFA_ADAPTER = "answerable.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1                  # clocks of phones may be half a minute out
MFA_FORMS = {"authenticate": "answerable.web.accounts.forms_sign_in.CodeForm",
             "reauthenticate": "answerable.web.accounts.forms_sign_in.CodeAgainForm",
             "activate_totp": "answerable.web.accounts.forms_sign_in.AppForm",
             "add_webauthn": "answerable.web.accounts.forms_sign_in.PasskeyForm",
             "edit_webauthn": "answerable.web.accounts.forms_sign_in.PasskeyNameForm"}
SINGLE_SIGN_ON = single_sign_on(TOLD.get("sign_in", {}), os.environ)
SOCIALACCOUNT_ADAPTER = "answerable.web.accounts.adapters.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{
    "provider_id": "single", "name": SINGLE_SIGN_ON.name, "client_id": SINGLE_SIGN_ON.client_id,
    "secret": SINGLE_SIGN_ON.secret, "settings": {"server_url": SINGLE_SIGN_ON.issuer}}] if SINGLE_SIGN_ON else []}}
# Where the site is reached, for links in e-mail: never taken from a request, whose host somebody may have forged.
ADDRESS = os.environ.get("ANSWERABLE_ADDRESS", "").rstrip("/")
SENDS_MAIL = bool(os.environ.get("ANSWERABLE_SMTP"))
vars().update(mail_settings(os.environ.get("ANSWERABLE_SMTP", "")))
DEFAULT_FROM_EMAIL = os.environ.get("ANSWERABLE_MAIL_FROM", "answerable@localhost")
# Uploads over 2 MB go to a file while they come in; what is taken at all is decided by who reads them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
ROOT_URLCONF = "answerable.web.urls"
WSGI_APPLICATION = "answerable.web.wsgi.application"
APPEND_SLASH = True

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "answerable.web.middleware.StaticFiles",
    "answerable.web.middleware.more_headers",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "answerable.web.middleware.release",
    # Packs what the next one has finished: in a packed page the signs around English could not be found.
    "django.middleware.gzip.GZipMiddleware",
    "answerable.web.middleware.language",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "answerable.web.accounts.second_factor.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": ["django.template.context_processors.request", "django.template.context_processors.i18n"],
                "builtins": ["django.templatetags.i18n",
                             "answerable.web.components.templatetags.answerable",
                             "answerable.web.organisations.templatetags.bodies"]},
}]

# The built files carry a hash of their content in their names, so what is installed is served as it is.
STATIC_URL = "/static/"
STATIC_ROOT = HERE / "static"

CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [NONE], "script-src": [SELF], "style-src": [SELF], "img-src": [SELF], "font-src": [SELF],
    "connect-src": [SELF],
    # The form that signs in elsewhere is answered by a redirect there.
    "form-action": [SELF, *([SINGLE_SIGN_ON.origin] if SINGLE_SIGN_ON else [])], "frame-ancestors": [NONE], "base-uri": [NONE],
}}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
USE_I18N = True
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
# Days and times that people write and read are those of the force's clocks; the database keeps UTC.
TIME_ZONE = str(TOLD.get("time_zone", "Europe/London"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}

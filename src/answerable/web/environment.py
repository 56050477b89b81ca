"""What the environment and answerable.toml say of signing in elsewhere and of sending e-mail, parsed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from answerable.errors import WorkspaceError

SIGN_IN_KEYS = ("issuer", "client_id", "name", "emails_verified")
NEARBY = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class SingleSignOn:
    """Where people sign in with the account of their own organisation (OpenID Connect). issuer: its address; name: as the
    button says it; emails_verified: whether its e-mail addresses count as proved even where it does not say so."""

    issuer: str
    client_id: str
    secret: str
    name: str
    emails_verified: bool = False

    @property
    def origin(self) -> str:
        """Scheme, host and port of the issuer."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


def single_sign_on(told: Mapping[str, Any], environment: Mapping[str, str]) -> SingleSignOn | None:
    """Single sign-on as set up; None where it is not.

    told: the part [sign_in] of answerable.toml; environment: ANSWERABLE_OIDC_ISSUER, …_CLIENT_ID, …_NAME and
    …_EMAILS_VERIFIED ("1") come before it, and …_CLIENT_SECRET stands there alone. Raises WorkspaceError where a
    part is missing, unknown, or no address.
    """
    if not isinstance(told, Mapping) or set(told) - set(SIGN_IN_KEYS):
        raise _fault(f"unknown setting '{sorted(set(told) - set(SIGN_IN_KEYS))[0]}' in [sign_in]." if isinstance(told, Mapping)
                     else "'sign_in' is no part of its own.", f"Known: {', '.join(SIGN_IN_KEYS)}.")
    issuer, client_id, name = (environment.get(f"ANSWERABLE_OIDC_{key.upper()}") or str(told.get(key, ""))
                               for key in ("issuer", "client_id", "name"))
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in NEARBY)):
        raise _fault(f"the issuer of sign-in is '{issuer}'.", "Write its whole address, beginning with https://.")
    secret = environment.get("ANSWERABLE_OIDC_CLIENT_SECRET", "")
    for what, value, where in (("client id", client_id, "client_id in [sign_in], or ANSWERABLE_OIDC_CLIENT_ID"),
                               ("secret", secret, "the environment variable ANSWERABLE_OIDC_CLIENT_SECRET")):
        if not value:
            raise _fault(f"sign-in at {issuer} has no {what}.", f"Set {where}.")
    proved = environment.get("ANSWERABLE_OIDC_EMAILS_VERIFIED", "") == "1" or told.get("emails_verified") is True
    return SingleSignOn(issuer.rstrip("/"), client_id, secret, name or str(parts.hostname), proved)


def _fault(message: str, remedy: str) -> WorkspaceError:
    return WorkspaceError(message, where="answerable.toml", remedy=remedy)


def mail_settings(address: str) -> dict[str, Any]:
    """Django's settings for sending e-mail. address: of the server, "smtp://name:password@host:587" (encrypted once connected;
    "?tls=no" for a server of one's own that cannot), "smtps://…:465" (encrypted from the start), or "" for none. Raises
    WorkspaceError for anything else."""
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise WorkspaceError(f"the server for e-mail is '{parts.scheme}://…'.", where="ANSWERABLE_SMTP",
                             remedy="Write it as smtp://name:password@host:587 or smtps://name:password@host:465.")
    direct = parts.scheme == "smtps"
    plain = parse_qs(parts.query).get("tls") == ["no"]
    return {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if direct else 587), "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""), "EMAIL_USE_SSL": direct,
            "EMAIL_USE_TLS": not direct and not plain, "EMAIL_TIMEOUT": 10}

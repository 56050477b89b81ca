"""The addresses of signing in elsewhere. They stand outside the languages: the other side knows one address to come back to."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = [
    path("sign-in/elsewhere/<str:provider_id>/", login, name="openid_connect_login"),
    path("sign-in/elsewhere/<str:provider_id>/done/", callback, name="openid_connect_callback"),
]

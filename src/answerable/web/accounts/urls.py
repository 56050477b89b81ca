"""The addresses of this app."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, path

from answerable.web.accounts.views_invitation import invitation

urlpatterns: list[URLPattern] = [
    path("sign-in/", LoginView.as_view(template_name="accounts/sign_in.html"), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("invitation/<str:number>/<str:token>/", invitation, name="invitation"),
]

"""The addresses of this app. The library for signing in knows its pages by names of its own ("account_login", "mfa_…")."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, path

from answerable.web.accounts import views
from answerable.web.accounts import views_sign_in as sign_in
from answerable.web.accounts.views_forgotten import forgotten
from answerable.web.accounts.views_invitation import invitation

PROVE = "account/second-proof/"

urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/forgotten/", forgotten, name="password-forgotten"),
    path("sign-in/code/", sign_in.Code.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", sign_in.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("invitation/<str:number>/<str:token>/", invitation, name="invitation"),
    path("roles/", views.roles, name="roles"),
    path("account/", views.own, name="account"),
    path("account/edit/", views.own_edit, name="account-edit"),
    path("account/password/", views.own_password, name="account-password"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/invite/", views.invite, name="account-invite"),
    path("accounts/<int:pk>/", views.account, name="one-account"),
    path("accounts/<int:pk>/role/", views.role_give, name="role-give"),
    path("accounts/<int:pk>/person/", views.person, name="account-person"),
    path("accounts/roles/<int:pk>/end/", views.role_end, name="role-end"),
    *(path(f"accounts/<int:pk>/{what}/", views.deed, {"what": what}, name=f"account-{what}")
      for what in ("close", "open", "reset", "take-second-proof")),
    path("account/confirm/password/", sign_in.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/confirm/code/", sign_in.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("account/confirm/passkey/", sign_in.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/sessions/", sign_in.Sessions.as_view(), name="usersessions_list"),
    path(f"{PROVE}needed/", sign_in.second_factor, name="second-factor"),
    path(PROVE, sign_in.SecondProofs.as_view(), name="mfa_index"),
    path(f"{PROVE}app/add/", sign_in.AddApp.as_view(), name="mfa_activate_totp"),
    path(f"{PROVE}app/remove/", sign_in.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path(f"{PROVE}passkeys/", sign_in.Passkeys.as_view(), name="mfa_list_webauthn"),
    path(f"{PROVE}passkeys/add/", sign_in.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(f"{PROVE}passkeys/<int:pk>/", sign_in.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path(f"{PROVE}passkeys/<int:pk>/remove/", sign_in.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path(f"{PROVE}recovery-codes/", sign_in.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(f"{PROVE}recovery-codes/new/", sign_in.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path(f"{PROVE}recovery-codes/recovery-codes.txt", sign_in.RecoveryCodesFile.as_view(), name="mfa_download_recovery_codes"),
]

"""The pages of roles, of one's own account, and of everybody's for those who look after them."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.web.accounts import commands, forms
from answerable.web.accounts.commands_people import tie_account
from answerable.web.accounts.mail import invitation_link, send_invitation
from answerable.web.accounts.models import Membership, User
from answerable.web.accounts.permissions import RIGHTS
from answerable.web.accounts.rights import rights_for
from answerable.web.accounts.roles import ROLES
from answerable.web.accounts.second_factor import has_one, is_needed
from answerable.web.audit.commanding import together
from answerable.web.components.pages import form_page, kept_question, needs, page, paged, signed_in
from answerable.web.organisations.models import Organisation, Person
from answerable.words import mark


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The roles and what each may do: the manual."""
    told = [{"role": role, "rights": [RIGHTS[right] for right in RIGHTS if right in role.rights]} for role in ROLES.values()]
    return page(request, "accounts/roles.html", "organisations", roles=told)


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    user = _reader(request)
    return page(request, "accounts/own.html", account=user, has_second=has_one(user), needs_second=is_needed(user),
                memberships=user.memberships.current().select_related("organisation"))


@signed_in
def own_edit(request: HttpRequest) -> HttpResponse:
    """One's own name and language."""
    user = _reader(request)
    form = forms.OwnForm(request.POST or None, initial={"name": user.name, "language": user.language})
    return form_page(request, form, lambda given: commands.change_account(by=user, user=user, **given),
                     heading=_("Your name and language"), button=_("Save"), then=reverse("account"), back=reverse("account"))


@reauthentication_required(app="allauth.mfa")
@signed_in
def own_password(request: HttpRequest) -> HttpResponse:
    """Another password for oneself. Every other session ends."""
    user = _reader(request)

    def change(given: dict[str, Any]) -> None:
        commands.choose_password(by=user, user=user, password=given["password"])
        update_session_auth_hash(request, user)

    return form_page(request, forms.NewPasswordForm(request.POST or None, user=user), change, heading=_("Change your password"),
                     button=_("Save the password"), then=reverse("account"), back=reverse("account"),
                     done=_("Your password is changed, and you are signed out everywhere else."))


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _looked_after(user: User) -> Any:
    """The accounts that somebody looks after: those with a role in their organisations, and those without any."""
    where = rights_for(user).where.get("account.invite", frozenset())
    within = Q(memberships__organisation__in=where) | Q(memberships__organisation__parent__in=where)
    return User.objects.filter(within | Q(memberships__isnull=True)).distinct()


def _organisations(user: User) -> Any:
    where = rights_for(user).where.get("account.invite", frozenset())
    return Organisation.objects.filter(Q(pk__in=where) | Q(parent__in=where))


@require_safe
@needs("account.invite")
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts that one looks after."""
    asked = request.GET.get("q", "").strip()
    current = Membership.objects.current().select_related("organisation")
    found = _looked_after(_reader(request)).order_by("name", "pk").prefetch_related(
        Prefetch("memberships", queryset=current, to_attr="held"))
    if asked:
        found = found.filter(Q(name__icontains=asked) | Q(email__icontains=asked))
    return page(request, "accounts/accounts.html", "organisations", shown=paged(request, found), asked=asked,
                kept=kept_question(request))


def _account(request: HttpRequest, pk: int) -> User:
    user = _looked_after(_reader(request)).filter(pk=pk).first()
    if user is None:
        raise Http404
    found: User = user
    return found


@require_safe
@needs("account.invite")
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account, and what can be done to it."""
    user = _account(request, pk)
    whole = commands.may_look_after(request.user, user)
    link = invitation_link(request, user) if whole and user.state == "invited" else ""
    held = list(user.memberships.select_related("organisation").order_by("-starts", "pk"))
    mine = rights_for(request.user)
    return page(request, "accounts/account.html", "organisations", account=user, whole=whole, link=link,
                has_second=has_one(user),
                memberships=[{"held": each, "mine": mine.may("account.invite", each.organisation)} for each in held])


@needs("account.invite")
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody: an account with its first role."""
    by = _reader(request)

    def do(given: dict[str, Any]) -> User:
        with together():
            user: User = commands.add_account(by=by, email=given["email"], name=given["name"])
            commands.give_role(by=by, user=user, **_role(given))
        _tell(request, user)
        return user

    form = forms.InviteForm(request.POST or None, organisations=_organisations(by))
    return form_page(request, form, do, heading=_("Invite somebody"), button=_("Invite"), section="organisations",
                     back=reverse("accounts"), then=lambda user: reverse("one-account", args=[user.pk]))


def _role(given: dict[str, Any]) -> dict[str, Any]:
    return {key: given[key] for key in ("role", "organisation", "starts", "ends")}


def _tell(request: HttpRequest, user: User) -> None:
    sent = send_invitation(user)
    messages.success(request, _("The link to choose a password was sent to %(email)s.") % {"email": user.email} if sent
                     else _("No e-mail was sent. Hand over the link on this page."))


@needs("account.invite")
def role_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a role."""
    user, by = _account(request, pk), _reader(request)
    form = forms.RoleForm(request.POST or None, organisations=_organisations(by))
    back = reverse("one-account", args=[pk])
    return form_page(request, form, lambda given: commands.give_role(by=by, user=user, **_role(given)),
                     heading=_("Give %(name)s a role") % {"name": user.name}, button=_("Give the role"),
                     section="organisations", back=back, then=back)


@needs("account.invite")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which holder of posts an account is of."""
    user, by = _account(request, pk), _reader(request)
    people = Person.objects.filter(tenures__post__organisation__in=_organisations(by)) | Person.objects.filter(
        tenures__post__organisation__memberships__user=user)
    form = forms.PersonForm(request.POST or None, people=people.distinct(), initial={"person": user.person_id})
    back = reverse("one-account", args=[pk])
    return form_page(request, form, lambda given: tie_account(by=by, user=user, person=given["person"]),
                     heading=_("Whose posts are those of %(name)s?") % {"name": user.name}, button=_("Save"),
                     section="organisations", back=back, then=back)


@needs("account.invite")
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    held = Membership.objects.select_related("organisation", "user").filter(pk=pk).first()
    if held is None:
        raise Http404
    _account(request, held.user_id)
    return form_page(request, forms.EndRoleForm(request.POST or None),
                     lambda given: commands.end_role(by=request.user, membership=held, on=given["ends"]),
                     heading=_("End the role %(role)s of %(name)s") % {"role": str(held), "name": held.user.name},
                     button=_("End the role"), section="organisations", back=reverse("one-account", args=[held.user_id]),
                     then=reverse("one-account", args=[held.user_id]))


# What an administrator does to a whole account: the command, the heading, the button, what it means.
_DEEDS = {
    "close": (commands.end_account, mark("Close the account of %(name)s"), mark("Close the account"),
              mark("Nobody signs in with it any more. What its owner did stays, with their name.")),
    "open": (commands.open_account, mark("Open the account of %(name)s again"), mark("Open the account"), ""),
    "reset": (commands.reset_account, mark("Reset the password of %(name)s"), mark("Reset the password"),
              mark("The old one works no more and every session ends. They choose a new one by a link that works once.")),
    "take-second-proof": (commands.take_second_factor, mark("Take the second proof from %(name)s"), mark("Take it"),
                          mark("For somebody who lost their phone and the recovery codes. Be sure that it is they who ask.")),
}


@needs("account.invite")
def deed(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Close, open or reset an account, or take its second proof."""
    user = _account(request, pk)
    do, heading, button, hint = _DEEDS[what]

    def done(_given: dict[str, Any]) -> None:
        do(by=request.user, user=user)
        if what == "reset":
            _tell(request, User.objects.get(pk=user.pk))

    return form_page(request, forms.SureForm(request.POST if request.method == "POST" else None), done,
                     heading=_(heading) % {"name": user.name}, button=_(button), hint=_(hint) if hint else "",
                     section="organisations", back=reverse("one-account", args=[pk]), then=reverse("one-account", args=[pk]))

"""The signing keys of officers in charge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.signing import WARNED_BEFORE_END, retire, revoke, state_of
from accounts.models import SigningKey, User
from accounts.permissions import require
from accounts.proof import fresh
from accounts.requests import PersonRequest
from accounts.steps import step as posted
from bangla.text import nfc
from committees import scope
from committees.acting import actor_in
from committees.domain.people import signing_officers
from committees.manage.forms.people import RevocationForm
from committees.manage.pages import administrator, asked, by_name, form_page, named, page_of
from committees.models import Tenure
from committees.powers import Powers
from committees.rules import may

LOCKED = Q(attempts__gte=SigningKey.MAX_ATTEMPTS)


def _having_a_key(*condition: Any) -> Q:
    return Q(pk__in=SigningKey.objects.filter(*condition, retired_at=None).order_by().values("user"))


def _ending(found: QuerySet[User], _powers: Powers) -> QuerySet[User]:
    return found.filter(_having_a_key(Q(expires_at__lt=timezone.now() + WARNED_BEFORE_END)))


def _without_key(found: QuerySet[User], powers: Powers) -> QuerySet[User]:
    return found.filter(signing_officers(powers.day)).exclude(_having_a_key())


CHOICES: Mapping[str, tuple[Any, Callable[[QuerySet[User], Powers], QuerySet[User]]]] = {
    "locked": (gettext_lazy("locked after wrong PINs"), lambda found, _powers: found.filter(_having_a_key(LOCKED))),
    "ending": (gettext_lazy("expired or expiring within a month"), _ending),
    "none": (gettext_lazy("none, although the post signs"), _without_key),
}


@require_safe
def keys(request: PersonRequest) -> HttpResponse:
    """Who signs, and with which key."""
    powers = administrator(request)
    name, chosen = asked(request, "name"), asked(request, "state")
    found = named(scope.people(powers).filter(is_active=True), name, "name_bn", "name_en", "email")
    if chosen in CHOICES:
        found = CHOICES[chosen][1](found, powers)
    else:
        found = found.filter(signing_officers(powers.day) | _having_a_key())
    in_use = Prefetch("signing_keys", SigningKey.objects.filter(retired_at=None).defer("sealed", "salt"), "in_use")
    held = Prefetch("tenures", Tenure.objects.on(powers.day).select_related("post__office"), "held")
    page = page_of(request, found.prefetch_related(in_use, held).order_by(by_name(), "pk"))
    in_rows = [(person, next(iter(person.in_use), None)) for person in page.object_list]  # type: ignore[attr-defined]
    context = {
        "page": page,
        "rows": [(person, key, state_of(key)) for person, key in in_rows],
        "name": name,
        "chosen": chosen,
        "choices": {value: words for value, (words, _those) in CHOICES.items()},
        "powers": powers,
    }
    return render(request, "manage/keys.html", context)


def _key(powers: Powers, pk: int) -> SigningKey:
    """A key of a person in charge; raises NotAllowedError where the account is not the administrator's to secure."""
    key = get_object_or_404(SigningKey.objects.select_related("user"), pk=pk, user__in=scope.people(powers))
    require(may("secure", powers, key.user))
    return key


def _to_keys(request: PersonRequest, pk: int) -> HttpResponse:
    _key(administrator(request), pk)
    return redirect("manage:keys")


@posted(_to_keys)
@fresh
def retire_key(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a key out of use, so that its officer makes a new one."""
    powers = administrator(request)
    key = _key(powers, pk)
    if key.retired_at is None:
        retire(key, by=actor_in(request, powers))
    messages.success(request, _("The key is retired. What it signed stays valid; the officer makes a new one."))
    return redirect("oversight:person", key.user_id)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def revoke_key(request: PersonRequest, pk: int) -> HttpResponse:
    """Declare the key's certificate invalid from now on."""
    powers = administrator(request)
    key = _key(powers, pk)
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and key.revoked_at is None and key.fingerprint:
        revoke(key, nfc(form.cleaned_data["reason"]), by=actor_in(request, powers))
        messages.success(request, _("The key is revoked. What it signed before stays valid."))
        return redirect("oversight:person", key.user_id)
    return form_page(
        request,
        form,
        title=_("Revoke the signing key of %(name)s") % {"name": key.user},
        lead=_("When others may know the PIN. From now on nothing signed with the key is valid; what was, stays so."),
        submit=_("Revoke the key"),
        kind="danger",
        confirm=_("The certificate is declared invalid from now on. This cannot be taken back."),
        back=reverse("oversight:person", args=[key.user_id]),
        crumbs=[
            (reverse("manage:people"), _("People")),
            (reverse("oversight:person", args=[key.user_id]), str(key.user)),
        ],
        powers=powers,
    )

"""Persons, their signing keys and the audit trail, for those in charge of the whole portal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.domain.alerts import tell
from accounts.domain.audit import Actor, acting, record
from accounts.domain.history import kind_words
from accounts.domain.signing import retire, revoke
from accounts.inputs import BanglaDateField
from accounts.models import Alert, AuditRecord, SigningKey, User
from accounts.proof import fresh
from accounts.requests import address_of
from accounts.templatetags.screen import action_words
from bangla.text import nfc

PASSWORD_PAGE = "auth_user_password_change"  # noqa: S105 - the name that Django gives the page's address

admin.site.site_header = admin.site.site_title = _("ICT committee minutes")
admin.site.index_title = _("Administration")
admin.site.unregister(Group)  # what a person may do comes from posts, not from groups
# the sign-in's own rows, which accounts.domain alone touches
admin.site.unregister([EmailAddress, Authenticator, UserSession])


class OwnAddress(forms.ModelForm):
    """A form of an account: no other account has its e-mail address."""

    def clean_email(self) -> str:
        """Addresses differ by more than capitals: people sign in with theirs as they happen to type it."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is an account with this e-mail address already."))
        return email


class NewUserForm(OwnAddress, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name_bn", "name_en", "language")
        field_classes = {"email": forms.EmailField}


class ChangedUserForm(OwnAddress, UserChangeForm):
    class Meta:
        model = User
        fields = ("email", "password", "name_bn", "name_en", "language", "is_active", "is_staff", "is_superuser")
        field_classes = {"email": forms.EmailField}


class TypedAdmin(admin.options.BaseModelAdmin):
    """A form of the administration that takes days as every other form of the portal does."""

    formfield_overrides = {
        models.DateField: {
            "form_class": BanglaDateField,
            "widget": forms.TextInput(attrs={"size": 16}),
            "help_text": _("For example 27-06-2026 or ২৭ জুন ২০২৬"),
        }
    }


class AuditedAdmin(TypedAdmin, admin.ModelAdmin):
    """What is entered here stands in the portal's own audit trail, by the names of the fields and never their content.

    A search finds Bengali however it is typed, as all that is stored is in NFC.
    """

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        record(actor_in_administration(request), "admin.add", obj, changes=changes_in(message))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        record(actor_in_administration(request), "admin.change", obj, changes=changes_in(message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Model]) -> Any:
        for each in queryset:
            record(actor_in_administration(request), "admin.delete", each)
        return super().log_deletions(request, queryset)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        return super().get_search_results(request, queryset, nfc(search_term))


def changes_in(message: list[dict[str, dict[str, Any]]]) -> list[dict[str, dict[str, Any]]]:
    """Django's account of a change (`construct_change_message`) without the texts of the rows it speaks of."""
    return [
        {what: {key: value for key, value in about.items() if key != "object"} for what, about in change.items()}
        for change in message
    ]


class ReadOnlyAdmin(AuditedAdmin):
    """To be looked at: rows come into being elsewhere, and no row goes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(AuditedAdmin, UserAdmin):
    form = ChangedUserForm
    add_form = NewUserForm
    list_display = ("name_bn", "name_en", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "language")
    search_fields = ("name_bn", "name_en", "email")
    ordering = ("name_bn",)
    readonly_fields = ("last_login", "created_at")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "name_bn", "name_en", "language")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("created_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name_bn", "name_en", "language", "password1", "password2")}),)

    @method_decorator(fresh)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An account with a password is made here, and rights and addresses are changed."""
        return super().changeform_view(request, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Nobody takes away the own rights: so an administrator is left."""
        own = ("is_active", "is_staff", "is_superuser") if obj == request.user else ()
        return (*self.readonly_fields, *own)

    @method_decorator(fresh)
    @transaction.atomic
    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The one page of a person that Django changes without a transaction: no password changes untold."""
        return super().user_change_password(request, *args, **kwargs)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """A password set or turned off here is logged, like any other change, by the name of its field alone."""
        if isinstance(obj, User) and request.resolver_match and request.resolver_match.url_name == PASSWORD_PAGE:
            what = Alert.What.PASSWORD_SET if obj.has_usable_password() else Alert.What.PASSWORD_OFF
            tell(obj, what, by=actor_in_administration(request))
        return super().log_change(request, obj, message)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            address = form.initial["email"]
            tell(obj, Alert.What.ADDRESS_CHANGED, by=actor_in_administration(request), address=address)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A person who acted once stays in the records; an account is closed by making it inactive."""
        return False


class ReasonForm(ActionForm):
    """What the administrator chooses to do with keys, and why."""

    reason = forms.CharField(label=_("Reason of a revocation"), required=False)


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnlyAdmin):
    list_display = ("user", "created_at", "expires_at", "retired_at", "revoked_at", "attempts", "locked", "brought")
    list_filter = (("retired_at", admin.EmptyFieldListFilter), ("revoked_at", admin.EmptyFieldListFilter))
    search_fields = ("user__name_bn", "user__name_en", "user__email", "fingerprint")
    list_select_related = ("user",)
    actions = ("reissue", "revoke")
    action_form = ReasonForm

    @method_decorator(fresh)
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Keys are retired and revoked from this list."""
        return super().changelist_view(request, extra_context)

    @admin.display(boolean=True, description=_("locked"))
    def locked(self, key: SigningKey) -> bool:
        return key.is_locked

    @admin.display(boolean=True, description=_("brought by the officer"))
    def brought(self, key: SigningKey) -> bool:
        return key.is_brought

    @admin.action(description=_("Re-issue: retire the key, so that the officer makes a new one"))
    def reissue(self, request: HttpRequest, keys: QuerySet[SigningKey]) -> None:
        self._do(request, keys.filter(retired_at=None), retire)

    @admin.action(description=_("Revoke: the certificate is not valid from now on; give a reason"))
    def revoke(self, request: HttpRequest, keys: QuerySet[SigningKey]) -> None:
        reason = nfc(request.POST.get("reason", "")).strip()
        if reason:
            self._do(request, keys.filter(revoked_at=None).exclude(fingerprint=""), partial(revoke, reason=reason))
        else:
            self.message_user(request, _("Nothing was revoked: a revocation needs a reason."), messages.ERROR)

    @transaction.atomic
    def _do(self, request: HttpRequest, keys: QuerySet[SigningKey], change: Callable[..., None]) -> None:
        actor = actor_in_administration(request)
        chosen = list(keys.select_related("user"))
        for key in chosen:
            change(key, by=actor)
        done = ngettext("%(n)s key changed.", "%(n)s keys changed.", len(chosen)) % {"n": len(chosen)}
        self.message_user(request, done, messages.SUCCESS)


def actor_in_administration(request: HttpRequest) -> Actor:
    """The administrator as such."""
    if not isinstance(request.user, User):
        raise TypeError("Only a signed-in person administers.")
    return acting(request.user, address_of(request))


class ByWords(admin.AllValuesFieldListFilter):
    """The actions and kinds of things that occur, each by what a reader calls it."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield choice | {"display": kind_words(str(action_words(str(choice["display"]))))}


@admin.register(AuditRecord)
class AuditRecordAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "actor_post", "what", "subject", "address")
    list_filter = (("action", ByWords), ("subject_kind", ByWords))
    list_select_related = ("actor",)
    fields = (*list_display, "details")
    search_fields = ("actor_name", "actor_post", "action", "subject_id")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    show_full_result_count = False

    @admin.display(description=_("who"), ordering="actor_name")
    def who(self, entry: AuditRecord) -> str:
        return entry.who

    @admin.display(description=_("action"), ordering="action")
    def what(self, entry: AuditRecord) -> str:
        return str(action_words(entry.action))

    @admin.display(description=_("to what"), ordering="subject_kind")
    def subject(self, entry: AuditRecord) -> str:
        return f"{kind_words(entry.subject_kind)} {entry.subject_id}"

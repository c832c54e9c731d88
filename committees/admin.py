"""Areas, offices, posts and who holds them; committees and their seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin import AuditedAdmin, TypedAdmin
from accounts.domain.pictures import forget_unused, keep
from accounts.inputs import PictureField
from accounts.models import Picture
from accounts.proof import fresh
from bangla.text import nfc
from committees.models import Administration, Area, Committee, Membership, Office, Post, Tenure
from documents.layouts import LAYOUTS


class LinesField(forms.CharField):
    """A list of lines, typed one below the other."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in nfc(super().clean(value)).splitlines() if line.strip()]


class OfficeForm(forms.ModelForm):
    letterhead = LinesField(
        label=_("letterhead lines"), help_text=_("One line of the printed letterhead on each line.")
    )
    new_emblem = PictureField(
        label=_("new emblem"),
        required=False,
        help_text=_("A PNG or JPEG of up to 5 MB, printed above the letterhead. What was signed stays as it was."),
    )
    without_emblem = forms.BooleanField(label=_("print no emblem"), required=False)

    def save(self, commit: bool = True) -> Any:
        before: Picture | None = self.instance.emblem
        if new := self.cleaned_data["new_emblem"]:
            self.instance.emblem = keep(new)
        elif self.cleaned_data["without_emblem"]:
            self.instance.emblem = None
        self.replaced = before if before != self.instance.emblem else None
        return super().save(commit)


class CommitteeForm(forms.ModelForm):
    layout = forms.ChoiceField(
        label=_("layout of its minutes"), choices=[(key, layout.name) for key, layout in LAYOUTS.items()]
    )


@admin.register(Area)
class AreaAdmin(AuditedAdmin):
    list_display = ("name_bn", "name_en", "kind", "parent", "code")
    list_filter = ("kind",)
    search_fields = ("name_bn", "name_en", "code")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)
    ordering = ("name_bn",)


@admin.register(Office)
class OfficeAdmin(AuditedAdmin):
    form = OfficeForm
    list_display = ("name_bn", "name_en", "area", "email")
    search_fields = ("name_bn", "name_en")
    autocomplete_fields = ("area",)
    list_select_related = ("area",)
    ordering = ("name_bn",)
    readonly_fields = ("emblem_now",)

    @admin.display(description=_("emblem"), empty_value="—")
    def emblem_now(self, office: Office) -> str | None:
        """The emblem as it is printed today."""
        if not office.emblem:
            return None
        image = office.emblem.image(gettext("emblem"))
        return format_html('<img height="72" src="{}" alt="{}">', image.address, image.alternative)

    def save_model(self, request: HttpRequest, obj: Office, form: forms.ModelForm, change: bool) -> None:
        """Save the office, and forget the emblem it had, unless something bears it."""
        super().save_model(request, obj, form, change)
        if replaced := getattr(form, "replaced", None):
            forget_unused(replaced)


class PostsWithOffices(TypedAdmin):
    """A form that posts are chosen in. A post is shown with its office, which is fetched along with it."""

    def get_field_queryset(self, db: str | None, db_field: RelatedField, request: HttpRequest) -> QuerySet | None:
        found = super().get_field_queryset(db, db_field, request)
        return found.select_related("office") if found is not None and found.model is Post else found


class TenureInline(TypedAdmin, admin.TabularInline):
    model = Tenure
    autocomplete_fields = ("person",)
    extra = 0
    ordering = ("-starts_on",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenure]:
        return super().get_queryset(request).select_related("person", "post__office")


class SeatOfPostInline(TypedAdmin, admin.TabularInline):
    model = Membership
    fields = ("committee", "role", "starts_on", "ends_on")
    autocomplete_fields = ("committee",)
    extra = 0
    ordering = ("-starts_on",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("post__office")


@admin.register(Post)
class PostAdmin(AuditedAdmin):
    list_display = ("name_bn", "name_en", "office", "email")
    search_fields = ("name_bn", "name_en", "office__name_bn", "office__name_en")
    autocomplete_fields = ("office",)
    ordering = ("name_bn",)
    inlines = (TenureInline, SeatOfPostInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return super().get_queryset(request).select_related("office")


@admin.register(Tenure)
class TenureAdmin(AuditedAdmin):
    list_display = ("post", "person", "kind", "starts_on", "ends_on")
    list_filter = ("kind", ("ends_on", admin.EmptyFieldListFilter))
    search_fields = ("post__name_bn", "post__office__name_bn", "person__name_bn", "person__name_en", "person__email")
    autocomplete_fields = ("post", "person")
    list_select_related = ("post__office", "person")
    ordering = ("-starts_on",)


@admin.register(Administration)
class AdministrationAdmin(AuditedAdmin):
    list_display = ("person", "area")
    search_fields = ("person__name_bn", "person__email", "area__name_bn")
    autocomplete_fields = ("person", "area")
    list_select_related = ("person", "area")

    @method_decorator(fresh)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Charges are given here."""
        return super().changeform_view(request, *args, **kwargs)


class MembershipInline(PostsWithOffices, admin.TabularInline):
    model = Membership
    fields = ("role", "post", "person_name", "starts_on", "ends_on")
    autocomplete_fields = ("post",)
    extra = 0
    ordering = ("ends_on", "starts_on")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("post__office")


@admin.register(Committee)
class CommitteeAdmin(AuditedAdmin):
    form = CommitteeForm
    list_display = ("name_bn", "name_en", "kind", "area", "office", "layout")
    list_filter = ("kind", "layout")
    search_fields = ("name_bn", "name_en", "area__name_bn")
    autocomplete_fields = ("area", "office", "parent")
    list_select_related = ("area", "office")
    ordering = ("name_bn",)
    inlines = (MembershipInline,)

"""Memo files and distribution lists, which administrators enter; numbers, dispatches and deliveries, to look at."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import AuditedAdmin, ReadOnlyAdmin
from committees.admin import PostsWithOffices
from distribution.forms import AddressesField
from distribution.models import Delivery, Dispatch, DistributionLine, DistributionTemplate, MemoFile, MemoNumber
from distribution.set_up_forms import MemoFileForm
from meetings.fields import PlainField


class OfficesMemoFileForm(MemoFileForm):
    class Meta(MemoFileForm.Meta):
        fields = ("office", *MemoFileForm.Meta.fields)  # type: ignore[assignment]  # a tuple of one more


class LineForm(forms.ModelForm):
    text = PlainField(label=_("recipient as printed"), widget=forms.Textarea(attrs={"rows": 2}))
    emails = AddressesField(
        label=_("e-mail addresses"), required=False, help_text=_("Beside those of the posts; parted by commas.")
    )

    def clean_emails(self) -> list[str]:
        return list(self.cleaned_data["emails"])


class LineInline(PostsWithOffices, admin.TabularInline):
    model = DistributionLine
    form = LineForm
    autocomplete_fields = ("posts",)
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[DistributionLine]:
        return super().get_queryset(request).prefetch_related("posts")


@admin.register(MemoFile)
class MemoFileAdmin(AuditedAdmin):
    form = OfficesMemoFileForm
    list_display = ("title", "prefix", "office", "is_open")
    list_filter = ("is_open",)
    search_fields = ("title", "prefix", "office__name_bn")
    autocomplete_fields = ("office",)
    list_select_related = ("office",)
    ordering = ("office__name_bn", "title")


@admin.register(DistributionTemplate)
class DistributionTemplateAdmin(AuditedAdmin):
    list_display = ("committee", "memo_file")
    search_fields = ("committee__name_bn",)
    autocomplete_fields = ("committee", "memo_file")
    list_select_related = ("committee", "memo_file")
    inlines = (LineInline,)


@admin.register(MemoNumber)
class MemoNumberAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "year", "serial", "state", "taken_by", "taken_at")
    list_filter = ("state", "year")
    search_fields = ("file__title", "file__prefix")
    list_select_related = ("file", "taken_by")


@admin.register(Dispatch)
class DispatchAdmin(ReadOnlyAdmin):
    list_display = ("memo", "minutes", "dated_on", "issued_by", "signed_at", "cancelled_at")
    search_fields = ("memo", "minutes__title")
    date_hierarchy = "dated_on"
    list_select_related = ("minutes", "issued_by")
    ordering = ("-pk",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """The token is a recipient's key and is not shown."""

    list_display = ("recipient", "way", "address", "state", "attempts", "sent_at")
    list_filter = ("way", "state")
    search_fields = ("address", "recipient__text", "recipient__dispatch__memo")
    list_select_related = ("recipient",)
    exclude = ("token",)
    ordering = ("-pk",)
    show_full_result_count = False

"""Decisions and the reports on them, to be found and looked at. What is wrong there a new report puts right."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from decisions.models import Decision, Progress


class ProgressInline(admin.TabularInline):
    model = Progress
    fields = ("reported_at", "reported_by", "state", "text")
    readonly_fields = fields
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Progress]:
        return super().get_queryset(request).select_related("reported_by")

    def has_add_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "committee", "due", "opened_on", "state")
    list_filter = ("state", ("opened_on", admin.EmptyFieldListFilter))
    search_fields = ("text", "item__subject")
    list_select_related = ("item__section__meeting__committee",)
    show_full_result_count = False
    inlines = (ProgressInline,)

    @admin.display(description=_("committee"))
    def committee(self, decision: Decision) -> str:
        return str(decision.item.section.meeting.committee)

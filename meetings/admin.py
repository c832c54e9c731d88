"""Meetings, to be found and looked at. Their content is written in the drafting room alone."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from meetings.models import Meeting


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ("committee", "held_on", "held_at", "place", "created_by")
    list_filter = ("committee__kind",)
    search_fields = ("committee__name_bn", "committee__name_en", "place")
    date_hierarchy = "held_on"
    list_select_related = ("committee", "created_by")
    show_full_result_count = False

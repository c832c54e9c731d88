"""The reader's digits and dates as filters; a builtin library of every template."""

from __future__ import annotations

from django import template

from accounts.language import day, digits, moment, numbers

register = template.Library()
register.filter("digits", digits)
register.filter("numbers", numbers, is_safe=True)
register.filter("day", day)
register.filter("moment", moment)

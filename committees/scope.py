"""What lies in an administrator's charge. Whatever a page of the administration shows or changes comes from here."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import AuditRecord, User
from committees.models import Area, Committee, Office, Post, Tenure
from committees.powers import Powers


def areas(powers: Powers) -> QuerySet[Area]:
    """The areas administered, with those below."""
    return Area.objects.all() if powers.everywhere else Area.objects.filter(pk__in=powers.areas)


def offices(powers: Powers) -> QuerySet[Office]:
    """The offices of those areas; those without an area are the whole country's."""
    return Office.objects.all() if powers.everywhere else Office.objects.filter(area__in=powers.areas)


def posts(powers: Powers) -> QuerySet[Post]:
    found = Post.objects.select_related("office")
    return found if powers.everywhere else found.filter(office__area__in=powers.areas)


def committees(powers: Powers) -> QuerySet[Committee]:
    return Committee.objects.all() if powers.everywhere else Committee.objects.filter(area__in=powers.areas)


def people(powers: Powers) -> QuerySet[User]:
    """Who holds or held a post there, and whom the administrator entered and who has no post anywhere yet."""
    if powers.everywhere:
        return User.objects.all()
    tenures = Tenure.objects.filter(person=OuterRef("pk"))
    entered = AuditRecord.objects.filter(
        actor=powers.user, subject_kind=User._meta.label_lower, subject_id=OuterRef("pk"), details__did="add"
    )
    there = Exists(tenures.filter(post__office__area__in=powers.areas))
    return User.objects.filter(there | (Exists(entered) & ~Exists(tenures)))

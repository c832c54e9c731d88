"""What lies in an administrator's charge. Whatever a page of the administration shows or changes comes from here."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import AuditRecord, User
from committees.models import Administration, Area, Committee, Office, Post, Tenure
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


def posts_to_fill(powers: Powers) -> QuerySet[Post]:
    """Those of the posts whose holders the administrator enters: none that has charge of more than the administrator.

    Whoever enters the holder of a post hands out its charges, also to the own account.
    """
    if powers.everywhere:
        return posts(powers)
    beyond = Administration.objects.filter(~Q(area__in=powers.areas) | Q(area=None), post=OuterRef("pk"))
    return posts(powers).filter(~Exists(beyond))


def committees(powers: Powers) -> QuerySet[Committee]:
    return Committee.objects.all() if powers.everywhere else Committee.objects.filter(area__in=powers.areas)


def people(powers: Powers) -> QuerySet[User]:
    """Who holds or held a post there, and whom the administrator entered and who has no post anywhere yet."""
    if powers.everywhere:
        return User.objects.all()
    entered = AuditRecord.objects.filter(
        actor=powers.user, subject_kind=User._meta.label_lower, details__did="add"
    ).order_by()
    # Lists that are made once: PostgreSQL would ask anew for each of the country's people.
    there = Q(pk__in=Tenure.objects.filter(post__office__area__in=powers.areas).order_by().values("person"))
    newly = Q(pk__in=entered.values("subject_id")) & ~Q(pk__in=Tenure.objects.order_by().values("person"))
    return User.objects.filter(there | newly)

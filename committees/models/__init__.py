"""Areas, offices, posts and who holds them when; committees and who sits on them by which post."""

from committees.models.bodies import Committee, Delegation, FormationOrder, Membership
from committees.models.charges import Administration
from committees.models.places import Area, Named, Office, one_letterhead
from committees.models.posts import FormerName, Post, Tenure, by_precedence, name_on
from committees.models.uploads import SheetUpload

__all__ = [
    "Administration",
    "Area",
    "Committee",
    "Delegation",
    "FormationOrder",
    "FormerName",
    "Membership",
    "Named",
    "Office",
    "Post",
    "SheetUpload",
    "Tenure",
    "by_precedence",
    "name_on",
    "one_letterhead",
]

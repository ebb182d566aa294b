"""What the page of a resource shows of its readers, for one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from conversations.models import Post
from library.models import Follow, ResourcePage, Use
from library.permissions import may_see_readers, may_take_part
from library.services.comments import comments_on

NOTES_SHOWN = 3
COMMENTS_SHOWN = 5


@dataclass(frozen=True)
class Engagement:
    """What readers did with a resource, as far as this one may know.

    Attributes:
        schools: how many schools used it.
        helpful: how many people found it helpful.
        is_member: whether she may say something herself, and reads what others say.
        may_see_readers: whether she may see how often it is read.
        own_use: what she said herself.
        notes: the newest words on uses.
        more_notes: whether there are others.
        comments: the newest comments, in the order in which they were written.
        comment_count: how many there are.
        is_follower: whether she follows one of its topics, or who shared it.
    """

    schools: int
    helpful: int
    is_member: bool = False
    may_see_readers: bool = False
    own_use: Use | None = None
    notes: Sequence[Use] = ()
    more_notes: bool = False
    comments: Sequence[Post] = ()
    comment_count: int = 0
    is_follower: bool = False


def read_engagement(page: ResourcePage, user: Any) -> Engagement:
    """Collect it: for a visitor without a query, the counts came with the page
    (`ResourceQuerySet.with_uses`); for a member in five.

    Args:
        page: a published resource that the person may see.
        user: who reads it.
    """
    schools, helpful = getattr(page, "schools_using", 0), getattr(page, "found_helpful", 0)
    if not user.is_authenticated:
        return Engagement(schools, helpful)
    of_it = Q(term__resource_terms__resource=page) | Q(author=page.owner_id, author__isnull=False)
    is_follower = Follow.objects.filter(of_it, user=user).exists()
    if not may_take_part(user):
        return Engagement(
            schools,
            helpful,
            may_see_readers=may_see_readers(user, page),
            is_follower=is_follower,
        )
    notes = list(Use.objects.filter(resource=page).told()[: NOTES_SHOWN + 1])
    comments = comments_on(page)
    newest = list(comments.order_by("-created_at", "-pk")[:COMMENTS_SHOWN])
    return Engagement(
        schools,
        helpful,
        is_member=True,
        may_see_readers=may_see_readers(user, page),
        own_use=Use.objects.filter(resource=page, user=user).first(),
        notes=notes[:NOTES_SHOWN],
        more_notes=len(notes) > NOTES_SHOWN,
        comments=newest[::-1],
        comment_count=comments.count(),
        is_follower=is_follower,
    )

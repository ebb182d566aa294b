"""Who may see what in the library."""

from typing import Any

from django.db.models import Model

from accounts.enums import Role
from accounts.permissions import has_role, is_editor
from files.models import StoredFile
from members.enums import MembershipState

from .enums import Visibility
from .models import ResourcePage, VersionFile

PUBLIC_ONLY = frozenset({Visibility.PUBLIC.value})
ALL = frozenset(Visibility.values)


def visibilities_for(user: Any) -> frozenset[str]:
    """Return the visibilities of published resources the person may see."""
    if not user.is_authenticated or not user.is_active:
        return PUBLIC_ONLY
    if has_role(user, Role.EDITOR, Role.ADMINISTRATOR, Role.COACH, Role.SUPERVISOR):
        return ALL
    membership = getattr(user, "membership", None)
    if membership is not None and membership.state == MembershipState.APPROVED:
        return ALL
    return PUBLIC_ONLY


def may_see(user: Any, resource: ResourcePage) -> bool:
    """Whether the person may open the published resource."""
    if not resource.live or resource.withdrawn_at is not None:
        return False
    return resource.visibility in visibilities_for(user)


def may_take_part(user: Any) -> bool:
    """Whether the person may say what she used, and read and write comments: whoever may see
    what is for members."""
    return visibilities_for(user) == ALL


def may_curate(user: Any) -> bool:
    """Whether the person puts lists before everybody, as collections."""
    return is_editor(user)


def may_moderate(user: Any) -> bool:
    """Whether the person decides about flagged comments."""
    return is_editor(user)


def may_see_readers(user: Any, resource: ResourcePage) -> bool:
    """Whether the person may see how often the resource is read: who shared it, and editors."""
    if not user.is_authenticated or not user.is_active:
        return False
    return resource.owner_id == user.pk or is_editor(user)


def may_renew(user: Any, resource: ResourcePage) -> bool:
    """Whether the person may say that the resource is still good: who shared it, and editors."""
    return may_see_readers(user, resource)


def may_import(user: Any) -> bool:
    """Whether the person may import resources, and publish them by it."""
    return has_role(user, Role.EDITOR, Role.ADMINISTRATOR)


def may_keep(user: Any, model: type[Model], *actions: str) -> bool:
    """Whether the person may do all of these with the terms or tags of the vocabularies."""
    name = model._meta.model_name
    return all(user.has_perm(f"library.{action}_{name}") for action in actions)


def may_merge(user: Any, model: type[Model]) -> bool:
    """Whether the person may merge terms or tags: one of the two goes."""
    return may_keep(user, model, "change", "delete")


def may_change_many(user: Any) -> bool:
    """Whether the person may change many published resources at once."""
    return has_role(user, Role.EDITOR, Role.ADMINISTRATOR)


def may_read_file(user: Any, stored_file: StoredFile) -> bool:
    """Whether a published version that the person may see cites the file, the present one or one
    before; an older version may have been for fewer people than the present one."""
    seen = visibilities_for(user)
    cited = VersionFile.objects.filter(
        stored_file=stored_file,
        version__resource__live=True,
        version__resource__withdrawn_at=None,
        version__resource__visibility__in=seen,
        version__revision__content__visibility__in=seen,
    )
    return cited.exists()

"""Merge two terms of a vocabulary, or two tags, into one.

No revision is rewritten: what is merged away leaves its key in `FormerTerm`, and every revision is
read with the keys of now (`library.models.former.led_on`). A submission under review therefore
stays what its contributor handed in, byte by byte, and shows the new term.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from core import page_cache
from library.enums import Vocabulary
from library.models import (
    FormerTerm,
    ResourceTag,
    ResourceTerm,
    TaggedResource,
    Term,
    TermSynonym,
)
from library.models.former import TAG
from library.permissions import may_merge
from library.services.former import take_address
from library.services.indexing import mark_affected, resources_tagged, resources_under
from library.services.uses import Uses, uses_of

LOG_ACTION = "library.merge"


class MergeRefused(ValueError):
    """These two cannot be merged; the message says why."""


@dataclass(frozen=True)
class Preview:
    """What a merge would do, for the one who decides."""

    uses: Uses
    narrower: int
    synonyms: tuple[str, ...]
    moves_target_up: bool


def preview_terms(*, term: Term, into: Term) -> Preview:
    """Return what merging a term into another would touch.

    Raises:
        MergeRefused: they cannot be merged.
    """
    _check_terms(term, into)
    return Preview(
        uses=uses_of(terms=[term.pk]),
        narrower=term.children.exclude(pk=into.pk).count(),
        synonyms=tuple(_new_synonyms(term, into)),
        moves_target_up=_is_below(into, term),
    )


def preview_tags(*, tag: ResourceTag, into: ResourceTag) -> Preview:
    """Return what merging a tag into another would touch.

    Raises:
        MergeRefused: they are one.
    """
    if tag.pk == into.pk:
        raise MergeRefused(_("Choose another one to merge it into."))
    return Preview(uses_of(tags=[tag.pk]), narrower=0, synonyms=(), moves_target_up=False)


@transaction.atomic
def merge_terms(*, term: Term, into: Term, user: Any) -> Term:
    """Merge a term into another one of its vocabulary; return what is left. Safe to repeat.

    Args:
        term: goes; its address and the revisions that name it lead to the other one.
        into: stays, and gets its resources, narrower terms and synonyms. If it stands below
            `term`, it takes the place of `term` in the tree.
        user: who merges.

    Raises:
        PermissionDenied: the person may not.
        MergeRefused: they are one, or of two vocabularies.
    """
    if not may_merge(user, Term):
        raise PermissionDenied
    rows = Term.objects.select_for_update(of=("self",)).filter(pk__in=[term.pk, into.pk])
    found = {row.pk: row for row in rows}
    if term.pk not in found and into.pk in found and _is_merged("term", term.pk, into.pk):
        return found[into.pk]
    if term.pk not in found or into.pk not in found:
        raise MergeRefused(_("One of the two is gone. See what is left, and choose again."))
    term, into = found[term.pk], found[into.pk]
    _check_terms(term, into)
    affected = resources_under([term.pk, into.pk])
    if _is_below(into, term):
        Term.objects.filter(pk=into.pk).update(parent=term.parent, position=term.position)
    Term.objects.filter(parent=term).exclude(pk=into.pk).update(parent=into)
    TermSynonym.objects.bulk_create(
        TermSynonym(term=into, label=label) for label in _new_synonyms(term, into)
    )
    _move_rows(ResourceTerm.objects.all(), "resource_id", "term", term, into)
    _move_others(term, into, known={ResourceTerm, TermSynonym, FormerTerm, Term})
    _leave_behind(term, into, vocabulary=term.vocabulary, name="term", label=term.label)
    _note(term, into, user, affected)
    term.delete()
    mark_affected(by="term", pk=into.pk)
    return Term.objects.get(pk=into.pk)


@transaction.atomic
def merge_tags(*, tag: ResourceTag, into: ResourceTag, user: Any) -> ResourceTag:
    """Merge a tag into another one; return what is left. Safe to repeat.

    Raises:
        PermissionDenied: the person may not.
        MergeRefused: they are one, or one is gone.
    """
    if not may_merge(user, ResourceTag):
        raise PermissionDenied
    rows = ResourceTag.objects.select_for_update().filter(pk__in=[tag.pk, into.pk])
    found = {row.pk: row for row in rows}
    if tag.pk not in found and into.pk in found and _is_merged(TAG, tag.pk, into.pk):
        return found[into.pk]
    if len(found) < 2:
        raise MergeRefused(_("One of the two is gone. See what is left, and choose again."))
    tag, into = found[tag.pk], found[into.pk]
    affected = resources_tagged([tag.pk])
    _move_rows(TaggedResource.objects.all(), "content_object_id", "tag", tag, into)
    _move_others(tag, into, known={TaggedResource, FormerTerm})
    _leave_behind(tag, into, vocabulary=TAG, name=TAG, label=tag.name)
    _note(tag, into, user, affected)
    tag.delete()
    mark_affected(by="tag", pk=into.pk)
    return into


def merged_into(*, name: str, key: int) -> Term | ResourceTag:
    """Return what a term ("term") or tag ("tag") was merged into.

    Raises:
        Http404: there never was one of this key that was merged.
    """
    row = get_object_or_404(
        FormerTerm.objects.select_related("term", "tag"),
        former_key=key,
        **{f"{name}__isnull": False},
    )
    found = row.term or row.tag
    assert found is not None
    return found


def _check_terms(term: Term, into: Term) -> None:
    if term.pk == into.pk:
        raise MergeRefused(_("Choose another one to merge it into."))
    if term.vocabulary != into.vocabulary:
        raise MergeRefused(_("Both have to be of one vocabulary."))


def _is_merged(name: str, key: int, into: int) -> bool:
    """Whether a key leads to this one already: the form was sent twice."""
    return FormerTerm.objects.filter(former_key=key, **{name: into}).exists()


def _is_below(term: Term, other: Term) -> bool:
    """Whether a term stands below another one."""
    parents = dict(Term.objects.of(Vocabulary(term.vocabulary)).values_list("pk", "parent_id"))
    step, seen = parents.get(term.pk), set[int]()
    while step is not None and step not in seen:
        if step == other.pk:
            return True
        seen.add(step)
        step = parents.get(step)
    return False


def _new_synonyms(term: Term, into: Term) -> list[str]:
    """Return the words of a term that the other one does not have, its label among them."""
    known = {into.label.casefold()}
    known |= {label.casefold() for label in into.synonyms.values_list("label", flat=True)}
    words = [term.label, *term.synonyms.values_list("label", flat=True)]
    fresh = {word.casefold(): word for word in reversed(words)}
    return sorted(word for folded, word in fresh.items() if folded not in known)


def _move_rows(
    rows: models.QuerySet[Any], owner: str, name: str, old: models.Model, new: models.Model
) -> None:
    """Have rows name the new one; a resource that has both keeps one row."""
    having = rows.filter(**{name: new}).values(owner)
    rows.filter(**{name: old, f"{owner}__in": having}).delete()
    rows.filter(**{name: old}).update(**{name: new})
    kind = ContentType.objects.get_for_model(old)
    ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(old.pk)).update(
        to_object_id=str(new.pk)
    )


def _move_others(old: models.Model, new: models.Model, *, known: Iterable[type]) -> None:
    """Have whatever else points at the old one, such as who follows it, point at the new one."""
    for relation in old._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if not relation.field.concrete or model in known or isinstance(model, str):
            continue
        if relation.many_to_many:
            continue
        for row in model._base_manager.filter(**{name: old}):
            try:
                with transaction.atomic():
                    setattr(row, name, new)
                    row.save(update_fields=[name])
            except IntegrityError:
                # It points at both, and may do so once.
                row.delete()


def _leave_behind(
    old: models.Model, new: models.Model, *, vocabulary: str, name: str, label: str
) -> None:
    """Have the address of the old one, those that led to it and its key lead to the new one."""
    FormerTerm.objects.filter(**{name: old}).update(**{name: new})
    slug = getattr(old, "slug", "")
    take_address(vocabulary=vocabulary, slug=slug)
    FormerTerm.objects.create(
        vocabulary=vocabulary, slug=slug, former_key=old.pk, label=label[:120], **{name: new}
    )


def _note(old: models.Model, new: models.Model, user: Any, affected: set[int]) -> None:
    log(
        new,
        LOG_ACTION,
        user=user,
        data={"merged": str(old), "key": old.pk, "resources": len(affected)},
    )
    page_cache.empty()

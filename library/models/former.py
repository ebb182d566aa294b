"""Former addresses of terms and tags, and the keys under which old revisions name them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import is_key
from library.enums import Vocabulary

from .vocabularies import Term

TAG = "tag"


class FormerTerm(models.Model):
    """An address that led to a term or a tag before: its slug was changed, or it was merged.

    `former_key` is the primary key of what was merged away. Revisions name terms and tags by key
    and are never rewritten: whoever reads one asks `present_keys` what its keys mean now. The slug
    is empty if something new stands at the address again and only the key is left to lead on.
    """

    vocabulary = models.CharField(max_length=10, choices=[*Vocabulary.choices, (TAG, _("Tag"))])
    slug = models.SlugField(max_length=100, allow_unicode=True, blank=True)
    former_key = models.PositiveBigIntegerField(null=True)
    label = models.CharField(max_length=120, blank=True)
    term = models.ForeignKey(Term, on_delete=models.CASCADE, null=True, related_name="former")
    tag = models.ForeignKey(
        "library.ResourceTag", on_delete=models.CASCADE, null=True, related_name="former"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "slug"],
                condition=~models.Q(slug=""),
                name="library_former_slug",
            ),
            models.CheckConstraint(
                condition=models.Q(term=None, tag__isnull=False)
                | models.Q(term__isnull=False, tag=None),
                name="library_former_leads_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["former_key"], name="library_former_key")]

    def __str__(self) -> str:
        return f"{self.vocabulary}/{self.slug}"


# The child rows of a resource that name a term or a tag, and under which name.
_NAMED = {"resource_terms": "term", "tagged_items": "tag"}


def led_on(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a revision holds with the terms and tags of now, each once.

    The very same object comes back if nothing in it was merged away.
    """
    return all_led_on([content])[0]


def all_led_on(contents: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what several revisions hold with the terms and tags of now, in one query."""
    named = {
        name: {row[name] for content in contents for row in content.get(child) or ()}
        for child, name in _NAMED.items()
    }
    moved = present_keys(terms=named["term"], tags=named["tag"])
    return [_led_on(content, moved) for content in contents]


def _led_on(content: dict[str, Any], moved: dict[str, dict[int, int]]) -> dict[str, Any]:
    changed = {
        child: _rows_led_on(content[child], name, moved[name])
        for child, name in _NAMED.items()
        if any(row[name] in moved[name] for row in content.get(child) or ())
    }
    return {**content, **changed} if changed else content


def present_keys(
    *, terms: Iterable[int] = (), tags: Iterable[int] = ()
) -> dict[str, dict[int, int]]:
    """Return the present keys of those terms ("term") and tags ("tag") that were merged away."""
    wanted = models.Q(pk__in=[])
    for name, keys in (("term", set(terms)), ("tag", set(tags))):
        if keys:
            wanted |= models.Q(former_key__in=keys, **{f"{name}__isnull": False})
    found: dict[str, dict[int, int]] = {"term": {}, "tag": {}}
    rows = FormerTerm.objects.filter(wanted).values_list("former_key", "term_id", "tag_id")
    for key, term, tag in rows:
        if key is not None:
            found["tag" if term is None else "term"][key] = term or tag
    return found


def present_terms(values: Any) -> Any:
    """Return the keys that a form of terms sent, with present ones in place of former ones: it may
    have been open while a term was merged."""
    if not isinstance(values, (list, tuple)):
        return values
    keys = {key: int(key) for key in map(str, values) if is_key(key)}
    moved = present_keys(terms=keys.values())["term"]
    present = (moved.get(keys.get(str(value), 0), value) for value in values)
    return list(dict.fromkeys(present)) if moved else values


def _rows_led_on(
    rows: Iterable[dict[str, Any]], name: str, moved: dict[int, int]
) -> list[dict[str, Any]]:
    """Put present keys into rows; those that change are new rows and stand behind the others."""
    kept = {row[name]: row for row in rows if row[name] not in moved}
    for row in rows:
        if row[name] in moved:
            key = moved[row[name]]
            # Without its key: the row of that key in the database may name the same term already.
            kept.setdefault(key, {**row, "pk": None, name: key})
    return list(kept.values())

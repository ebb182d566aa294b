"""Create resources a hundred at a time.

Saving a page on its own costs some 30 queries, so 10,000 take minutes. Here each table is written
once for many resources. The rows are the very ones that `add_child`, `save_revision` and
`publish_revision` would have written one by one; a test compares them.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import F
from django.db.models.sql import InsertQuery
from django.utils.text import slugify
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.models.content_types import get_default_page_content_type

from library.enums import RightToShare
from library.models import (
    LibraryIndexPage,
    ResourcePage,
    ResourceTerm,
    ResourceVersion,
    TaggedResource,
)

from .existing import LOG_ACTION
from .relations import Relations
from .rows import Row
from .slugs import SlugPool

LONGEST_SLUG = 255
_REFERENCE_FIELDS = (
    *("content_type", "base_content_type", "object_id", "to_content_type", "to_object_id"),
    *("model_path", "content_path", "content_path_hash"),
)


@dataclass(frozen=True)
class Source:
    """Where the rows come from and who imports them.

    Attributes:
        file_name: stands in the history of each page.
        user: recorded as owner and author; None for the system.
        publish: whether they go live.
        now: the present.
    """

    file_name: str
    user: Any
    publish: bool
    now: datetime


def page_fields(row: Row) -> dict[str, Any]:
    """Return the fields of a resource that stand in a row, except for what has its own table."""
    plain = ("title", "summary", "body", "kind", "license", "language", "visibility", "school")
    fields = {name: row.values[name] for name in plain if name in row.values}
    if "contributors" in row.values:
        fields["contributors"] = [
            _block("contributor", {"name": name, "role": role})
            for name, role in row.values["contributors"]
        ]
    if "url" in row.values:
        fields["links"] = [_block("link", {"url": url, "label": ""}) for url in row.values["url"]]
    return fields


def _block(kind: str, value: dict[str, str]) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


class Creator:
    """Creates resources below the library index.

    Args:
        library: the parent of all resources.
        relations: their terms, tags and schools.
        source: where they come from.
    """

    def __init__(self, library: LibraryIndexPage, relations: Relations, source: Source) -> None:
        self.library = library
        self.relations = relations
        self.source = source
        self._slugs = SlugPool(
            Page.objects.child_of(library).values_list("slug", flat=True),
            longest=LONGEST_SLUG,
            fallback="resource",
        )

    def create(self, rows: Sequence[Row]) -> list[int]:
        """Create a resource for each row and return their ids; needs a transaction.

        The caller has locked the library index and seen that none of them exists.
        """
        self.relations.prepare(rows)
        pages = [self._page(row) for row in rows]
        self._give_slugs(pages)
        self._give_places(pages)
        self._insert_pages(pages, rows)
        self._insert_children(pages, rows)
        revisions = self._insert_revisions(pages)
        self._insert_history(pages, rows, revisions)
        _insert_references(pages)
        return [page.pk for page in pages]

    def _page(self, row: Row) -> ResourcePage:
        """Return the page of a row as a draft that is not saved yet."""
        return ResourcePage(
            external_id=row.external_id,
            owner=self.source.user,
            live=False,
            locale_id=self.library.locale_id,
            draft_title=row.values["title"],
            right_to_share=RightToShare.PERMISSION,
            **page_fields(row),
        )

    def _give_slugs(self, pages: Sequence[ResourcePage]) -> None:
        """Give every page a slug that no sibling has."""
        siblings = Page.objects.child_of(self.library)
        to_do = list(pages)
        while to_do:
            for page in to_do:
                page.slug = self._slugs.take(slugify(page.title, allow_unicode=True))
            # Others may have added or renamed pages since the pool was filled.
            wanted = [page.slug for page in to_do]
            taken = set(siblings.filter(slug__in=wanted).values_list("slug", flat=True))
            to_do = [page for page in to_do if page.slug in taken]

    def _give_places(self, pages: Sequence[ResourcePage]) -> None:
        """Put the pages after the last child of the library, in their order."""
        parent = Page.objects.get(pk=self.library.pk)
        last = parent.get_last_child()
        position = last._get_lastpos_in_path() if last else 0
        for number, page in enumerate(pages, start=position + 1):
            page.depth = parent.depth + 1
            page.path = Page._get_path(parent.path, page.depth, number)
            page.set_url_path(parent)
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))

    def _insert_pages(self, pages: Sequence[ResourcePage], rows: Sequence[Row]) -> None:
        """Write both tables of a page. The rows go in as they will be in the end; in memory the
        pages stay drafts, of which their first revision is made."""
        final = [self._final(row) for row in rows]
        common = Page._meta.local_concrete_fields
        bases = [
            Page(**{**_values(page, common), **values})
            for page, values in zip(pages, final, strict=True)
        ]
        Page.objects.bulk_create(bases)
        for page, base in zip(pages, bases, strict=True):
            page.pk = page.id = page.page_ptr_id = base.pk
        _insert_raw(ResourcePage, pages)

    def _final(self, row: Row) -> dict[str, Any]:
        """Return the fields of a page that its first revision does not have yet."""
        first = row.values.get("published_at")
        if not self.source.publish:
            return {"has_unpublished_changes": True, "first_published_at": first}
        moment = first or self.source.now
        return {"live": True, "first_published_at": moment, "last_published_at": moment}

    def _insert_children(self, pages: Sequence[ResourcePage], rows: Sequence[Row]) -> None:
        """Write terms and tags, and attach them to the pages for revision and references."""
        for page, row in zip(pages, rows, strict=True):
            for relation in get_all_child_relations(ResourcePage):
                setattr(page, relation.get_accessor_name(), [])
            page.resource_terms = [
                ResourceTerm(resource=page, term=term) for term in self.relations.all_terms(row)
            ]
            page.tagged_items = [
                TaggedResource(content_object=page, tag=tag) for tag in self.relations.tags(row)
            ]
        ResourceTerm.objects.bulk_create(
            each for page in pages for each in page.resource_terms.all()
        )
        TaggedResource.objects.bulk_create(
            each for page in pages for each in page.tagged_items.all()
        )

    def _insert_revisions(self, pages: Sequence[ResourcePage]) -> list[Revision]:
        """Write the first revision of each page and point the pages to it."""
        now = self.source.now
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type_id=page.content_type_id,
                base_content_type=get_default_page_content_type(),
                object_id=str(page.pk),
                created_at=now,
                user=self.source.user,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page in pages
        )
        _point_to(revisions, pages, publish=self.source.publish)
        return revisions

    def _insert_history(
        self, pages: Sequence[ResourcePage], rows: Sequence[Row], revisions: Sequence[Revision]
    ) -> None:
        """Write the numbered versions and the log."""
        triples = list(zip(pages, rows, revisions, strict=True))
        if self.source.publish:
            ResourceVersion.objects.bulk_create(
                ResourceVersion(
                    resource=page,
                    number=1,
                    revision=revision,
                    published_at=row.values.get("published_at") or self.source.now,
                    published_by=self.source.user,
                )
                for page, row, revision in triples
            )
            ids = [page.pk for page in pages]
            ResourcePage.objects.filter(pk__in=ids).update(version_number=1)
        entries: list[PageLogEntry] = []
        for page, row, revision in triples:
            entries.append(self._entry(page, "wagtail.create", content_changed=True))
            data = {"file": self.source.file_name, "row": row.number}
            entries.append(self._entry(page, LOG_ACTION, revision=revision, data=data))
            if self.source.publish:
                entries.append(
                    self._entry(page, "wagtail.publish", revision=revision, content_changed=True)
                )
        PageLogEntry.objects.bulk_create(entries)

    def _entry(self, page: ResourcePage, action: str, **kwargs: Any) -> PageLogEntry:
        return PageLogEntry(
            content_type_id=page.content_type_id,
            page_id=page.pk,
            label=page.get_admin_display_title(),
            action=action,
            timestamp=self.source.now,
            user=self.source.user,
            **kwargs,
        )


def _values(instance: models.Model, fields: Iterable[models.Field[Any, Any]]) -> dict[str, Any]:
    return {field.attname: getattr(instance, field.attname) for field in fields}


def _insert_raw(model: type[models.Model], instances: Sequence[models.Model]) -> None:
    """Insert the rows of a table that inherits from another one, whose rows are there already;
    `bulk_create` refuses such models."""
    fields = model._meta.local_concrete_fields
    size = connection.ops.bulk_batch_size(fields, instances)
    for start in range(0, len(instances), size):
        query = InsertQuery(model)
        query.insert_values(fields, [*instances[start : start + size]], raw=True)
        query.get_compiler(connection=connection).execute_sql()


def _point_to(
    revisions: Sequence[Revision], pages: Sequence[ResourcePage], *, publish: bool
) -> None:
    """Point each page to its revision; `bulk_update` would write a page-long CASE for that."""
    quote = connection.ops.quote_name
    column = {name: quote(Page._meta.get_field(name).column) for name in ("latest_revision", "id")}
    table = quote(Page._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {column['latest_revision']} = %s "  # noqa: S608 - our own names
            f"WHERE {column['id']} = %s",
            [(revision.pk, page.pk) for revision, page in zip(revisions, pages, strict=True)],
        )
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(
        live_revision=F("latest_revision") if publish else None,
        latest_revision_created_at=revisions[0].created_at,
    )


def _insert_references(pages: Sequence[ResourcePage]) -> None:
    """Write what Wagtail's index of references says about the pages: a dozen rows for each, the
    most of all tables, and so past the ORM."""
    base = get_default_page_content_type().pk
    hash_field = ReferenceIndex._meta.get_field("content_path_hash")
    rows = [
        (
            page.content_type_id,
            base,
            str(page.pk),
            to_type,
            str(to_id),
            model_path,
            content_path,
            hash_field.get_db_prep_save(
                ReferenceIndex._get_content_path_hash(content_path), connection
            ),
        )
        for page in pages
        for to_type, to_id, model_path, content_path in sorted(
            set(ReferenceIndex._extract_references_from_object(page))
        )
    ]
    names = [ReferenceIndex._meta.get_field(name).column for name in _REFERENCE_FIELDS]
    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(ReferenceIndex._meta.db_table)} "  # noqa: S608 - our own names
            f"({', '.join(map(quote, names))}) VALUES ({places})",
            rows,
        )

"""Resources in the search index: what is indexed, and what else must be indexed again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import get_text_for_indexing

from core import page_cache
from files.models import Examination, ExtractedText, PrivacyHold
from library.enums import Quality, Vocabulary
from library.models import (
    ResourceFile,
    ResourcePage,
    ResourceTerm,
    TaggedResource,
    Term,
    TermSynonym,
)
from library.services.question import FACETS, READABLE, RECOGNIZED
from outbox import services as outbox
from search.documents import LONGEST_FILE_TEXT, MOST_FILES, Document, FileText, make_key
from search.registry import Searchable
from search.services import mark_changed

KIND = "resource"
CHUNK = 500
AFFECTED_TOPIC = "library.affected"
ADMIN_TOPIC = "library.admin_index"
# The version of a document is that of its resource and the number of its files with text, which
# comes later: an index that lacks a text is out of date.
VERSION_STEP = 100

_TEXTS = ("challenge", "actions", "results", "reflections", "body")
_FIELDS = (
    *("pk", "title", "slug", "summary", *_TEXTS),
    *("kind", "license", "language", "visibility", "quality", "version_number"),
    *("first_published_at", "contributors", "school__name", "school__district__name"),
)
Row = dict[str, Any]


class ResourceSearchable(Searchable):
    """Published resources. A document carries its terms and their broader terms, so that who
    chooses a topic finds what stands under its narrower ones."""

    kind = KIND
    facets = FACETS

    def documents(self, ids: Sequence[str]) -> Iterable[Document]:
        """Return the documents of those resources that are published."""
        wanted = [int(identifier) for identifier in ids]
        terms = _Terms.load()
        for start in range(0, len(wanted), CHUNK):
            yield from _documents(wanted[start : start + CHUNK], terms)

    def all_documents(self) -> Iterator[Document]:
        """Yield the document of every published resource."""
        terms = _Terms.load()
        wanted = list(ResourcePage.objects.published().order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(wanted), CHUNK):
            yield from _documents(wanted[start : start + CHUNK], terms)

    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of every published resource."""
        with_text = _not_held(ResourceFile.objects.all()).filter(
            sha256__in=ExtractedText.objects.with_words().values("pk")
        )
        counts = dict(
            with_text.order_by().values_list("resource_id").annotate(number=Count("pk")).iterator()
        )
        rows = ResourcePage.objects.published().order_by("pk").values_list("pk", "version_number")
        for pk, number in rows.iterator(chunk_size=2_000):
            yield make_key(KIND, pk), _version(number, counts.get(pk, 0))

    def count(self) -> int:
        """Return how many resources are published."""
        return ResourcePage.objects.published().count()


def mark_resources(ids: Iterable[int]) -> None:
    """Have the index and the kept pages follow a change of resources once the transaction
    commits."""
    mark_changed(kind=KIND, ids=ids)
    page_cache.empty()


def mark_affected(*, by: str, pk: int) -> None:
    """Have every resource that shows something indexed again once its change is committed, and
    the pages made again that show it.

    Args:
        by: what was changed: "term", "tag" or "school".
        pk: its primary key.
    """
    outbox.add(topic=AFFECTED_TOPIC, payload={"by": by, "id": pk})
    page_cache.empty()


def mark_for_admin(*, model: str, pks: Iterable[object]) -> None:
    """Have the index of Wagtail's admin follow a change once the transaction commits.

    Args:
        model: label of the model, such as "library.ResourcePage".
        pks: primary keys of what was saved.
    """
    outbox.add(topic=ADMIN_TOPIC, payload={"model": model, "pks": [str(pk) for pk in pks]})


def resources_under(term_ids: Iterable[int]) -> set[int]:
    """Return the published resources that carry one of the terms or a narrower one."""
    rows = ResourceTerm.objects.filter(term_id__in=terms_under(term_ids), resource__live=True)
    return set(rows.values_list("resource_id", flat=True))


def terms_under(term_ids: Iterable[int]) -> set[int]:
    """Return the terms and all that stand below them."""
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Term.objects.values_list("pk", "parent_id"):
        children[parent].append(pk)
    reached: set[int] = set()
    waiting = list(term_ids)
    while waiting:
        pk = waiting.pop()
        if pk not in reached:
            reached.add(pk)
            waiting += children[pk]
    return reached


def resources_tagged(tag_ids: Iterable[int]) -> set[int]:
    """Return the published resources that have one of the tags."""
    rows = TaggedResource.objects.filter(tag_id__in=list(tag_ids), content_object__live=True)
    return set(rows.values_list("content_object_id", flat=True))


def resources_from(school_ids: Iterable[int]) -> set[int]:
    """Return the published resources that come from one of the schools."""
    rows = ResourcePage.objects.published().filter(school_id__in=list(school_ids))
    return set(rows.values_list("pk", flat=True))


def resources_with_file(sha256: str) -> set[int]:
    """Return the published resources that list a file with these bytes."""
    rows = ResourceFile.objects.filter(sha256=sha256, resource__live=True)
    return set(rows.values_list("resource_id", flat=True))


def readable_resources(ids: Sequence[int] | None = None) -> set[int]:
    """Return the published resources of which every file passed the checks of accessibility, as far
    as there are checks of its kind, and at least one did.

    Args:
        ids: of resources to choose from; all by default.
    """
    listed = ResourceFile.objects.filter(resource__live=True)
    if ids is not None:
        listed = listed.filter(resource_id__in=ids)
    judged = {
        passes: set(
            listed.filter(
                sha256__in=Examination.objects.filter(is_accessible=passes).values("pk")
            ).values_list("resource_id", flat=True)
        )
        for passes in (True, False)
    }
    return judged[True] - judged[False]


@dataclass(frozen=True)
class _Terms:
    """The vocabularies in memory, for as long as a batch of documents takes."""

    rows: dict[int, Row]
    synonyms: dict[int, list[str]]

    @classmethod
    def load(cls) -> "_Terms":
        """Read all terms and synonyms."""
        rows = Term.objects.values("pk", "vocabulary", "slug", "label", "parent_id")
        synonyms: defaultdict[int, list[str]] = defaultdict(list)
        for term_id, label in TermSynonym.objects.values_list("term_id", "label"):
            synonyms[term_id].append(label)
        return cls({row["pk"]: dict(row) for row in rows}, synonyms)

    def with_broader(self, term_ids: Iterable[int]) -> Iterator[Row]:
        """Yield the terms and the terms above them, each once."""
        seen: set[int] = set()
        for term_id in term_ids:
            step: int | None = term_id
            while step is not None and step not in seen:
                seen.add(step)
                yield self.rows[step]
                step = self.rows[step]["parent_id"]

    def words(self, term_ids: Iterable[int]) -> list[str]:
        """Return labels and synonyms of the terms and of the terms above them."""
        return [
            word
            for row in self.with_broader(term_ids)
            for word in (row["label"], *self.synonyms.get(row["pk"], ()))
        ]


@dataclass(frozen=True)
class _Attached:
    """What hangs on the resources of a chunk, by resource."""

    terms: defaultdict[int, list[int]]
    tags: defaultdict[int, dict[str, str]]
    files: defaultdict[int, list[FileText]]
    readable: set[int]

    @classmethod
    def load(cls, ids: Sequence[int]) -> "_Attached":
        """Read it in six queries."""
        readable = readable_resources(ids)
        attached = cls(defaultdict(list), defaultdict(dict), _files(ids), readable)
        for resource_id, term_id in ResourceTerm.objects.filter(resource_id__in=ids).values_list(
            "resource_id", "term_id"
        ):
            attached.terms[resource_id].append(term_id)
        for resource_id, slug, name in TaggedResource.objects.filter(
            content_object_id__in=ids
        ).values_list("content_object_id", "tag__slug", "tag__name"):
            attached.tags[resource_id][slug] = name
        return attached


def _not_held(listed: models.QuerySet[ResourceFile]) -> models.QuerySet[ResourceFile]:
    """Leave out what is held: it is for nobody, and so are its words."""
    return listed.exclude(stored_file__in=PrivacyHold.objects.in_force().values("stored_file"))


def _files(ids: Sequence[int]) -> defaultdict[int, list[FileText]]:
    """Return what stands in the files that the published versions list, in their order.

    The rows are the published version's; a draft's files are in its revision alone.
    """
    listed = ResourceFile.objects.filter(resource_id__in=ids, resource__live=True)
    listed = _not_held(listed).order_by("resource_id", "sort_order", "pk")
    rows = list(listed.values_list("resource_id", "title", "sha256"))
    texts = ExtractedText.objects.with_words().filter(pk__in={sha256 for _, _, sha256 in rows})
    known = dict(texts.values_list("pk", "text"))
    files: defaultdict[int, list[FileText]] = defaultdict(list)
    for resource_id, title, sha256 in rows:
        if sha256 in known:
            files[resource_id].append(FileText(title.strip() or "File", known[sha256]))
    return files


def _documents(ids: Sequence[int], terms: _Terms) -> Iterator[Document]:
    """Yield the documents of a chunk of resources, in seven queries."""
    attached = _Attached.load(ids)
    for row in ResourcePage.objects.published().filter(pk__in=ids).order_by("pk").values(*_FIELDS):
        yield _document(row, attached, terms)


def _version(number: int, texts: int) -> int:
    return number * VERSION_STEP + min(texts, VERSION_STEP - 1)


def _document(row: Row, attached: _Attached, terms: _Terms) -> Document:
    pk = row["pk"]
    term_ids, tags, files = attached.terms[pk], attached.tags[pk], attached.files[pk]
    facets: defaultdict[str, list[str]] = defaultdict(list)
    labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for term in terms.with_broader(term_ids):
        facets[term["vocabulary"]].append(term["slug"])
        if term["vocabulary"] == Vocabulary.TOPIC:
            labels[Vocabulary.TOPIC.value][term["slug"]] = term["label"]
    if tags:
        facets["tag"] = list(tags)
        labels["tag"] = tags
    for name in ("kind", "license", "language"):
        facets[name] = [row[name]]
    if row["quality"] == Quality.RECOGNIZED:
        facets["recognition"] = [RECOGNIZED]
    if pk in attached.readable:
        facets["access"] = [READABLE]
    date = row["first_published_at"]
    if date is not None:
        facets["year"] = [str(timezone.localtime(date).year)]
    return Document(
        key=make_key(KIND, pk),
        kind=KIND,
        title=row["title"],
        summary=row["summary"],
        body=" ".join(get_text_for_indexing(row[name]) for name in _TEXTS if row[name]),
        files=_fitting(files),
        keywords=[*terms.words(term_ids), *tags.values(), *_names(row)],
        facets=facets,
        labels=labels,
        date=date,
        visibility=row["visibility"],
        quality=row["quality"],
        version=_version(row["version_number"], len(files)),
        stored={"url": reverse("library:resource", args=[row["slug"]])},
    )


def _fitting(files: Sequence[FileText]) -> list[FileText]:
    """Return the files that are indexed, each with its share of the room for one resource."""
    kept = files[:MOST_FILES]
    return [FileText(file.name, file.text[: LONGEST_FILE_TEXT // len(kept)]) for file in kept]


def _names(row: Row) -> list[str]:
    """Return who and which school it comes from."""
    people = [block["value"].get("name", "") for block in row["contributors"].raw_data]
    return [name for name in (*people, row["school__name"], row["school__district__name"]) if name]

"""Which links a page or setting has: in its rich texts, its parts, its fields for addresses."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

LONGEST = 1000


class Target(NamedTuple):
    """Where a link leads: the key of a page or document, or an address."""

    kind: str  # "page", "document", "path" (of this site) or "url"
    value: str


def links_of(page: Page) -> set[Target]:
    """Return where the links of a page lead, as its own fields have them.

    Args:
        page: of its own type, not a bare `Page`.
    """
    found: set[Target] = set()
    bare = {field.name for field in Page._meta.get_fields()}
    for field in page._meta.get_fields():
        if field.name not in bare and isinstance(field, models.Field):
            found |= links_in(page, field)
    return found


def links_in(instance: models.Model, field: models.Field) -> set[Target]:
    """Return where the links in one field lead."""
    value = field.value_from_object(instance)
    if isinstance(field, RichTextField):
        return set(_in_html(value))
    if isinstance(field, StreamField) and value:
        return set(_in_block(field.stream_block, list(value.raw_data)))
    return set(_at(value)) if isinstance(field, models.URLField) else set()


def _in_block(block: blocks.Block, raw: Any) -> Iterator[Target]:
    """Walk through a block as it is stored: what was deleted since is still named there."""
    if not raw:
        return
    if isinstance(block, blocks.BaseStreamBlock):
        for child in raw:
            if child["type"] in block.child_blocks:
                yield from _in_block(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.ListBlock):
        for child in raw:
            is_wrapped = isinstance(child, dict) and child.get("type") == "item"
            yield from _in_block(block.child_block, child["value"] if is_wrapped else child)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, part in block.child_blocks.items():
            yield from _in_block(part, raw.get(name))
    elif isinstance(block, blocks.RichTextBlock):
        yield from _in_html(raw)
    elif isinstance(block, blocks.PageChooserBlock):
        yield Target("page", str(raw))
    elif isinstance(block, DocumentChooserBlock):
        yield Target("document", str(raw))
    elif isinstance(block, blocks.URLBlock) or _is_address(block):
        yield from _at(raw)


def _is_address(block: blocks.Block) -> bool:
    """Whether it takes an address that may also be one of this site, such as “/library/”."""
    return isinstance(block, blocks.CharBlock) and block.name.endswith("url")


class _Links(HTMLParser):
    """Collects the links of stored rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Target] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads."""
        given = dict(attrs)
        if tag != "a":
            return
        if given.get("linktype") in {"page", "document"}:
            self.found.append(Target(given["linktype"] or "", given.get("id") or ""))
        else:
            self.found += _at(given.get("href") or "")


def _in_html(html: str | None) -> list[Target]:
    parser = _Links()
    parser.feed(html or "")
    return parser.found


def _at(address: str | None) -> Iterator[Target]:
    """Yield the address of a page, here or elsewhere; not of a mailbox or a phone."""
    address = (address or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    if len(address) > LONGEST:
        return
    if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(settings.SITE_URL).netloc:
        yield Target("url", parts._replace(fragment="").geturl())
    elif parts.scheme in {"", "http", "https"} and parts.path.startswith("/"):
        yield Target("path", parts.path)

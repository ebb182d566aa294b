"""Turn what people hand in into the rich text that the page editor itself would write."""

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

import nh3

# Elements that stay (the editor's features h3, bold, italic, ul, ol and link), and elements that
# are written otherwise here: the meaning stays, the markup becomes ours.
_BLOCKS = {
    **dict.fromkeys(("p", "div", "section", "article", "blockquote", "pre"), "p"),
    **dict.fromkeys(("tr", "dt", "dd", "figcaption", "address"), "p"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "h3"),
}
_INLINES = {"b": "b", "strong": "b", "i": "i", "em": "i", "a": "a"}
_LISTS = ("ul", "ol")
_CELLS = ("td", "th")
_KEY = "data-block-key"

_cleaner = nh3.Cleaner(
    tags={*_BLOCKS, *_INLINES, *_LISTS, *_CELLS, "li", "br"},
    attributes={"a": {"href", "linktype", "id"}, "p": {_KEY}, "h3": {_KEY}, "li": {_KEY}},
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MARKUP = re.compile(
    rf"</?(?:{'|'.join([*_BLOCKS, *_INLINES, *_LISTS, *_CELLS, 'li', 'br', 'span', 'script'])})"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def clean_html(html: str) -> str:
    """Return the HTML with nothing in it that the page editor could not have written.

    Scripts, styles, handlers and unknown elements go; headings become `h3`, bold and italic
    `b` and `i`, loose text and other blocks paragraphs. Cleaning twice changes nothing more.

    Args:
        html: a fragment from anyone.
    """
    writer = _Writer()
    writer.feed(_cleaner.clean(html))
    writer.close()
    return writer.finish()


def from_plain_text(text: str) -> str:
    """Return plain text as rich text: blank lines part paragraphs, other line ends break lines.

    Args:
        text: what someone typed; markup in it is shown as it stands.
    """
    unix = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    paragraphs = (escape(part, quote=False) for part in re.split(r"\n\s*\n\s*", unix))
    return clean_html("".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs))


def looks_like_html(text: str) -> bool:
    """Whether text is marked up, as opposed to plain text with a `<` in it."""
    return _MARKUP.search(text) is not None


@dataclass
class _List:
    """A list that is open in the source; it and its item are written when there is content."""

    tag: str
    written: bool = False
    item_written: bool = False
    item_key: str = ""


class _Writer(HTMLParser):
    """Rewrite sanitized HTML as blocks (`p`, `h3`, lists of `li`) that hold text and inlines.

    Nothing is written before there is text for it, so nothing empty is left.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.block = "p"
        self.block_key = ""
        self.block_written = False
        self.lists: list[_List] = []
        # Inlines open in the source with their opening tags; the first `opened` are written.
        self.inlines: list[tuple[str, str]] = []
        self.opened = 0
        self.break_due = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _INLINES:
            self._open_inline(_INLINES[tag], given)
        elif tag in _LISTS:
            self._start_list(tag)
        elif tag == "li" and self.lists:
            self._end_item()
            self.lists[-1].item_key = _key(given)
        elif tag in _BLOCKS or tag == "li":
            self._end_block()
            self.block, self.block_key = _BLOCKS.get(tag, "p"), _key(given)
        elif tag == "br":
            self._break()
        elif tag in _CELLS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINES:
            self._close_inline(_INLINES[tag])
        elif tag in _LISTS:
            self._end_list()
        elif tag == "li" and self.lists:
            self._end_item()
        elif tag in _BLOCKS or tag == "li":
            self._end_block()

    def handle_data(self, data: str) -> None:
        data = _CONTROL.sub("", data)
        if not self._has_content():
            data = data.lstrip()
        if not data:
            return
        self._write_containers()
        if self.break_due:
            self.out.append("<br>")
            self.break_due = False
        self.out.extend(opening for _, opening in self.inlines[self.opened :])
        self.opened = len(self.inlines)
        self.out.append(escape(data, quote=False))

    def finish(self) -> str:
        """Close what is still open and return everything."""
        while self.lists:
            self._end_list()
        self._end_block()
        return "".join(self.out)

    def _has_content(self) -> bool:
        """Whether the block or item that text would go to holds text already."""
        return self.lists[-1].item_written if self.lists else self.block_written

    def _write_containers(self) -> None:
        """Write the opening tags of the block, or of the lists and items, around coming text."""
        for level in self.lists:
            if not level.written:
                self.out.append(f"<{level.tag}>")
                level.written = True
            if not level.item_written:
                self.out.append(f"<li{level.item_key}>")
                level.item_written = True
        if not self.lists and not self.block_written:
            self.out.append(f"<{self.block}{self.block_key}>")
            self.block_written = True

    def _break(self) -> None:
        """Break the line, unless nothing stands before the break."""
        if self._has_content():
            self.out.append("<br>")

    def _open_inline(self, tag: str, given: dict[str, str]) -> None:
        opening = _link(given) if tag == "a" else f"<{tag}>"
        if opening and tag not in (name for name, _ in self.inlines):
            self.inlines.append((tag, opening))

    def _close_inline(self, tag: str) -> None:
        """Close an inline; those inside it go on after it, as far as there is text."""
        names = [name for name, _ in self.inlines]
        if tag in names:
            self._shut_inlines(names.index(tag))
            del self.inlines[names.index(tag)]

    def _shut_inlines(self, keep: int = 0) -> None:
        """Write the end tags of all written inlines but the first few."""
        while self.opened > keep:
            self.opened -= 1
            self.out.append(f"</{self.inlines[self.opened][0]}>")

    def _end_block(self) -> None:
        """End a paragraph or heading; within an item it only asks for a new line."""
        self._shut_inlines()
        if self.lists:
            self.break_due = self.lists[-1].item_written
        elif self.block_written:
            self.out.append(f"</{self.block}>")
            self.block_written = False
        self.block, self.block_key = "p", ""

    def _start_list(self, tag: str) -> None:
        if self.lists:
            self._shut_inlines()
        else:
            self._end_block()
        self.break_due = False
        self.lists.append(_List(tag))

    def _end_item(self) -> None:
        self._shut_inlines()
        self.break_due = False
        item = self.lists[-1]
        if item.item_written:
            self.out.append("</li>")
        item.item_written, item.item_key = False, ""

    def _end_list(self) -> None:
        if not self.lists:
            return
        self._end_item()
        ended = self.lists.pop()
        if ended.written:
            self.out.append(f"</{ended.tag}>")


def _key(given: dict[str, str]) -> str:
    """Return the editor's own key of a block as an attribute, or nothing."""
    key = given.get(_KEY, "")
    return f' {_KEY}="{key}"' if re.fullmatch(r"\w{1,20}", key, re.ASCII) else ""


def _link(given: dict[str, str]) -> str:
    """Return the opening tag of a link to a page or an address; an empty text for any other."""
    number = given.get("id", "")
    if given.get("linktype") == "page" and number.isascii() and number.isdigit():
        return f'<a id="{number}" linktype="page">'
    return f'<a href="{escape(given["href"])}">' if given.get("href") else ""

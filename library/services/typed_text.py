"""Plain text as members type it in a text box, and back.

A blank line parts paragraphs; lines that start with `- ` or `1. ` make a list; a line that starts
with `## ` is a heading. Nothing else is syntax.
"""

import re
from html import escape
from html.parser import HTMLParser

_BULLET = re.compile(r"^\s*[-*•]\s+(.*)$")
_NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+(.*)$")
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")


def html_from_typed(text: str) -> str:
    """Return typed text as rich text; markup in it is shown as it stands."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    blocks: list[str] = []
    for part in re.split(r"\n\s*\n", unix):
        blocks.extend(_blocks([line for line in part.split("\n") if line.strip()]))
    return "".join(blocks)


def typed_from_html(html: str) -> str:
    """Return rich text as someone would have typed it; what cannot be typed becomes its words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


def _blocks(lines: list[str]) -> list[str]:
    """Turn the lines between two blank ones into blocks: runs of list items, or paragraphs."""
    blocks: list[str] = []
    run: list[str] = []
    run_tag = ""
    for line in [*lines, None]:
        tag, words = _line(line) if line is not None else ("", "")
        if run and (tag != run_tag or tag == "h3"):
            blocks.append(_close(run_tag, run))
            run = []
        run_tag = tag
        if line is not None:
            run.append(escape(words, quote=False))
    return blocks


def _line(line: str) -> tuple[str, str]:
    for tag, pattern in (("ul", _BULLET), ("ol", _NUMBER), ("h3", _HEADING)):
        match = pattern.match(line)
        if match and match[1].strip():
            return tag, match[1].strip()
    return "p", line.strip()


def _close(tag: str, run: list[str]) -> str:
    if tag in {"ul", "ol"}:
        return f"<{tag}>{''.join(f'<li>{words}</li>' for words in run)}</{tag}>"
    return f"<{tag}>{'<br>'.join(run)}</{tag}>"


class _Reader(HTMLParser):
    """Collects the words of rich text, block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.words = ""
        self.prefix = ""
        self.lists: list[list[int | str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "h2", "h3", "h4", "div"}:
            self._end()
            self.prefix = "## " if tag.startswith("h") else ""
        elif tag in {"ul", "ol"}:
            self._end()
            self.lists.append([tag, 0])
        elif tag == "li" and self.lists:
            self._end()
            top = self.lists[-1]
            top[1] = int(top[1]) + 1
            self.prefix = "- " if top[0] == "ul" else f"{top[1]}. "
        elif tag == "br":
            self.words += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "h2", "h3", "h4", "div", "li"}:
            self._end()
        elif tag in {"ul", "ol"}:
            self._end()
            if self.lists:
                self.lists.pop()
            if not self.lists:
                self.blocks.append("")

    def handle_data(self, data: str) -> None:
        self.words += re.sub(r"\s+", " ", data)

    def finish(self) -> str:
        """Return everything collected."""
        self._end()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.blocks)).strip()

    def _end(self) -> None:
        words = "\n".join(line.strip() for line in self.words.split("\n")).strip()
        if words:
            in_list = bool(self.lists)
            self.blocks.append(f"{self.prefix}{words}")
            if not in_list:
                self.blocks.append("")
        self.words = self.prefix = ""

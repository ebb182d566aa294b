"""Every word that a template shows is marked for translation."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# The page of every part in every state exists in development only, for those who build pages.
LEFT_AS_IT_IS = {"home/style.html"}

# Attributes that people read or hear; of `data-*` those that hold more than one word.
READ = {"aria-label", "aria-description", "alt", "title", "placeholder", "label"}
SUMMARIES = {"description", "og:description", "og:image:alt", "og:site_name", "og:title"}
# These blocks fill attributes that only machines read.
MACHINE_BLOCKS = {"og_type", "body_class"}
ASIDE = {"comment": "endcomment", "blocktranslate": "endblocktranslate"}

LETTER = re.compile(r"[^\W\d_]")
MARKED = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")
LITERAL = re.compile(r""""([^"]*)"|'([^']*)'""")
# Filters and tags that show a word of their own where there is no value.
INSTEAD = re.compile(r"""\|(?:default|default_if_none|yesno|pluralize):("[^"]*"|'[^']*')""")
HANDED_ON = re.compile(r"""\b\w+=("[^"]*"|'[^']*')""")


def literals(text: str) -> str:
    return " ".join(one or two for one, two in LITERAL.findall(MARKED.sub("", text)))


class Words(HTMLParser):
    """Collect what a reader of some HTML sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "code"}:
            self.inside.append(tag)
        given = {name: value or "" for name, value in attrs}
        is_summary = SUMMARIES & {given.get("name", ""), given.get("property", "")}
        for name, value in given.items():
            is_said = name.startswith("data-") and not name.startswith("data-hx-") and " " in value
            if name in READ or is_said or (name == "content" and tag == "meta" and is_summary):
                self.handle_data(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if LETTER.search(data) and not self.inside:
            self.found.append(" ".join(data.split()))


def unmarked(source: str) -> list[str]:
    """Return the words of a template that no translator would be given."""
    shown: list[str] = []
    handed_on: list[str] = []
    until = ""
    for token in Lexer(source).tokenize():
        name, _, rest = token.contents.partition(" ")
        if until:
            until = "" if token.token_type == TokenType.BLOCK and name == until else until
        elif token.token_type == TokenType.TEXT:
            shown.append(token.contents)
        elif token.token_type == TokenType.VAR:
            shown.append(literals(" ".join(INSTEAD.findall(token.contents))))
        elif token.token_type == TokenType.BLOCK:
            is_machine_read = name == "block" and rest in MACHINE_BLOCKS
            until = "endblock" if is_machine_read else ASIDE.get(name, "")
            if name == "firstof":
                shown.append(literals(rest))
            elif name in {"include", "icon"}:
                handed_on.append(literals(" ".join(HANDED_ON.findall(rest))))
    words = Words()
    words.feed("".join(shown))
    words.close()
    return words.found + [each for each in handed_on if LETTER.search(each)]


def templates() -> Iterator[Path]:
    for path in sorted(TEMPLATES.rglob("*")):
        if path.is_file() and path.relative_to(TEMPLATES).as_posix() not in LEFT_AS_IT_IS:
            yield path


def test_every_word_of_every_template_is_marked() -> None:
    left = [
        f"{path.relative_to(TEMPLATES)}: {words}"
        for path in templates()
        for words in unmarked(path.read_text())
    ]
    assert not left, "mark with translate, blocktranslate or _():\n" + "\n".join(left)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Sign in</p>", ["Sign in"]),
        ("{% if a %}<b>{{ a }}</b> of us{% endif %}", ["of us"]),
        ("<title>{% block title %}Library{% endblock %}</title>", ["Library"]),
        ('<a {% if a %}aria-label="{% if b %}Close{% endif %}"{% endif %}></a>', ["Close"]),
        ('<p data-offline="No connection."></p>', ["No connection."]),
        ("""<meta name="description" content="{% firstof a 'Practices' %}">""", ["Practices"]),
        ('<i>{{ a|default:"None yet" }}</i>', ["None yet"]),
        ("""{% firstof a _("a member") "somebody" %}""", ["somebody"]),
        ('{% include "a.html" with title="Nothing here" %}', ["Nothing here"]),
        ("{% translate 'Marked' %} and not", ["and not"]),
    ],
)
def test_a_word_that_nobody_marked_is_found(source: str, words: list[str]) -> None:
    assert unmarked(source) == words


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% translate 'Sign in' %}</p>",
        "{% blocktranslate trimmed with n=a %}{{ n }} of us{% endblocktranslate %}",
        '<i class="{{ a|default:"c" }}" data-hx-swap="outerHTML show:none">{{ a|date:"F j" }}</i>',
        """{% include "a.html" with title=_("Nothing here") %}{{ a|default:_('None yet') }}""",
        "{% comment %}For builders{% endcomment %}{# a note #}<script>let a</script>",
        "{% block og_type %}article{% endblock %}",
    ],
)
def test_what_is_marked_or_not_read_is_left_alone(source: str) -> None:
    assert unmarked(source) == []

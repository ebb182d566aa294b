"""Rich text that comes from outside is safe, and is what the page editor would have written."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.services.rich_text import clean_html, from_plain_text, looks_like_html

PIECES = [
    *("<p>", "</p>", "<p data-block-key='a1b2c'>", "<div>", "</div>", "<h1>", "</h1>", "<h3>"),
    *("</h3>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<b>", "</b>", "<strong>"),
    *("</strong>", "<em>", "</em>", "<i>", "</i>", "<br/>", "<table>", "<tr>", "<td>", "</td>"),
    *("</tr>", "</table>", "<a href='https://example.org/?a=1&b=2'>", "</a>", "<!--", "-->"),
    *("<a id='3' linktype='page'>", "<a href='javascript:alert(1)'>", "<script>", "</script>"),
    *("<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<p onclick='x'>", "<style>"),
    *("text", " ", "\n", "&amp;", "&lt;", "é", "a < b", '"', "&nbsp;", "<math><mtext>", "<title>"),
]
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=15).map("".join)
ALLOWED = re.compile(
    r'</?(?:p|h3|ul|ol|li|b|i|br|a)>|<(?:p|h3|li) data-block-key="\w+">'
    r'|<a id="\d+" linktype="page">|<a href="[^"<>]*">'
)


@pytest.mark.parametrize(
    ("handed_in", "kept"),
    [
        ("<p>One</p><p>Two</p>", "<p>One</p><p>Two</p>"),
        ("<h2>Head</h2>Text", "<h3>Head</h3><p>Text</p>"),
        ("<div>One</div><div><div>Two</div></div>", "<p>One</p><p>Two</p>"),
        ("Loose <em>text</em>", "<p>Loose <i>text</i></p>"),
        ("<strong>Bold</strong>", "<p><b>Bold</b></p>"),
        ("<ul><li><p>Item</p></li></ul>", "<ul><li>Item</li></ul>"),
        ("<p></p><p>&nbsp;</p><p>Text</p>", "<p>Text</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a b</p>"),
        ('<p data-block-key="x1y2z">Kept</p>', '<p data-block-key="x1y2z">Kept</p>'),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<li><p>a</p><p>b</p></li>", "<p>a</p><p>b</p>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<b><p>One</p><p>Two</p></b>", "<p><b>One</b></p><p><b>Two</b></p>"),
        ("", ""),
    ],
)
def test_markup_becomes_what_the_editor_writes(handed_in: str, kept: str) -> None:
    assert clean_html(handed_in) == kept


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<p onclick=alert(1) style='color:red'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<a id='login' name='login'>x</a>",
        "<a linktype='document' id='4'>x</a>",
        "<embed embedtype='image' id='1'/>",
        "<iframe src='https://example.org'></iframe>",
    ],
)
def test_nothing_active_or_foreign_is_left(attack: str) -> None:
    kept = clean_html(f"<p>before</p>{attack}<p>after</p>")

    assert kept.startswith("<p>before</p>")
    assert kept.endswith("<p>after</p>")
    for word in ("alert", "script", "style", "on", " id", "embed", "iframe", "data:"):
        assert word not in kept


def test_links_to_pages_and_addresses_stay() -> None:
    html = (
        '<p><a id="3" linktype="page">page</a> <a href="https://example.org/?a=1&amp;b=2">x</a></p>'
    )

    assert clean_html(html) == html


@given(MARKUP)
def test_only_allowed_markup_is_left_and_cleaning_again_changes_nothing(markup: str) -> None:
    kept = clean_html(markup)

    assert "<" not in ALLOWED.sub("", kept)
    assert clean_html(kept) == kept


def test_plain_text_becomes_paragraphs_and_lines() -> None:
    assert from_plain_text("One\r\nline\n\n \nTwo <b>&") == (
        "<p>One<br>line</p><p>Two &lt;b&gt;&amp;</p>"
    )
    assert from_plain_text(" \n ") == ""


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_plain_text_keeps_every_character(text: str) -> None:
    html = from_plain_text(text)

    assert unescape(html.removeprefix("<p>").removesuffix("</p>")) == text
    assert clean_html(html) == html


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<p>x</p>", True),
        ("line<BR/>line", True),
        ("<a href='x'>y</a>", True),
        ("if a < b and c > d", False),
        ("<name@example.org>", False),
        ("plain", False),
    ],
)
def test_markup_is_told_from_plain_text(text: str, is_html: bool) -> None:
    assert looks_like_html(text) is is_html

"""Citations, held against what citeproc itself makes of the same item in the same style."""

import json
import re
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.bibtex import BibTeX
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from library.enums import CitationStyle
from library.models import ResourcePage, ResourceVersion
from library.services import citing
from library.services.bibtex import as_bibtex
from library.services.citing import as_csl_json, cite, cite_plainly, csl_item
from members.models import School

SCHEMA = json.loads((Path(__file__).parent / "csl-data.json").read_text())
FILES = {
    CitationStyle.APA: "apa.csl",
    CitationStyle.MLA: "modern-language-association.csl",
    CitationStyle.CHICAGO: "chicago-author-date.csl",
}
NASTY = "</script><b>50% & $5_{x} \\ ~^#</b> “who?”"


def page_of(*names: str, **fields: Any) -> ResourcePage:
    fields = {"title": "A phone tree", "kind": "practice", "language": "en", **fields}
    fields["contributors"] = json.dumps(
        [{"type": "contributor", "value": {"name": name, "role": ""}} for name in names]
    )
    # Three in the morning of the new year in Greenwich is still the old one in Connecticut.
    published = datetime(2026, 1, 1, 3, tzinfo=UTC)
    # With a content type it asks no database for one.
    fields["content_type_id"] = 1
    return ResourcePage(pk=7, version_number=2, last_published_at=published, **fields)


def by_citeproc(item: dict[str, Any], style: CitationStyle) -> str:
    path = str(citing.STYLES / FILES[style])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = CitationStylesStyle(path, validate=False)
        made = CitationStylesBibliography(read, CiteProcJSON([item]), formatter.plain)
        made.register(Citation([CitationItem(item["id"])]))
        return str(made.bibliography()[0])


PAGES = {
    "one": page_of("Pat Q. Example"),
    "two": page_of("Example, Pat", "Example School District"),
    "many": page_of(*(f"Pat{'abcdefghijklmnopqrstuvwxyz'[n]} Example" for n in range(25))),
    "nobody": page_of(),
    "school": page_of(school=School(name="Sample High School")),
    "long": page_of("Pat Example", title="Words that go on " * 15),
    "nasty": page_of("Pat <i>Example</i> & sons", title=NASTY),
    "arabic": page_of("محمد علي", title="حضور الطلاب", language="ar"),
    "other": page_of("李伟", title="学生出勤", language="und"),
    "casing": page_of("Pat Example", title='how we CALL <span class="nocase">home'),
}


@pytest.mark.parametrize("style", FILES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_added_to_or_lost_from_what_citeproc_says(
    name: str, style: CitationStyle
) -> None:
    item = csl_item(PAGES[name])
    assert cite_plainly(item, style) == by_citeproc(item, style)


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (
            CitationStyle.APA,
            "Example, P. Q. (2025). <i>A phone tree</i> (Version 2) [Practice]."
            " Connecticut Association of Schools. http://127.0.0.1:8000/r/7/",
        ),
        (
            CitationStyle.MLA,
            "Example, Pat Q. <i>A Phone Tree</i>. Practice. Version 2,"
            " Connecticut Association of Schools, 31 Dec. 2025, http://127.0.0.1:8000/r/7/.",
        ),
        (
            CitationStyle.CHICAGO,
            "Example, Pat Q. 2025. <i>A Phone Tree</i>. Practice. Version 2."
            " Connecticut Association of Schools. http://127.0.0.1:8000/r/7/.",
        ),
    ],
)
def test_a_citation_names_all_that_finds_the_version(style: CitationStyle, said: str) -> None:
    assert cite(csl_item(PAGES["one"]), style) == said


def test_a_numbered_version_cites_itself() -> None:
    version = ResourceVersion(number=1, published_at=datetime(2024, 5, 5, 12, tzinfo=UTC))
    text = cite_plainly(csl_item(PAGES["one"], version), CitationStyle.APA)
    assert "(2024)" in text
    assert "(Version 1)" in text
    assert text.endswith("/r/7/v/1/")


def test_without_contributors_the_school_or_the_publisher_is_the_author() -> None:
    school = cite_plainly(csl_item(PAGES["school"]), CitationStyle.APA)
    assert school.startswith("Sample High School. (2025).")
    nobody = cite_plainly(csl_item(PAGES["nobody"]), CitationStyle.CHICAGO)
    assert nobody.startswith("Connecticut Association of Schools. 2025.")
    assert nobody.count("Connecticut") == 1


@pytest.mark.parametrize("style", FILES)
def test_a_title_that_asks_has_no_full_stop_too(style: CitationStyle) -> None:
    text = cite_plainly(csl_item(page_of("Pat Example", title="Who calls home?")), style)
    assert "ome?" in text
    assert "?." not in text
    assert ".." not in cite_plainly(csl_item(page_of("A. B.", title="It works.")), style)


@pytest.mark.parametrize("style", FILES)
@given(title=st.text(min_size=1, max_size=60), name=st.text(max_size=40))
def test_any_words_make_a_citation_without_markup(
    style: CitationStyle, title: str, name: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        html = cite(csl_item(page_of(name, title=title)), style)
    assert not re.sub(r"</?i>", "", html).count("<")
    assert html.count("<i>") == html.count("</i>")
    assert "\u202e" not in html


def test_csl_json_is_what_the_official_schema_says() -> None:
    for page in PAGES.values():
        entries = json.loads(as_csl_json(csl_item(page)))
        jsonschema.validate(entries, SCHEMA)
        assert entries[0]["title"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{**csl_item(PAGES["one"]), "editors": []}], SCHEMA)


def read_bibtex(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "cite.bib"
    path.write_text(text)
    with warnings.catch_warnings():
        # It knows few fields.
        warnings.simplefilter("ignore")
        (entry,) = BibTeX(str(path), encoding="utf-8").values()
    return entry


def test_bibtex_is_read_back_by_a_program(tmp_path: Path) -> None:
    entry = read_bibtex(tmp_path, as_bibtex(csl_item(PAGES["two"])))
    assert entry.type == "report"
    assert str(entry["title"]) == "A phone tree"
    assert str(entry["author"][0]["family"]) == "Example"
    assert entry["issued"]["year"] == 2025


def test_bibtex_holds_signs_that_mean_something_to_it(tmp_path: Path) -> None:
    text = as_bibtex(csl_item(PAGES["nasty"]))
    unescaped = re.sub(r"\\text\w+\{\}|\\[&%$#_]", "", text)
    assert not set(unescaped) & set("\\%$~^")
    assert unescaped.count("{") == unescaped.count("}")
    assert r"50\% \& \$5\_\textbraceleft{}x\textbraceright{}" in text
    signs = page_of("Pat Example", title="50% & $5_a #1")
    assert str(read_bibtex(tmp_path, as_bibtex(csl_item(signs)))["title"]) == signs.title


@given(title=st.text(min_size=1, max_size=60), name=st.text(min_size=1, max_size=40))
def test_no_words_end_an_entry_of_bibtex(title: str, name: str) -> None:
    text = as_bibtex(csl_item(page_of(name, title=title)))
    depth = 0
    for sign in text[:-2]:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth > 0 or sign in "@techreport"
    assert text.endswith("\n}\n")

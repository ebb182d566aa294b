"""What words and phrases find, on every engine."""

import unicodedata
from typing import Any

import pytest

from search.engines.base import Engine, SearchUnavailable
from search.enums import Matched
from tests.contract.asking import ask, found
from tests.contract.search_world import make_document

# What is in the index


def test_without_an_index_the_engine_says_so(engine: Engine) -> None:
    with pytest.raises(SearchUnavailable):
        ask(engine, "anything")
    assert not engine.status().ready
    assert list(engine.versions()) == []


def test_an_indexed_document_is_found_and_brings_back_what_it_stored(engine: Engine) -> None:
    engine.index([make_document(1, "Attendance plan", stored={"url": "/r/1/", "n": [1, None]})])
    (hit,) = ask(engine, "attendance").hits
    assert (hit.key, hit.kind, hit.id) == ("thing:1", "thing", "1")
    assert hit.stored == {"url": "/r/1/", "n": [1, None]}
    assert hit.score > 0
    assert engine.status().documents == 1


def test_indexing_a_key_again_replaces_its_document(engine: Engine) -> None:
    engine.index([make_document(1, "Old words", version=1)])
    engine.index([make_document(1, "New words", version=2)])
    assert found(engine, "old") == []
    assert found(engine, "new") == ["1"]
    assert list(engine.versions()) == [("thing:1", 2)]


def test_a_deleted_document_is_gone_and_unknown_keys_do_no_harm(engine: Engine) -> None:
    engine.index([make_document(1, "Stays"), make_document(2, "Goes")])
    engine.delete(["thing:2", "thing:404"])
    assert found(engine) == ["1"]
    assert dict(engine.versions()) == {"thing:1": 0}


def test_refresh_adds_changes_and_removes(engine: Engine) -> None:
    engine.index([make_document(1, "Keep"), make_document(2, "Drop")])
    engine.refresh(
        ["thing:1", "thing:2", "thing:3"],
        lambda keys: [make_document(1, "Kept", version=5), make_document(3, "Added", version=6)],
    )
    assert dict(engine.versions()) == {"thing:1": 5, "thing:3": 6}


# Words


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Coaches in schools", "coaching school"),
        ("Families and literacy", "family"),
        ("Résumé of a naïve façade", "resume naive facade"),
        ("Resume", "RÉSUMÉ"),
        (unicodedata.normalize("NFD", "Café"), unicodedata.normalize("NFC", "café")),
        (unicodedata.normalize("NFC", "Café"), unicodedata.normalize("NFD", "café")),
        ("The principal's day", "principal"),
        ("Principals’ meetings", "principal"),
        ("O'Brien Middle School", "o’brien"),
        ("O'Brien Middle School", "obrien"),
        ("Well-being", "well being"),
        ("A K-12 district", "k-12"),
        ("ﬁrst aid", "first"),
        ("Школа и семья", "школа"),
        ("東京の学校", "学校"),
        ("مدرسة جديدة", "مدرسة"),
        ("Ｆｕｌｌ width", "full"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_a_word_is_found_however_it_is_written(engine: Engine, written: str, typed: str) -> None:
    engine.index([make_document(1, written), make_document(2, "Something else")])
    assert found(engine, typed) == ["1"]


@pytest.mark.parametrize("field", ["title", "summary", "body", "keywords"])
def test_every_text_field_is_searched(engine: Engine, field: str) -> None:
    value: Any = ["Zebra crossings"] if field == "keywords" else "Zebra crossings"
    fields = {"title": "Plain", field: value}
    engine.index([make_document(1, **fields), make_document(2, "Plain")])
    assert found(engine, "zebra") == ["1"]


def test_title_and_keywords_weigh_more_than_summary_than_body(engine: Engine) -> None:
    other = {"title": "Common words", "summary": "Common words", "keywords": ["Common words"]}
    engine.index(
        [
            make_document("body", **other, body="zebra"),
            make_document("summary", **{**other, "summary": "zebra words"}),
            make_document("keywords", **{**other, "keywords": ["zebra words"]}),
            make_document("title", **{**other, "title": "Zebra words"}),
        ]
    )
    *first, third, last = found(engine, "zebra")
    assert set(first) == {"title", "keywords"}
    assert (third, last) == ("summary", "body")


def test_all_words_come_first(engine: Engine) -> None:
    engine.index([make_document(1, "Reading plan"), make_document(2, "Reading circle")])
    results = ask(engine, "plan reading")
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.matched is Matched.ALL


def test_a_question_finds_what_has_most_of_its_words(engine: Engine) -> None:
    engine.index(
        [
            make_document("most", "Getting families to come to school", body="evening events"),
            make_document("one", "School budget"),
            make_document("none", "Zebra"),
        ]
    )
    results = ask(engine, "How can I get more families to come to our school evenings by bus?")
    assert [hit.id for hit in results.hits] == ["most"]
    assert results.matched is Matched.SOME


def test_weak_words_of_a_sentence_need_not_occur(engine: Engine) -> None:
    engine.index([make_document(1, "Families and schools"), make_document(2, "Zebra")])
    results = ask(engine, "how can we make families really like our schools even more")
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.matched is Matched.ALL


def test_a_sentence_is_answered_by_what_it_is_about_before_what_mentions_its_words(
    engine: Engine,
) -> None:
    mentions = "families " + "word " * 200 + "evenings " + "word " * 200 + "bus " + "word " * 200
    engine.index(
        [
            make_document("about", "Evenings for families", summary="Families come to evenings."),
            make_document("mentions", "Budget", body=mentions),
            *(make_document(n, "Zebra", body="word " * 100) for n in range(20)),
        ]
    )
    results = ask(engine, "how do families get to our evenings without a bus")
    assert [hit.id for hit in results.hits] == ["about", "mentions"]
    assert results.matched is Matched.ALL


def test_if_most_words_find_nothing_any_word_does(engine: Engine) -> None:
    engine.index([make_document(1, "School budget"), make_document(2, "Zebra")])
    results = ask(engine, "qwertz asdfgh yxcvbn zebra")
    assert [hit.id for hit in results.hits] == ["2"]
    assert results.matched is Matched.SOME


def test_function_words_alone_are_words(engine: Engine) -> None:
    engine.index([make_document(1, "To be or not to be"), make_document(2, "Zebra")])
    assert found(engine, "to be") == ["1"]


# Phrases and exclusions


def test_a_phrase_wants_its_words_side_by_side_in_order(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "A school climate survey"),
            make_document(2, "Climate of the school"),
            make_document(3, "Climate", summary="School"),
        ]
    )
    assert found(engine, '"school climates"') == ["1"]
    assert found(engine, "“school climate”") == ["1"]


def test_another_function_word_may_stand_in_a_phrase(engine: Engine) -> None:
    engine.index([make_document(1, "Leaders of schools"), make_document(2, "School leaders")])
    assert found(engine, '"leaders in the schools"') == []
    assert found(engine, '"leaders in schools"') == ["1"]


def test_a_phrase_of_function_words_is_taken_literally(engine: Engine) -> None:
    engine.index([make_document(1, "To be or to do"), make_document(2, "Do or be to")])
    assert found(engine, '"to be or to do"') == ["1"]


def test_exclusions_hold_for_words_and_phrases(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Reading plan"),
            make_document(2, "Reading circle"),
            make_document(3, "Reading and plans of a circle"),
        ]
    )
    assert set(found(engine, "reading -circles")) == {"1"}
    assert set(found(engine, 'reading -"reading circle"')) == {"1", "3"}


def test_only_exclusions_find_everything_else(engine: Engine) -> None:
    engine.index([make_document(1, "Reading"), make_document(2, "Writing")])
    assert found(engine, "-reading") == ["2"]


def test_phrases_and_exclusions_hold_when_only_some_words_match(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "School climate zebra"),
            make_document(2, "Climate zebra"),
            make_document(3, "School climate zebra excluded"),
        ]
    )
    results = ask(engine, '"school climate" zebra qwertz asdfgh -excluded')
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.matched is Matched.SOME


def test_phrases_and_exclusions_hold_among_misspelled_words(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "School climate literacy"),
            make_document(2, "Literacy"),
            make_document(3, "School climate literacy excluded"),
        ]
    )
    results = ask(engine, '"school climate" literasy -excluded')
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.matched is Matched.FUZZY

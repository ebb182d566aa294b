"""What is offered while typing, and what is related, on every engine."""

from search.documents import Document
from search.engines.base import Engine
from tests.contract.search_world import PUBLIC, make_document


def test_suggestions_are_titles_that_continue_what_was_typed(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Reading circles", stored={"url": "/1/"}),
            make_document(2, "A circle of readers"),
            make_document(3, "Résumé reading"),
            make_document(4, "Writing", body="reading"),
        ]
    )

    def titles(prefix: str) -> list[str]:
        return [one.key for one in engine.suggest(prefix, visibility=PUBLIC, limit=9).titles]

    assert titles("rea")[0] == "thing:1"
    assert set(titles("rea")) == {"thing:1", "thing:2", "thing:3"}
    assert titles("circle of r") == ["thing:2"]
    assert titles("RESU") == ["thing:3"]
    assert titles("reading c") == ["thing:1"]
    assert titles("") == titles("  ") == titles("!?") == []
    assert engine.suggest("reading c", visibility=PUBLIC, limit=9).titles[0].stored == {
        "url": "/1/"
    }
    assert len(engine.suggest("r", visibility=PUBLIC, limit=2).titles) == 2


def test_suggestions_are_labels_of_facet_values_with_counts(engine: Engine) -> None:
    def thing(number: int, **labels: str) -> Document:
        return make_document(
            number,
            facets={"color": list(labels), "shape": ["round"]},
            labels={"color": labels},
        )

    engine.index(
        [
            thing(1, rs="Reading strategies", cr="Close reading"),
            thing(2, cr="Close reading"),
            thing(3, zz="Zebra"),
        ]
    )
    values = engine.suggest("read", visibility=PUBLIC, limit=9).values
    assert [(v.facet, v.value, v.label, v.count) for v in values] == [
        ("color", "rs", "Reading strategies", 1),
        ("color", "cr", "Close reading", 2),
    ]
    assert not engine.suggest("round", visibility=PUBLIC, limit=9).values
    engine.delete(["thing:3"])
    assert not engine.suggest("zeb", visibility=PUBLIC, limit=9).values


def test_related_share_words_and_facets(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Coaching principals on attendance", facets={"color": ["red"]}),
            make_document(2, "Attendance and coaching of principals", facets={"color": ["red"]}),
            make_document(3, "Something quite different", facets={"color": ["red"]}),
            make_document(4, "Nothing in common", facets={"color": ["blue"]}),
        ]
    )
    related = engine.related("thing:1", visibility=PUBLIC, limit=9)
    assert [hit.id for hit in related] == ["2", "3"]
    assert engine.related("thing:404", visibility=PUBLIC, limit=9) == []
    assert len(engine.related("thing:1", visibility=PUBLIC, limit=1)) == 1


def test_related_survives_documents_that_were_replaced_again_and_again(engine: Engine) -> None:
    pair = [make_document(1, "Mentor hours"), make_document(2, "Mentor training")]
    for _again in range(12):
        engine.index(pair)
    assert [hit.id for hit in engine.related("thing:1", visibility=PUBLIC, limit=9)] == ["2"]

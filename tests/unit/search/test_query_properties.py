"""Whatever anyone types is a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.asking import analyze_tree
from search.query import LONGEST_TEXT, MOST_TERMS, Term, Tree, parse
from search.text import allowed_edits, clean, edit_distance, fold, normalize

TYPED = st.one_of(
    st.text(max_size=700),
    st.text(alphabet='ab "-“”\x00\u200b\ud800+()*:~^\\/ ', max_size=300),
    st.lists(st.sampled_from(['"', "-", "a", "the", "é", "学", "O'Brien", "-x", '"a b', "\n"])).map(
        " ".join
    ),
)


@given(TYPED)
def test_any_text_is_parsed_within_its_limits(text: str) -> None:
    tree = parse(text)
    terms = tree.wanted + tree.excluded
    assert len(terms) <= MOST_TERMS
    assert sum(len(term.text) for term in terms) <= 18 * LONGEST_TEXT
    assert all(any(letter.isalnum() for letter in term.text) for term in terms)


@given(TYPED)
def test_any_text_is_analyzed_and_something_of_it_stays(text: str) -> None:
    tree = parse(text)
    question = analyze_tree(tree)
    assert len(question.words) + len(question.phrases) <= len(tree.wanted)
    if any(word.isascii() and word.isalnum() for term in tree.wanted for word in [term.text]):
        assert not question.is_empty


@given(st.text(max_size=100), st.text(max_size=100))
def test_text_is_folded_once_and_for_all(first: str, second: str) -> None:
    assert fold(fold(first)) == fold(first)
    assert clean(clean(second)) == clean(second)
    assert "\x00" not in normalize(first + "\x00" + second)


@given(st.text(max_size=12), st.text(max_size=12), st.integers(0, 3))
def test_typing_errors_are_counted_the_same_both_ways(first: str, second: str, limit: int) -> None:
    distance = edit_distance(first, second, limit)
    assert distance == edit_distance(second, first, limit)
    assert (distance == 0) == (first == second)
    assert distance <= limit + 1


@pytest.mark.parametrize(
    ("word", "edits"), [("peer", 0), ("climb", 1), ("climates", 2), ("k12ab", 0)]
)
def test_short_words_and_numbers_hold_no_typing_errors(word: str, edits: int) -> None:
    assert allowed_edits(word) == edits


def test_limits_are_reached_and_not_passed() -> None:
    assert len(parse(" ".join(["a"] * 200)).wanted) == MOST_TERMS
    assert parse("x" * 600).wanted == (Term("x" * LONGEST_TEXT),)
    assert parse('say "hello') == Tree((Term("say"), Term("hello")))
    assert parse('- -- "" -"" …') == Tree()


def is_sentence(text: str) -> bool:
    return analyze_tree(parse(text)).is_sentence


def test_a_sentence_is_told_from_words() -> None:
    assert is_sentence("how do I get ninth graders to come to first period")
    assert is_sentence("ninth graders skipping first period every morning")
    assert not is_sentence("ninth grade attendance")
    assert not is_sentence("conferences for families")
    assert not is_sentence('"how do I get ninth graders to first period"')

"""Which words of a question get alternatives."""

from hypothesis import given
from hypothesis import strategies as st

from search.query import MOST_TERMS, parse
from search.synonyms import MOST_ALTERNATIVES, MOST_IN_A_QUESTION, Rule, Synonyms


def widened(rules: Synonyms, text: str) -> dict[str, tuple[str, ...]]:
    wanted = rules.expand(parse(text)).wanted
    return {term.text: tuple(one.text for one in term.alternatives) for term in wanted}


def test_every_telling_word_of_a_run_may_be_answered_by_the_alternative() -> None:
    rules = Synonyms([Rule("code of conduct", ["handbook"])])
    assert widened(rules, "our Code of Conduct now") == {
        "our": (),
        "Code": ("handbook",),
        "of": (),
        "Conduct": ("handbook",),
        "now": (),
    }


def test_what_several_rules_say_adds_up_to_a_limit() -> None:
    rules = Synonyms(Rule("pd", [f"word{number}"]) for number in range(20))
    (found,) = widened(rules, "PD").values()
    assert found == tuple(f"word{number}" for number in range(MOST_ALTERNATIVES))


def test_a_long_question_is_widened_only_so_far() -> None:
    rules = Synonyms([Rule("pd", ["one", "two", "three"])])
    tree = rules.expand(parse("pd " * MOST_TERMS))
    assert sum(len(term.alternatives) for term in tree.wanted) == MOST_IN_A_QUESTION


def test_a_word_is_no_alternative_of_itself() -> None:
    assert widened(Synonyms([Rule("PD", ["pd.", "PDs"])]), "pd") == {"pd": ()}


RULES = Synonyms(
    [
        Rule("PD", ["professional development"]),
        Rule("professional development", ["PD"]),
        Rule("TEAM", ["induction"], only_in_capitals=True),
    ]
)


@given(st.text() | st.lists(st.sampled_from(["PD", "TEAM", "professional", "-x", '"', "is"])))
def test_nothing_but_alternatives_is_added(typed: str | list[str]) -> None:
    tree = parse(typed if isinstance(typed, str) else " ".join(typed))
    found = RULES.expand(tree)
    assert found.excluded == tree.excluded
    assert [(term.text, term.is_phrase) for term in found.wanted] == [
        (term.text, term.is_phrase) for term in tree.wanted
    ]
    assert all(not term.alternatives for term in found.wanted if term.is_phrase)

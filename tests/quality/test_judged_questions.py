"""The search answers the judged questions well. `python -m bench.quality` prints the full table."""

import pytest
from pytest_django import Settings

from bench.quality import average, evaluate, fill, judged, lookalikes, made_up, samples, table
from home.services import load_starter
from library.services.vocabulary import load_vocabularies
from search.engines import get_engine
from search.services.synonyms import current, load_starter_synonyms

# A little below what was measured, for every change of words or weights moves a few places.
FLOOR = 0.80
HELD_OUT_FLOOR = 0.77
BETTER_THAN_PLAIN = 0.2


@pytest.mark.django_db
def test_judged_questions_keep_their_quality(engine_url: str, settings: Settings) -> None:
    settings.SEARCH_URL = engine_url
    load_starter()
    load_vocabularies()
    documents, names = samples()
    engine = get_engine(())
    fill(engine, [*documents, *made_up(700), *lookalikes(300, documents)])
    load_starter_synonyms()
    scores = evaluate(engine, names, judged(), current())
    held_out = [score for score in scores if score.question.is_held_out]
    quality = average(scores, lambda score: score.search)
    assert quality >= FLOOR, table(scores)
    assert average(held_out, lambda score: score.search) >= HELD_OUT_FLOOR, table(scores)
    assert quality >= average(scores, lambda score: score.plain) + BETTER_THAN_PLAIN, table(scores)

"""The starter vocabularies arrive complete, once, and never over an editor's work."""

import pytest
from django.core.management import call_command

from library.enums import Vocabulary
from library.models import Term, TermSynonym

pytestmark = pytest.mark.django_db


def test_every_vocabulary_is_filled_with_its_tree_and_synonyms() -> None:
    call_command("load_vocabularies")

    assert all(Term.objects.of(vocabulary).exists() for vocabulary in Vocabulary)
    element = Term.objects.get(slug="csls-1-a")
    assert element.parent is not None
    assert (element.parent.slug, element.is_provisional) == ("csls-1", True)
    absence = Term.objects.get(vocabulary=Vocabulary.TOPIC, slug="chronic-absence")
    assert "truancy" in absence.synonyms.values_list("label", flat=True)


def test_a_second_run_adds_nothing() -> None:
    call_command("load_vocabularies")
    before = (Term.objects.count(), TermSynonym.objects.count())

    call_command("load_vocabularies")

    assert (Term.objects.count(), TermSynonym.objects.count()) == before


def test_a_second_run_leaves_what_editors_changed_and_brings_back_a_missing_term() -> None:
    call_command("load_vocabularies")
    changed = Term.objects.get(vocabulary=Vocabulary.TOPIC, slug="chronic-absence")
    changed.label = "Missing school"
    changed.save()
    changed.synonyms.all().delete()
    changed.synonyms.create(label="away too often")
    Term.objects.get(vocabulary=Vocabulary.GRADE, slug="pre-k").delete()

    call_command("load_vocabularies")

    changed.refresh_from_db()
    assert changed.label == "Missing school"
    assert list(changed.synonyms.values_list("label", flat=True)) == ["away too often"]
    assert Term.objects.get(vocabulary=Vocabulary.GRADE, slug="pre-k").synonyms.exists()


def test_reset_restores_starter_terms_and_keeps_added_ones() -> None:
    call_command("load_vocabularies")
    changed = Term.objects.get(vocabulary=Vocabulary.TOPIC, slug="chronic-absence")
    starting = set(changed.synonyms.values_list("label", flat=True))
    changed.label = "Missing school"
    changed.parent = None
    changed.save()
    changed.synonyms.create(label="away too often")
    Term.objects.create(vocabulary=Vocabulary.TOPIC, slug="our-own", label="Our own")

    call_command("load_vocabularies", "--reset")

    changed.refresh_from_db()
    assert changed.label == "Chronic absence"
    assert changed.parent is not None
    assert set(changed.synonyms.values_list("label", flat=True)) == starting
    assert Term.objects.filter(slug="our-own").exists()

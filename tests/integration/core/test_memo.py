"""What every page needs is read once after each change, and never from what is not committed."""

import pytest
from django.db import transaction

from core import page_cache
from core.memo import MOST_KEYS, Memo

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class Reading:
    """Counts how often it was read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def reading() -> Reading:
    return Reading()


def test_it_is_read_once_until_something_changes(reading: Reading) -> None:
    memo: Memo[int] = Memo()
    assert [memo.get(reading), memo.get(reading)] == [1, 1]
    page_cache.empty()
    assert [memo.get(reading), memo.get(reading)] == [2, 2]


def test_each_key_has_its_own(reading: Reading) -> None:
    memo: Memo[int] = Memo()
    assert [memo.get(reading, "a"), memo.get(reading, "b"), memo.get(reading, "a")] == [1, 2, 1]


def test_what_is_read_within_a_transaction_is_not_kept(reading: Reading) -> None:
    memo: Memo[int] = Memo()
    with transaction.atomic():
        assert [memo.get(reading), memo.get(reading)] == [1, 2]
    assert memo.get(reading) == 3


def test_made_up_keys_do_not_fill_the_memory(reading: Reading) -> None:
    memo: Memo[int] = Memo()
    for port in range(MOST_KEYS * 3):
        memo.get(reading, f"example.org:{port}")
    kept = memo._kept
    assert kept is not None
    assert len(kept.values) == MOST_KEYS

"""An Elasticsearch that talks TLS and asks who one is, as in production."""

from collections.abc import Iterator

import pytest

from search.engines.base import SearchUnavailable
from search.engines.elastic.address import Address
from search.engines.elastic.engine import ElasticsearchEngine
from tests.contract.asking import found
from tests.contract.search_world import FACETS, make_document
from tests.elastic import SecuredNode, servers, start_secured_node
from tests.services import require


@pytest.fixture(scope="module")
def secured() -> Iterator[SecuredNode]:
    here = servers()
    require("Elasticsearch", available=bool(here))
    node = start_secured_node(here[0])
    yield node
    node.remove()


def engine_at(url: str) -> ElasticsearchEngine:
    return ElasticsearchEngine(Address.parse(url), FACETS)


def test_who_may_use_the_indices_of_the_site_needs_no_more(secured: SecuredNode) -> None:
    signed = f"https://{secured.USER}:{secured.PASSWORD}@127.0.0.1:{secured.port}/{secured.PREFIX}"
    engine = engine_at(f"{signed}?ca={secured.certificate}&timeout=30")
    engine.ping(timeout=30)
    engine.index([make_document(1, "A quiet start")])
    assert found(engine, "quiet") == ["1"]
    engine.rebuild([make_document(2, "A quiet end")], load=lambda keys: [])
    assert found(engine, "quiet") == ["2"]
    assert dict(engine.versions()) == {"thing:2": 0}
    assert engine.status().current


def test_who_is_not_let_in_is_told_so_without_the_password(secured: SecuredNode) -> None:
    trusted = f"ca={secured.certificate}&timeout=30"
    for url in (
        f"https://{secured.USER}:wrong-word@127.0.0.1:{secured.port}?{trusted}",
        f"https://{secured.USER}:wrong-word@127.0.0.1:{secured.port}?timeout=30",
        f"http://{secured.USER}:wrong-word@127.0.0.1:{secured.port}?timeout=30",
    ):
        engine = engine_at(url)
        with pytest.raises(SearchUnavailable) as refusal:
            found(engine, "quiet")
        assert "wrong-word" not in str(refusal.value)
        assert not engine.status().ready

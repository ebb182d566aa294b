"""What may stand in SEARCH_URL for Elasticsearch."""

import pytest
from django.test import override_settings

from search.engines import UnknownEngine, get_engine
from search.engines.elastic.address import Address


def test_everything_an_address_can_say() -> None:
    address = Address.parse(
        "https://cas:p%40ss%3Aword@one.example.org:9200,two.example.org/cas-library?ca=/etc/ca.pem"
    )
    assert address.nodes == ("https://one.example.org:9200", "https://two.example.org:9200")
    assert (address.user, address.password) == ("cas", "p@ss:word")
    assert address.prefix == "cas-library"
    assert address.ca == "/etc/ca.pem"


def test_an_api_key_signs_in_and_the_prefix_has_a_default() -> None:
    address = Address.parse("https://search.example.org?api_key=abc%3D%3D&timeout=1.5")
    assert address.api_key == "abc=="
    assert address.prefix == "clearinghouse"
    assert address.timeout == 1.5
    client = address.connect()
    assert client._headers["authorization"] == "ApiKey abc=="


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https:///prefix",
        "https://user:secret@host/Upper",
        "https://user:secret@host/two/parts",
        "https://user:secret@host?api_key=x",
        "https://user:secret@host?cacert=x",
        "https://user:secret@host?timeout=soon",
        "elasticsearch://user:secret@host",
    ],
)
def test_a_wrong_address_is_refused_without_telling_secrets(url: str) -> None:
    with override_settings(SEARCH_URL=url), pytest.raises(UnknownEngine) as refusal:
        get_engine(("topic",))
    assert "secret" not in str(refusal.value)


def test_secrets_of_an_address_are_not_printed() -> None:
    shown = repr(Address.parse("https://user:secret@host")) + repr(
        Address.parse("https://host?api_key=secret")
    )
    assert "secret" not in shown

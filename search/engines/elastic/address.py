"""Where the Elasticsearch servers are, and how their faults are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from ..base import NoIndex, SearchUnavailable

PREFIX = "clearinghouse"
# A reader waits no longer; then the database answers.
SECONDS = 2.0
WRITE_SECONDS = 15.0


@dataclass(frozen=True)
class Address:
    """What `SEARCH_URL` says: `https://user:password@host:9200,host:9200/prefix?ca=file&api_key=…`.

    Attributes:
        nodes: `scheme://host:port` of each server of one cluster.
        prefix: what the names of the indices begin with; "clearinghouse" if the address names none.
        user: with `password`, who signs in.
        api_key: signs in instead, as Elasticsearch encodes it.
        ca: file with the certificate that signed the servers' own; the system's if empty.
        timeout: seconds that a reader waits for an answer.
    """

    nodes: tuple[str, ...]
    prefix: str = PREFIX
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: str = ""
    timeout: float = SECONDS

    @classmethod
    def parse(cls, url: str) -> "Address":
        """Read an address.

        Raises:
            ValueError: it is not understood; the message does not repeat what is secret in it.
        """
        parts = urlsplit(url)
        signed, _, hosts = parts.netloc.rpartition("@")
        user, _, password = signed.partition(":")
        options = parse_qs(parts.query)
        if unknown := set(options) - {"ca", "api_key", "timeout"}:
            raise ValueError(f"does not know {', '.join(sorted(unknown))}")
        if "api_key" in options and user:
            raise ValueError("holds both a user and an API key")
        names = [host if ":" in host else f"{host}:9200" for host in hosts.split(",") if host]
        if not names:
            raise ValueError("names no server")
        prefix = parts.path.strip("/") or PREFIX
        if prefix != prefix.lower() or not prefix.replace("-", "").replace("_", "").isalnum():
            raise ValueError("has a prefix that is no plain lower-case name")
        return cls(
            nodes=tuple(f"{parts.scheme}://{name}" for name in names),
            prefix=prefix,
            user=unquote(user),
            password=unquote(password),
            api_key=options.get("api_key", [""])[0],
            ca=options.get("ca", [""])[0],
            timeout=float(options.get("timeout", [SECONDS])[0]),
        )

    def connect(self) -> Elasticsearch:
        """Return a client of the servers.

        A refused connection is tried at the next server. What takes too long is not tried again:
        each try would make the reader wait as long once more.
        """
        signed: dict[str, Any] = {"ca_certs": self.ca} if self.ca else {}
        return Elasticsearch(
            list(self.nodes),
            basic_auth=(self.user, self.password) if self.user else None,
            api_key=self.api_key or None,
            request_timeout=self.timeout,
            max_retries=len(self.nodes) - 1,
            retry_on_timeout=False,
            retry_on_status=(),
            **signed,
        )


@contextmanager
def faults_told() -> Iterator[None]:
    """Tell every fault of the servers or of the way to them as `SearchUnavailable`."""
    try:
        yield
    except NotFoundError as error:
        raise NoIndex(str(error)[:500]) from error
    except (ApiError, TransportError) as error:
        raise SearchUnavailable(f"{type(error).__name__}: {str(error)[:500]}") from error

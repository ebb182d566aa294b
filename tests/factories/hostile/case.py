"""One hostile file."""

from collections.abc import Callable
from dataclasses import dataclass

from files.enums import Refusal


@dataclass(frozen=True)
class Case:
    """What it is in words, the name it comes under, its bytes, and why it is refused."""

    title: str
    name: str
    make: Callable[[], bytes]
    refusal: Refusal

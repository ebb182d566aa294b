"""Changes of many published resources at once: choose, see, confirm, stop, undo."""

from .previewing import Shown, outcomes, preview
from .running import (
    TOPIC,
    NothingToDo,
    TooMany,
    WrongState,
    choose,
    confirm,
    perform,
    set_values,
    stop,
    undo,
)
from .selecting import selected
from .values import FIELDS, Values

__all__ = [
    "FIELDS",
    "TOPIC",
    "NothingToDo",
    "Shown",
    "TooMany",
    "Values",
    "WrongState",
    "choose",
    "confirm",
    "outcomes",
    "perform",
    "preview",
    "selected",
    "set_values",
    "stop",
    "undo",
]

"""The site's own icons: strokes on a 24 x 24 grid, drawn with the color of the text."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Name -> the "d" of its path. Circles are arcs, so that one element draws each icon.
PATHS = {
    "alert": "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.1",
    "arrow": "M3 12h18M14.5 5.5 21 12l-6.5 6.5",
    "bookmark": "M6 3.5h12V21l-6-4.6L6 21z",
    "bookmark-on": "M6 3.5h12V21l-6-4.6L6 21zM9 8h6M9 11.5h6",
    "check": "M4.5 12.8 9.5 17.8 19.5 6.8",
    "chevron": "M6 9.5l6 6 6-6",
    "chevron-next": "M9.5 6l6 6-6 6",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3.2 2",
    "close": "M6 6l12 12M18 6 6 18",
    "download": "M12 3.5v11M7 10l5 4.8 5-4.8M4 20.5h16",
    "edit": "M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5",
    "file": "M6 2.8h8L18.5 7.3V21.2H6zM14 2.8V7.5h4.5",
    "filter": "M3.5 6h17M7 12h10M10.5 18h3",
    "flag": "M6 21V4M6 4.5c4-2 7 2 12 0v9c-5 2-8-2-12 0",
    "history": "M4 12a8 8 0 1 0 2.5-5.8M4 4.5V9h4.5M12 7.8V12l2.8 1.8",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.7v.1",
    "link": "M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12.3 6M14 10a4 4 0 0 0-5.7 0l-3.5 3.5"
    "a4 4 0 0 0 5.7 5.7l1.2-1.2",
    "list": "M9 6h12M9 12h12M9 18h12M4 6h.1M4 12h.1M4 18h.1",
    "lock": "M5.5 10.5h13v10h-13zM8 10.5V8a4 4 0 0 1 8 0v2.5",
    "mail": "M3 5.5h18v13H3zM3.5 6l8.5 7 8.5-7",
    "menu": "M3.5 6.5h17M3.5 12h17M3.5 17.5h17",
    "message": "M4 4.5h16v12h-9L6.5 20v-3.5H4z",
    "minus": "M5 12h14",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 14h10v6.5H7z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20.5 20.5",
    "share": "M12 15V3.5M8 7l4-3.7L16 7M6 11H4.5v9.5h15V11H18",
    "star": "M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6-5.3-2.9L6.7 20l1.1-6L3.4 9.8l6-.8z",
    "trash": "M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l1 14h9l1-14M10.5 10.5v6M13.5 10.5v6",
    "upload": "M12 15V4M7 8.5 12 3.7l5 4.8M4 20.5h16",
    "user": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6",
}


@lru_cache(maxsize=256)
def icon_svg(name: str, label: str = "") -> SafeString:
    """Return an icon as inline SVG: decoration if `label` is empty, else an image of that name.

    Raises `KeyError` for a name that is not drawn: a misspelt icon fails in tests, not in silence.
    """
    meaning = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon icon--{}" viewBox="0 0 24 24" {}><path d="{}"/></svg>',
        name,
        mark_safe(meaning),  # noqa: S308 - built two lines above
        PATHS[name],
    )

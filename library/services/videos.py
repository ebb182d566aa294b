"""Recordings on other sites that a reader may play here, once she asks for it.

Nothing of the other site is loaded before. Only addresses of a single recording on the sites
below count; everything else stays an ordinary link.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

YOUTUBE, VIMEO = "https://www.youtube-nocookie.com", "https://player.vimeo.com"
# What the page of a resource with a recording may load in a frame.
FRAME_SOURCES = (YOUTUBE, VIMEO)

_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO_ID = re.compile(r"\d{6,12}", re.ASCII)
_YOUTUBE_HOSTS = frozenset(
    {"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"}
)


@dataclass(frozen=True)
class Video:
    """A recording that can be played in a frame: the name of its site, and the frame's address."""

    site: str
    player: str


def video_at(url: str) -> Video | None:
    """Return the recording at an address, if it is one of a site that we let into a frame."""
    try:
        parts = urlsplit(url)
        # Ports are read late: one that no machine has is an error only here.
        is_usual = parts.scheme == "https" and parts.port in {None, 443}
    except ValueError:
        return None
    if not is_usual:
        return None
    host, path = (parts.hostname or "").lower(), [each for each in parts.path.split("/") if each]
    if host == "youtu.be" and len(path) == 1:
        return _youtube(path[0])
    if host in _YOUTUBE_HOSTS:
        if path == ["watch"]:
            return _youtube(parse_qs(parts.query).get("v", [""])[0])
        if len(path) == 2 and path[0] in {"embed", "shorts", "live"}:
            return _youtube(path[1])
    if host in {"vimeo.com", "www.vimeo.com"} and len(path) == 1 and _VIMEO_ID.fullmatch(path[0]):
        return Video("Vimeo", f"{VIMEO}/video/{path[0]}?dnt=1")
    return None


def _youtube(identifier: str) -> Video | None:
    if not _YOUTUBE_ID.fullmatch(identifier):
        return None
    return Video("YouTube", f"{YOUTUBE}/embed/{identifier}")

"""Which recordings may be played in a page, and which addresses only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.services.videos import FRAME_SOURCES, video_at

YOUTUBE = "https://www.youtube-nocookie.com/embed/abcDEF12_-3"


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=abcDEF12_-3", YOUTUBE),
        ("https://youtube.com/watch?t=5&v=abcDEF12_-3", YOUTUBE),
        ("https://m.youtube.com/watch?v=abcDEF12_-3", YOUTUBE),
        ("https://youtu.be/abcDEF12_-3?si=x", YOUTUBE),
        ("https://www.youtube.com/shorts/abcDEF12_-3", YOUTUBE),
        ("https://www.youtube.com/live/abcDEF12_-3", YOUTUBE),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
    ],
)
def test_a_recording_is_played_by_its_site_without_cookies(url: str, player: str) -> None:
    found = video_at(url)
    assert found is not None
    assert found.player == player


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/watch?v=abcDEF12_-3",
        "http://www.youtube.com/watch?v=abcDEF12_-3",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=abcDEF12_-3%22onload=",
        "https://www.youtube.com/@channel",
        "https://www.youtube.com.example.org/watch?v=abcDEF12_-3",
        "https://user@example.org:443/youtube.com/watch?v=abcDEF12_-3",
        "https://youtu.be/abcDEF12_-3/more",
        "https://vimeo.com/channels/staffpicks",
        "https://vimeo.com/12345/67890",
        "javascript:alert(1)//youtube.com/watch?v=abcDEF12_-3",
        "https://www.youtube.com:8443/watch?v=abcDEF12_-3",
        "https://www.youtube.com:99999/watch?v=abcDEF12_-3",
        "https://[",
        "",
    ],
)
def test_anything_else_stays_a_link(url: str) -> None:
    assert video_at(url) is None


@given(st.text(max_size=80))
def test_a_player_is_always_of_an_allowed_site(rest: str) -> None:
    for url in (rest, f"https://youtu.be/{rest}", f"https://vimeo.com/{rest}"):
        found = video_at(url)
        assert found is None or found.player.startswith(tuple(f"{each}/" for each in FRAME_SOURCES))

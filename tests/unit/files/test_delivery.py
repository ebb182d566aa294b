"""Headers that let a browser save, show or resume a file."""

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from files.delivery import Unsatisfiable, content_disposition, parse_range
from files.intake.names import safe_name


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-99", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("bytes=900-", (900, 100)),
        ("bytes=900-5000", (900, 100)),
        ("bytes=-100", (900, 100)),
        ("bytes=-5000", (0, 1000)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=9-5", None),
        ("bytes=0-1,5-6", None),
        ("bytes=a-b", None),
        ("bytes=٣-٤", None),
        ("items=0-5", None),
        ("bytes=0-" + "9" * 5000, None),
    ],
)
def test_one_well_formed_range_is_answered(header: str, part: tuple[int, int] | None) -> None:
    assert parse_range(header, 1000) == part


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        parse_range(header, 1000)


@given(st.text(max_size=40), st.integers(1, 10**6))
def test_no_range_leads_outside_the_file(header: str, size: int) -> None:
    for text in (header, f"bytes={header}"):
        try:
            part = parse_range(text, size)
        except Unsatisfiable:
            continue
        if part is not None:
            assert 0 <= part[0] < size
            assert 0 < part[1] <= size - part[0]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Plan.pdf", 'attachment; filename="Plan.pdf"'),
        (
            "Plän für Ω.pdf",
            "attachment; filename=\"Plan fur _.pdf\"; filename*=UTF-8''"
            "Pl%C3%A4n%20f%C3%BCr%20%CE%A9.pdf",
        ),
        ('a"b.pdf', "attachment; filename=\"a_b.pdf\"; filename*=UTF-8''a%22b.pdf"),
        ("100%.pdf", "attachment; filename=\"100_.pdf\"; filename*=UTF-8''100%25.pdf"),
        ("a;b=c.pdf", 'attachment; filename="a;b=c.pdf"'),
    ],
)
def test_a_name_comes_in_ascii_and_in_full(name: str, header: str) -> None:
    assert content_disposition(name) == header
    assert content_disposition(name, inline=True) == header.replace("attachment", "inline")


@given(st.text(max_size=300))
def test_every_name_makes_a_valid_header(name: str) -> None:
    header = content_disposition(safe_name(name))

    assert header.isascii()
    assert header.isprintable()
    HttpResponse(headers={"Content-Disposition": header})

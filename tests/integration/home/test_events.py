"""Events: what comes and what was, and the file for calendars."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from icalendar.cal import Component
from pytest_django import Settings

from home.models import EventIndexPage, EventPage
from tests.factories.pages import add_event, restrict

pytestmark = pytest.mark.django_db

HOSTILE = "Ends here\r\nATTENDEE:mailto:x@example.org; and, so \\ on" + " långe Wörter 語" * 20


def calendar(client: Client, event: EventPage) -> tuple[bytes, Component]:
    answer = client.get(f"/calendar/event-{event.pk}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(answer.content)
    return answer.content, read.walk("VEVENT")[0]


def test_a_calendar_takes_the_event(
    client: Client, event_index: EventIndexPage, settings: Settings
) -> None:
    settings.SITE_URL = "https://clearinghouse.example.org:8443"
    starts = datetime(2027, 1, 14, 14, 30, tzinfo=UTC)
    event = add_event(
        event_index,
        "Cohort session",
        slug="cohort",
        introduction="Bring your plan.",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Office",
        address="1 Example Street, Cheshire",
    )
    _, entry = calendar(client, event)
    assert entry["SUMMARY"] == "Cohort session"
    assert entry["DTSTART"].dt == starts
    assert entry["DTEND"].dt == starts + timedelta(hours=2)
    assert entry["LOCATION"] == "Office, 1 Example Street, Cheshire"
    assert entry["URL"] == "https://clearinghouse.example.org:8443/events/cohort/"
    assert entry["DESCRIPTION"].startswith("Bring your plan.\n")
    assert entry["UID"] == f"event-{event.pk}@clearinghouse.example.org"
    assert entry["STATUS"] == "CONFIRMED"


def test_the_file_is_written_as_the_standard_says(
    client: Client, event_index: EventIndexPage
) -> None:
    event = add_event(event_index, "x", slug="x")
    EventPage.objects.filter(pk=event.pk).update(title=HOSTILE[:255], place=HOSTILE[:160])
    raw, entry = calendar(client, event)
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    raw.decode("utf-8")
    assert not [line for line in lines if line.startswith(b"ATTENDEE")]
    assert "ATTENDEE" not in entry
    assert entry["SUMMARY"] == " ".join(HOSTILE[:255].split())
    assert {b"VERSION:2.0", b"METHOD:PUBLISH"} <= set(lines)


def test_a_calendar_notices_that_an_event_was_canceled(
    client: Client, event_index: EventIndexPage
) -> None:
    event = add_event(event_index)
    _, before = calendar(client, event)
    event.is_canceled = True
    event.save_revision().publish()
    later = timezone.now() + timedelta(minutes=5)
    EventPage.objects.filter(pk=event.pk).update(last_published_at=later)
    _, after = calendar(client, event)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert int(str(before["SEQUENCE"])) < int(str(after["SEQUENCE"]))
    html = client.get(event.url).content.decode()
    assert "This event is canceled." in html
    assert "Put it in your calendar" not in html


def test_the_name_of_the_file_may_have_any_letters(
    client: Client, event_index: EventIndexPage
) -> None:
    event = add_event(event_index, "Käse", slug="käse")
    name = client.get(f"/calendar/event-{event.pk}.ics").headers["Content-Disposition"]
    assert name == "attachment; filename*=utf-8''k%C3%A4se.ics"


def test_an_event_not_everybody_sees_has_no_file(
    client: Client, event_index: EventIndexPage
) -> None:
    gone, private = add_event(event_index, "Gone"), add_event(event_index, "Private")
    gone.unpublish()
    restrict(private)
    for pk in (gone.pk, private.pk, 0, 99_999_999_999_999):
        assert client.get(f"/calendar/event-{pk}.ics").status_code == 404


def test_what_comes_stands_before_what_was(client: Client, event_index: EventIndexPage) -> None:
    now = timezone.now()
    for title, days in (("Long ago", -30), ("Yesterday", -1), ("Next month", 30), ("Soon", 1)):
        add_event(event_index, title, starts_at=now + timedelta(days=days))
    add_event(event_index, "Now", starts_at=now - timedelta(hours=1))
    html = client.get("/events/").content.decode()
    order = ["Now", "Soon", "Next month", "Past events", "Yesterday", "Long ago"]
    places = [html.index(f">{title}<") for title in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("page", "shown"),
    [("-1", 2), ("0", 2), ("abc", 1), ("999999999", 2), ("2", 2), ("", 1), ("1' OR 1=1", 1)],
)
def test_any_page_number_shows_a_page(
    client: Client, event_index: EventIndexPage, page: str, shown: int
) -> None:
    past = timezone.now() - timedelta(days=9)
    for number in range(21):
        add_event(event_index, f"Past {number}", starts_at=past - timedelta(days=number))
    answer = client.get("/events/", {"page": page})
    assert answer.status_code == 200
    assert answer.context["past"].number == shown


def test_times_name_their_zone(client: Client, event_index: EventIndexPage) -> None:
    winter = datetime(2027, 1, 14, 14, 30, tzinfo=UTC)
    event = add_event(event_index, starts_at=winter, ends_at=winter + timedelta(hours=2))
    html = client.get(event.url).content.decode()
    assert "January 14, 2027, 9:30 a.m." in html
    assert "11:30 a.m. EST" in html
    assert 'datetime="2027-01-14T09:30-0500"' in html


def test_an_event_needs_an_end_after_its_beginning(event_index: EventIndexPage) -> None:
    from django.core.exceptions import ValidationError

    now = timezone.now()
    for ends in (now, now - timedelta(hours=1), now + timedelta(days=32)):
        with pytest.raises(ValidationError) as refused:
            EventPage(title="x", starts_at=now, ends_at=ends).clean()
        assert set(refused.value.message_dict) == {"ends_at"}


def test_a_list_takes_the_same_queries_however_long_it_is(
    client: Client, event_index: EventIndexPage
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    add_event(event_index, "One")
    client.get("/events/")
    with CaptureQueriesContext(connection) as few:
        client.get("/events/")
    for number in range(9):
        add_event(event_index, f"Event {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/events/")
    assert len(many) == len(few)

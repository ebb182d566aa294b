"""Events as calendars take them (RFC 5545)."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from core.addresses import site_address
from core.text import clean_line, clean_text
from home.models import EventPage

_FIRST_SEQUENCE = datetime(2026, 1, 1, tzinfo=UTC)


def calendar_file(event: EventPage) -> bytes:
    """Return an iCalendar file with one event."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    entry = Event()
    address = site_address(event.url or "/")
    changed = (event.last_published_at or event.starts_at).astimezone(UTC)
    entry.add("uid", f"event-{event.pk}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    # A calendar takes a changed or canceled event for the one it has if this number has grown.
    entry.add("sequence", max(0, int((changed - _FIRST_SEQUENCE).total_seconds() // 60)))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", clean_line(event.title))
    where = ", ".join(filter(None, [event.place, event.address])) or event.online_url
    if where:
        entry.add("location", clean_line(where))
    about = [event.introduction, event.online_url if event.place else "", address]
    entry.add("description", clean_text("\n".join(filter(None, about))))
    entry.add("url", address)
    entry.add("status", "CANCELLED" if event.is_canceled else "CONFIRMED")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())

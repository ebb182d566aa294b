"""Events as calendars take them (RFC 5545)."""

from datetime import UTC

from django.conf import settings
from icalendar import Calendar, Event

from accounts.services import site_address
from home.models import EventPage


def calendar_file(event: EventPage) -> bytes:
    """Return an iCalendar file with one event."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    entry = Event()
    address = site_address(event.url or "/")
    entry.add("uid", f"event-{event.pk}@{settings.SITE_URL.split('//')[-1].split(':')[0]}")
    entry.add("dtstamp", (event.last_published_at or event.starts_at).astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title)
    where = ", ".join(filter(None, [event.place, event.address])) or event.online_url
    if where:
        entry.add("location", where)
    entry.add("description", "\n".join(filter(None, [event.introduction, address])))
    entry.add("url", address)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())

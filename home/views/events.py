"""Events as files for calendars."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from home.models import EventPage
from home.services.calendars import calendar_file


@require_safe
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a published event as an iCalendar file."""
    event = EventPage.objects.live().public().filter(pk=pk).first()
    if event is None:
        raise Http404
    response = HttpResponse(calendar_file(event), content_type="text/calendar; charset=utf-8")
    name = content_disposition_header(as_attachment=True, filename=f"{event.slug}.ics")
    response.headers["Content-Disposition"] = name or "attachment"
    return response

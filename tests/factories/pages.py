"""Public pages of every type."""

import json
from datetime import timedelta
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home import models
from home.models import EventIndexPage, EventPage, HomePage, NewsIndexPage, NewsPage

P = TypeVar("P", bound=Page)


def add(parent: Page, page: P) -> P:
    """Add a page below another and publish it."""
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def add_news(index: NewsIndexPage, title: str = "A prize", **fields: Any) -> NewsPage:
    return add(index, NewsPage(title=title, **fields))


def add_event(index: EventIndexPage, title: str = "A meeting", **fields: Any) -> EventPage:
    starts = fields.pop("starts_at", timezone.now() + timedelta(days=7))
    ends = fields.pop("ends_at", starts + timedelta(hours=2))
    return add(index, EventPage(title=title, starts_at=starts, ends_at=ends, **fields))


def restrict(page: Page) -> Group:
    """Make a section private; only members of the group returned may see it."""
    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.GROUPS
    )
    group = Group.objects.create(name=f"Readers of {page.title}")
    restriction.groups.add(group)
    return group


def parts(*blocks: tuple[str, dict[str, Any]]) -> str:
    """The JSON that a stream field keeps."""
    return json.dumps([{"type": name, "value": value} for name, value in blocks])


LONG = "Interdisziplinaritätsbeauftragtenversammlungsprotokoll" * 2
TEXT = (
    "text",
    {"heading": "What it asks", "text": f"<p>Three things, and {LONG}.</p><h3>One</h3>"},
)
POINTS = (
    "points",
    {
        "heading": "Goals",
        "lead": "Before the points.",
        "numbered": True,
        "source": "A sample, 2026",
        "points": [
            {"title": "On site", "text": "Every week.", "source": "A sample"},
            {"title": LONG[:80], "text": "", "source": ""},
        ],
    },
)
CONTACTS = (
    "contacts",
    {
        "heading": "Contact",
        "note": "From the sample, 2026.",
        "contacts": [
            {"name": "Office (sample)", "role": "Desk", "email": "office@example.org", "phone": ""},
            {"name": "Desk (sample)", "role": "", "email": "", "phone": "203-555-0100"},
        ],
    },
)
QUOTATION = ("quotation", {"quotation": "It helped.", "who": "A leader (sample)", "source": "2026"})
FIGURES = (
    "figures",
    {
        "heading": "In numbers",
        "as_of": "June 2026",
        "source": "A sample",
        "figures": [{"value": "12", "label": "schools"}, {"value": "4", "label": "districts"}],
    },
)
SESSIONS = (
    "sessions",
    {
        "heading": "Sessions",
        "sessions": [{"title": "First", "date": "2027-01-14", "time": "9 a.m.", "place": "Here"}],
    },
)
RHYTHM = (
    "rhythm",
    {
        "heading": "A month",
        "rows": [
            {"what": often, "how_often": often} for often in ("weekly", "twice", "once", "always")
        ],
    },
)


def picture(image: Any) -> tuple[str, dict[str, Any]]:
    """A picture with a caption."""
    value = {"image": image.pk, "alt_text": "A desk", "decorative": False}
    return "picture", {"picture": value, "caption": "At work", "credit": "A sample"}


def call(page: Page) -> tuple[str, dict[str, Any]]:
    """A button that leads to a page."""
    value = {"heading": "Take part", "text": "<p>A call is enough.</p>", "label": "Ask about it"}
    return "call", {**value, "page": page.pk, "url": ""}


def make_every_page(
    front: HomePage, resource: Page | None = None, image: Any = None
) -> dict[type[Page], list[str]]:
    """Make a page of every public type, with all its parts and one without any; return the
    addresses by type.

    Args:
        resource: stands wherever a page names one.
        image: stands wherever a page shows one.
    """
    filled = dict(_filled(front, resource, image))
    made: dict[type[Page], list[str]] = {HomePage: ["/"]}
    for page in filled.values():
        made.setdefault(type(page), []).append(page.get_url() or "")
    return made


def _filled(front: HomePage, resource: Page | None, image: Any) -> Any:
    """Yield names and pages, each below one made before it."""
    section = add(front, models.SectionPage(title="Programs", slug="programs-here"))
    yield "section", section
    yield "empty section", add(front, models.SectionPage(title="Nothing yet", slug="nothing"))
    body = parts(TEXT, POINTS, CONTACTS, QUOTATION, FIGURES, SESSIONS, RHYTHM, call(section))
    simple = parts(TEXT, POINTS, CONTACTS, QUOTATION, call(section))
    shown = [picture(image)] if image else []
    chosen = [("resources", {"heading": "Read", "resources": [resource.pk]})] if resource else []
    program = models.ProgramPage(title=LONG, slug="program", body=body, offered_by="A division")
    yield "program", add(section, program)
    yield "empty program", add(section, models.ProgramPage(title="Later", slug="later"))
    yield (
        "plain",
        add(
            front,
            models.StandardPage(title="Plain", slug="plain", body=parts(TEXT, *shown, *chosen)),
        ),
    )
    yield (
        "mission",
        add(
            front,
            models.MissionPage(
                title="Mission",
                slug="mission",
                body=simple,
                image=image,
                image_text="A desk" if image else "",
            ),
        ),
    )
    yield (
        "division",
        add(
            section,
            models.DivisionPage(
                title="A division",
                slug="division",
                introduction="What it does.",
                body=simple,
                website="https://www.example.org/",
                not_here="Schedules are on its own site.",
            ),
        ),
    )
    yield "people", add(section, _people())
    yield "no people", add(section, models.PeoplePage(title="Nobody yet", slug="nobody"))
    yield "asked", add(section, _asked())
    yield "not asked", add(section, models.AskedPage(title="Nothing asked", slug="unasked"))
    yield (
        "peer",
        add(
            section,
            models.PeerOrganizationPage(
                title="Example Association",
                slug="peer",
                source="Its web site",
                website="https://www.example.org/",
                body=parts(TEXT, FIGURES),
            ),
        ),
    )
    yield from _with_lists(front, resource, simple)


def _with_lists(front: HomePage, resource: Page | None, simple: str) -> Any:
    """Yield pages that have a list of their own."""
    issues = models.IssueIndexPage.objects.first() or add(
        front, models.IssueIndexPage(title="Issues", slug="issues-here")
    )
    yield "issues", issues
    yield "issue", add(issues, _issue(resource))
    yield "empty issue", add(issues, models.IssuePage(title="An issue to come", slug="to-come"))
    news = models.NewsIndexPage.objects.first() or add(
        front, models.NewsIndexPage(title="News", slug="news-here")
    )
    yield "empty news", news
    yield "a piece of news", add_news(news, LONG, slug="long", introduction=LONG, body=simple)
    events = models.EventIndexPage.objects.first() or add(
        front, models.EventIndexPage(title="Events", slug="events-here")
    )
    yield "events", events
    coming = {"place": LONG, "address": "1 Example Street", "cost": "None", "body": simple}
    links = {
        "register_url": "https://www.example.org/sign-up/",
        "online_url": "https://www.example.org/room/",
    }
    yield "event", add_event(events, "A session", slug="session", **coming, **links)
    yield "cancelled", add_event(events, "Cancelled", slug="cancelled", is_canceled=True)
    past = timezone.now() - timedelta(days=3)
    yield "past", add_event(events, "Over", slug="over", starts_at=past)
    prizes = models.RecognitionIndexPage.objects.first() or add(
        front, models.RecognitionIndexPage(title="Recognition", slug="recognition-here")
    )
    yield "prizes", prizes
    yield (
        "prize",
        add(
            prizes,
            models.RecognitionPage(
                title="A prize",
                slug="prize",
                who="Sample High School (sample)",
                year=2026,
                why="<p>For its phone tree.</p>",
                consent=True,
                practice_id=resource.pk if resource else None,
            ),
        ),
    )
    yield (
        "contact",
        models.ContactPage.objects.first()
        or add(front, models.ContactPage(title="Contact", slug="contact-here", body=simple)),
    )


def _people() -> models.PeoplePage:
    person = {"name": "A person (sample)", "role": LONG, "email": "one@example.org"}
    other = {"name": "Another (sample)", "role": "", "email": "", "phone": "203-555-0100"}
    people = [
        {**person, "phone": "", "picture": None, "text": "A few lines."},
        {**other, "picture": None, "text": ""},
    ]
    groups = parts(("group", {"heading": "Office", "people": people}))
    return models.PeoplePage(title="People", slug="people", groups=groups)


def _asked() -> models.AskedPage:
    requests = [
        {"asked": f"More of {LONG}", "asked_on": "2026-01-02", "answer": answer, "did": "<p>x</p>"}
        for answer in ("done", "under-way", "not-now")
    ]
    value = parts(*(("request", {**one, "did_on": "2026-02-03"}) for one in requests))
    return models.AskedPage(title="You asked, we did", slug="asked", requests=value)


def _issue(resource: Page | None) -> models.IssuePage:
    target = {"result": "Every school has a coach", "target": "90 percent", "year": 2030}
    open_end = {"result": LONG, "target": "", "year": None, "now": "", "source": ""}
    action = {"action": "Write to us", "page": None, "url": "https://www.example.org/"}
    return models.IssuePage(
        title="Time for coaching",
        slug="time-for-coaching",
        introduction="Why it takes time.",
        position="Leaders need time.",
        source="A sample",
        why="<p>Because.</p><h3>More</h3>",
        results=parts(
            ("result", {**target, "now": "72 schools in 2026", "source": "A sample"}),
            ("result", open_end),
        ),
        progress=parts(("update", {"date": "2026-05-04", "text": "<p>The board met.</p>"})),
        actions=parts(
            ("action", {**action, "date": "2027-01-14"}),
            ("action", {"action": "Come", "page": None, "url": "", "date": None}),
        ),
        resources=parts(("resource", resource.pk)) if resource else "[]",
    )

"""How often a resource is read, without saying by whom, as its contributor and editors see it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conversations.models import Post
from core.counting import Counts, Waiting, is_reader
from library.enums import CountKind
from library.models import DailyCount, ResourcePage

Counted = tuple[date, int]

# What waits in one process at most; more is somebody's program.
MOST_WAITING = 2_000
KEEP_DAYS = 396
WEEKS = 26
# The chart of one measure, in units of its own.
BAR, GAP, HEIGHT = 9, 3, 72

MEASURES = {
    "view": gettext_lazy("Views"),
    "download": gettext_lazy("Downloads"),
    "use": gettext_lazy("Said they used it"),
    "save": gettext_lazy("Saved it"),
    "comment": gettext_lazy("Comments"),
}


@dataclass(frozen=True)
class Bar:
    """A week in a chart."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Chart:
    """One measure over the weeks.

    Attributes:
        name: short, for the addresses of its parts.
        label: what is counted.
        total: of all weeks.
        told: what the chart shows, in words.
        bars: those that have a height.
    """

    name: str
    label: str
    total: int
    told: str
    bars: Sequence[Bar]
    width: int = WEEKS * (BAR + GAP) - GAP
    height: int = HEIGHT
    bar: int = BAR


@dataclass(frozen=True)
class Figures:
    """How a resource was read in half a year: charts, and the rows of the table behind them."""

    charts: Sequence[Chart]
    rows: Sequence[tuple[date, Sequence[int]]]


def count_reading(resource: int, kind: CountKind, environ: Mapping[str, Any]) -> None:
    """Count that somebody looks at a resource or fetches a file of it; programs are not counted.

    Args:
        resource: primary key.
        kind: what is done.
        environ: of the request by which it is done.
    """
    if is_reader(environ):
        _counts.add((timezone.localdate(), resource), **{kind.value: 1})


def flush() -> None:
    """Write what waits."""
    _counts.flush()


@transaction.atomic
def _write(waiting: Waiting[Counted]) -> None:
    wanted = {pk for _day, pk in waiting}
    there = set(ResourcePage.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    tallies = [
        (day, pk, kind, number)
        for (day, pk), amounts in waiting.items()
        if pk in there
        for kind, number in amounts.items()
    ]
    rows = [DailyCount(resource_id=pk, day=day, kind=kind) for day, pk, kind, _n in tallies]
    DailyCount.objects.bulk_create(rows, ignore_conflicts=True)
    for day, pk, kind, number in tallies:
        found = DailyCount.objects.filter(resource=pk, day=day, kind=kind)
        found.update(number=F("number") + number)


_counts: Counts[Counted] = Counts(_write, most=MOST_WAITING)


def forget_old_counts(*, today: date | None = None) -> int:
    """Delete counts of more than thirteen months ago; return how many."""
    first = (today or timezone.localdate()) - timedelta(days=KEEP_DAYS)
    return DailyCount.objects.filter(day__lt=first).delete()[0]


def figures(resource: ResourcePage, *, today: date | None = None) -> Figures:
    """Return how a resource was read in the last 26 weeks, the present one included."""
    today = today or timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    counted = _by_week(resource, weeks[0])
    columns = {name: [counted[name, week] for week in weeks] for name in MEASURES}
    charts = [_chart(name, str(label), weeks, columns[name]) for name, label in MEASURES.items()]
    rows = [
        (week, [column[place] for column in columns.values()]) for place, week in enumerate(weeks)
    ]
    return Figures(charts, rows[::-1])


def _by_week(resource: ResourcePage, first: date) -> Counter[tuple[str, date]]:
    """Count everything since a Monday, in four queries."""
    counted: Counter[tuple[str, date]] = Counter()

    def add(name: str, day: date, number: int) -> None:
        counted[name, day - timedelta(days=day.weekday())] += number

    daily = DailyCount.objects.filter(resource=resource, day__gte=first).values("kind", "day")
    for row in daily.order_by().annotate(sum=Sum("number")):
        add(row["kind"], row["day"], row["sum"])
    comments = Post.objects.readable().filter(thread__resource_thread__resource=resource)
    for name, rows in (
        ("use", resource.uses.all()),
        ("save", resource.saves.all()),
        ("comment", comments),
    ):
        for at in rows.filter(created_at__date__gte=first).values_list("created_at", flat=True):
            add(name, timezone.localdate(at), 1)
    return counted


def _chart(name: str, label: str, weeks: Sequence[date], numbers: Sequence[int]) -> Chart:
    most = max(numbers)
    bars = [
        Bar(place * (BAR + GAP), HEIGHT - height, height)
        for place, height in enumerate(_heights(numbers, most))
        if height
    ]
    total = sum(numbers)
    if not most:
        return Chart(name, label, total, _("None in these 26 weeks."), bars)
    week = date_format(weeks[list(numbers).index(most)], "F j")
    words = ngettext(
        "%(total)d in 26 weeks; at most %(most)d, in the week of %(week)s; %(last)d this week.",
        "%(total)d in 26 weeks; at most %(most)d, in the week of %(week)s; %(last)d this week.",
        total,
    )
    told = words % {"total": total, "most": most, "week": week, "last": numbers[-1]}
    return Chart(name, label, total, told, bars)


def _heights(numbers: Iterable[int], most: int) -> Iterable[int]:
    """Return the height of each bar; the least of something is seen."""
    return [max(2, round(number * HEIGHT / most)) if number else 0 for number in numbers]

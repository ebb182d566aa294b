"""Sample pages of the public site, one of every kind that has no starter page."""

import io
import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from PIL import ImageDraw
from wagtail.models import Page

from files.models import Image
from home import models
from home.models import StarterPage
from library.models import ResourcePage

FILE = Path(__file__).parent / "pages.json"
PREFIX = "sample-"
RESOURCES = 3
STREAMS = ("body", "results", "progress", "actions", "requests", "groups")


def load_pages() -> None:
    """Make those sample pages that were never made."""
    known = set(StarterPage.objects.values_list("name", flat=True))
    parents = dict(StarterPage.objects.exclude(page=None).values_list("name", "page"))
    for record in json.loads(FILE.read_text()):
        name, parent = record["name"], parents.get(record["parent"])
        if name in known or parent is None:
            continue
        page = getattr(models, record["type"])(**_fields(record))
        Page.objects.get(pk=parent).add_child(instance=page)
        page.save_revision().publish()
        StarterPage.objects.create(name=name, page=page)


def remove_pages() -> None:
    """Take the sample pages and their pictures away."""
    rows = StarterPage.objects.filter(name__startswith=PREFIX)
    for page in Page.objects.filter(pk__in=rows.values("page")):
        page.delete()
    rows.delete()
    for image in Image.objects.filter(title__startswith="Sample: "):
        image.delete()


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a page; dates are counted from today, so that events lie ahead."""
    fields: dict[str, Any] = {
        key: json.dumps(value) if key in STREAMS else value
        for key, value in record.items()
        if key not in {"name", "type", "parent"}
    }
    if "date_in_days" in fields:
        fields["date"] = timezone.localdate() + timedelta(days=fields.pop("date_in_days"))
    if "starts_in_days" in fields:
        day = timezone.localdate() + timedelta(days=fields.pop("starts_in_days"))
        fields["starts_at"] = timezone.make_aware(datetime.combine(day, time(9)))
        fields["ends_at"] = fields["starts_at"] + timedelta(hours=fields.pop("hours"))
    if "picture" in fields:
        fields |= {"image_text": fields.pop("picture"), "image": _picture(record["title"])}
    # The oldest samples are about attendance, as these pages are.
    found = ResourcePage.objects.published().filter(is_sample=True, visibility="public")
    shown = list(found.order_by("pk")[:RESOURCES])
    if "resources" in fields:
        chosen = [{"type": "resource", "value": page.pk} for page in shown]
        fields["resources"] = json.dumps(chosen)
    if "practice" in fields:
        fields["practice"] = shown[0] if shown else None
    return fields


def _picture(title: str) -> Image:
    """Draw a small schoolhouse under an oak; nobody else's picture is needed."""
    width, height = 1440, 960
    picture = Picture.new("RGB", (width, height), "#dfe9e0")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((1040, 90, 1220, 270), fill="#f2dca6")
    draw.ellipse((-300, 470, 900, 1500), fill="#7fae92")
    draw.ellipse((500, 560, 1900, 1600), fill="#4f8a6b")
    draw.rectangle((900, 470, 1120, 640), fill="#fbfaf6")
    draw.polygon([(880, 470), (1010, 370), (1140, 470)], fill="#855610")
    draw.rectangle((990, 550, 1035, 640), fill="#12261e")
    for left in (925, 1060):
        draw.rectangle((left, 505, left + 38, 550), fill="#b9d3c4")
    draw.rectangle((395, 420, 445, 700), fill="#5b4a2d")
    for x, y, radius in ((420, 300, 170), (300, 370, 120), (540, 370, 125), (420, 410, 130)):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill="#1d5a43")
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=85)
    data.seek(0)
    return Image.objects.create(
        title=title, file=ImageFile(data, name="sample-schoolhouse.jpg"), description=title
    )

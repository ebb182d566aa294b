"""The way from a page to others: resources of the library, pages of the site, dates of sessions."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ResourceChooserBlock(blocks.PageChooserBlock):
    """Chooses a resource of the library."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("page_type", "library.ResourcePage")
        super().__init__(**kwargs)


class ResourcesBlock(blocks.StructBlock):
    """Resources of the library that belong here."""

    heading = blocks.CharBlock(max_length=120, default=_("From the library"))
    resources = blocks.ListBlock(ResourceChooserBlock(), min_num=1, max_num=6)

    class Meta:
        icon = "doc-full"
        label = _("Resources")
        template = "home/blocks/resources.html"
        description = _("Up to six resources; those that are members-only or gone are left out.")


class SessionBlock(blocks.StructBlock):
    """One meeting of a program."""

    title = blocks.CharBlock(max_length=120)
    date = blocks.DateBlock()
    time = blocks.CharBlock(max_length=40, required=False, help_text=_("Such as: 9 a.m. to noon."))
    place = blocks.CharBlock(max_length=120, required=False)

    class Meta:
        icon = "calendar-alt"
        label = _("Session")


class SessionsBlock(blocks.StructBlock):
    """When a program meets."""

    heading = blocks.CharBlock(max_length=120, default=_("Sessions"))
    sessions = blocks.ListBlock(SessionBlock(), min_num=1)

    class Meta:
        icon = "calendar-alt"
        label = _("Sessions")
        template = "home/blocks/sessions.html"
        preview_value = {
            "heading": "Sessions",
            "sessions": [
                {"title": "First meeting (sample)", "date": date(2027, 1, 14), "place": "Here"}
            ],
        }
        description = _("Dates of a program, each with time and place.")


class Rhythm(TextChoices):
    """How often something happens within four weeks."""

    WEEKLY = "weekly", _("Every week")
    TWICE = "twice", _("Twice a month")
    ONCE = "once", _("Once a month")
    ALWAYS = "always", _("All the time")


class RhythmRowBlock(blocks.StructBlock):
    """Something that happens again and again."""

    what = blocks.CharBlock(max_length=60)
    how_often = blocks.ChoiceBlock(choices=Rhythm.choices)

    class Meta:
        icon = "calendar-check"
        label = _("What happens")


class RhythmBlock(blocks.StructBlock):
    """Four weeks at a glance, as a table that is also a picture."""

    heading = blocks.CharBlock(max_length=120, default=_("A month at a glance"))
    rows = blocks.ListBlock(RhythmRowBlock(), min_num=1, max_num=8)

    class Meta:
        icon = "calendar-check"
        label = _("A month at a glance")
        template = "home/blocks/rhythm.html"
        preview_value = {
            "heading": "A month at a glance",
            "rows": [
                {"what": "Meeting at school", "how_often": "weekly"},
                {"what": "Phone and e-mail", "how_often": "always"},
                {"what": "Status report", "how_often": "twice"},
            ],
        }
        description = _("What happens every week, twice a month or always, as a table.")

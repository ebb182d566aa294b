"""People as page content, and what members asked for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class ContactBlock(blocks.StructBlock):
    """Whom to ask."""

    name = blocks.CharBlock(max_length=120)
    role = blocks.CharBlock(max_length=120, required=False)
    email = blocks.EmailBlock(required=False, label=_("E-mail address"))
    phone = blocks.CharBlock(max_length=40, required=False)

    class Meta:
        icon = "mail"
        label = _("Contact")


class PersonBlock(ContactBlock):
    """Somebody with a picture and a few lines."""

    picture = ImageBlock(required=False)
    text = blocks.TextBlock(rows=3, required=False, label=_("A few lines"))

    class Meta:
        icon = "user"
        label = _("Person")


class PeopleGroupBlock(blocks.StructBlock):
    """People under one heading."""

    heading = blocks.CharBlock(max_length=120)
    people = blocks.ListBlock(PersonBlock(), min_num=1)

    class Meta:
        icon = "group"
        label = _("People")
        template = "home/blocks/people.html"


class ContactsBlock(blocks.StructBlock):
    """Whom to ask about it."""

    heading = blocks.CharBlock(max_length=120, default=_("Contact"))
    contacts = blocks.ListBlock(ContactBlock(), min_num=1, max_num=12)
    note = blocks.CharBlock(
        max_length=200, required=False, help_text=_("Where the contacts come from, and when.")
    )

    class Meta:
        icon = "mail"
        label = _("Contacts")
        template = "home/blocks/contacts.html"
        preview_value = {
            "heading": "Contact",
            "contacts": [{"name": "Office (sample)", "email": "office@example.org"}],
        }
        description = _("Names with addresses and phone numbers.")


class Answer(TextChoices):
    """What came of a request."""

    DONE = "done", _("Done")
    UNDER_WAY = "under-way", _("Under way")
    NOT_NOW = "not-now", _("Not now")


class RequestBlock(blocks.StructBlock):
    """What members asked for and what the association did."""

    asked = blocks.TextBlock(rows=2, label=_("You asked"))
    asked_on = blocks.DateBlock(required=False, label=_("Asked on"))
    answer = blocks.ChoiceBlock(choices=Answer.choices, default=Answer.DONE)
    did = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("We did"))
    did_on = blocks.DateBlock(required=False, label=_("Answered on"))

    class Meta:
        icon = "comment"
        label = _("Request")
        template = "home/blocks/request.html"

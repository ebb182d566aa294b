"""The closed vocabularies of the library; open ones are `Term`s, which editors keep."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class Vocabulary(models.TextChoices):
    """The controlled vocabularies; the value is also the name of the facet."""

    TOPIC = "topic", _("Topic")
    AUDIENCE = "audience", _("For")
    GRADE = "grade", _("Grades")
    STANDARD = "standard", _("Standard")


class Kind(models.TextChoices):
    """What a resource is."""

    PRACTICE = "practice", _("Practice")
    TEMPLATE = "template", _("Template or tool")
    GUIDE = "guide", _("Guide")
    PRESENTATION = "presentation", _("Presentation")
    POLICY = "policy", _("Policy")
    RESEARCH = "research", _("Research")
    VIDEO = "video", _("Video")
    DATA = "data", _("Data")


class Visibility(models.TextChoices):
    """Who may see a published resource."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Members only")


class License(models.TextChoices):
    """What others may do with a resource."""

    CC_BY = "cc-by", _("CC BY 4.0")
    CC_BY_NC = "cc-by-nc", _("CC BY-NC 4.0")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA 4.0")
    CC0 = "cc0", _("CC0 1.0")
    PERMISSION = "permission", _("Shared with permission")


LICENSE_MEANING = {
    License.CC_BY: _("You may use and adapt it, also commercially. Name the author."),
    License.CC_BY_NC: _("You may use and adapt it, but not sell it. Name the author."),
    License.CC_BY_SA: _("You may use and adapt it. Name the author and keep this license."),
    License.CC0: _("You may do anything with it; nobody needs to be named."),
    License.PERMISSION: _("You may use it in your school. Ask the author before you pass it on."),
}
LICENSE_URL = {
    License.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    License.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    License.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    License.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


class RightToShare(models.TextChoices):
    """Why the contributor may share it."""

    MINE = "mine", _("It is mine")
    DISTRICT = "district", _("It is my district's, and I may share it")
    PERMISSION = "permission", _("It is another's, and I have permission")


class Language(models.TextChoices):
    """Languages a resource may be in; the value is a BCP 47 tag."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    PORTUGUESE = "pt", _("Portuguese")
    POLISH = "pl", _("Polish")
    FRENCH = "fr", _("French")
    HAITIAN = "ht", _("Haitian Creole")
    CHINESE = "zh", _("Chinese")
    ARABIC = "ar", _("Arabic")
    OTHER = "und", _("Another language")


class EvidenceTier(models.TextChoices):
    """How well the effect is shown, after the tiers of the Every Student Succeeds Act."""

    NOT_ASSESSED = "", _("Not assessed")
    STRONG = "1", _("Strong")
    MODERATE = "2", _("Moderate")
    PROMISING = "3", _("Promising")
    RATIONALE = "4", _("Has a rationale")


def explained(choices: type[models.Choices], meaning: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """Return choices for a form, each with what it means."""
    return [
        (choice.value, format_lazy("{}: {}", choice.label, meaning[choice])) for choice in choices
    ]


def meanings(choices: type[models.Choices], meaning: Mapping[Any, Any]) -> Any:
    """Return what all the choices mean, in one lazy text."""
    told = [text for _value, text in explained(choices, meaning)]
    return format_lazy(" ".join(["{}"] * len(told)), *told)


EVIDENCE_MEANING = {
    EvidenceTier.STRONG: _(
        "A well made experiment, in which chance decided who took part, found that it works."
    ),
    EvidenceTier.MODERATE: _(
        "Schools or groups much alike were compared, some with it and some without: it made a "
        "difference."
    ),
    EvidenceTier.PROMISING: _(
        "Where it is done, things are better, other reasons for that being allowed for."
    ),
    EvidenceTier.RATIONALE: _(
        "Research gives good reason to expect that it works; whether it does is being looked at."
    ),
    EvidenceTier.NOT_ASSESSED: _(
        "No editor has looked for studies of its effect. That says nothing for or against it."
    ),
}


class Quality(models.IntegerChoices):
    """Editors' judgment of a record; the search engine ranks by it, gently."""

    UNRATED = 0, _("Not rated")
    USEFUL = 1, _("Useful")
    GOOD = 2, _("Good")
    RECOGNIZED = 3, _("Recognized")


QUALITY_MEANING = {
    Quality.UNRATED: _("Nobody has judged it yet."),
    Quality.USEFUL: _("Another school can use it, perhaps with some work."),
    Quality.GOOD: _("Another school can use it as it is: clear, complete, up to date."),
    Quality.RECOGNIZED: _("An example for others: readers see a mark and can ask for it."),
}


class RelationKind(models.TextChoices):
    """How one resource belongs to another."""

    RELATED = "related", _("Related to")
    BASED_ON = "based-on", _("Based on")
    PART_OF = "part-of", _("Part of")


class CitationStyle(models.TextChoices):
    """How a citation is written: in a style for people, or in a format for their programs."""

    APA = "apa", "APA"
    MLA = "mla", "MLA"
    CHICAGO = "chicago", "Chicago"
    BIBTEX = "bibtex", "BibTeX"
    CSL_JSON = "csl-json", "CSL-JSON"


class Sort(models.TextChoices):
    """Orders a list of resources may have."""

    RELEVANCE = "relevance", _("Best match")
    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    TITLE = "title", _("Title")


class ImportState(models.TextChoices):
    """How far an import has come that an editor runs from the admin."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, not imported yet")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


class BulkState(models.TextChoices):
    """How far a change of many resources has come."""

    CHOSEN = "chosen", _("Not made yet")
    RUNNING = "running", _("Being made")
    DONE = "done", _("Made")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


class BulkOutcome(models.TextChoices):
    """What became of one resource in a change of many."""

    WAITING = "waiting", _("not done yet")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("as it should be already")
    SKIPPED = "skipped", _("left alone")
    UNDONE = "undone", _("put back")
    KEPT = "kept", _("not put back")


class Audience(models.TextChoices):
    """Who may read a list."""

    PRIVATE = "private", _("Only you")
    LINK = "link", _("Anyone with the link")
    PUBLIC = "public", _("Everyone, under “Collections”")


class CountKind(models.TextChoices):
    """What is counted of a resource, a day at a time."""

    VIEW = "view", _("Views")
    DOWNLOAD = "download", _("Downloads")

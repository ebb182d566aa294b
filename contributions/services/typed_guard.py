"""What is typed into a contribution and seems to tell about students."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from files.finding_words import FindingLine, finding_lines
from files.privacy.guard import findings_in_text
from library.models import ResourcePage

from .comparison import TEXT_FIELDS, text_in

# For each field; forty thousand letters take a fifth of a second.
SECONDS = 3.0


@dataclass(frozen=True)
class TypedFindings:
    """What was found in one field: its name, its label and the findings."""

    name: str
    label: str
    lines: list[FindingLine]

    @property
    def words(self) -> str:
        """What its contributor should do about it."""
        told = " ".join(f"{line.words}: “{line.excerpt}”. {line.advice}" for line in self.lines)
        return _("This seems to tell about students: %(found)s") % {"found": told}


def students_in(resource: ResourcePage) -> list[TypedFindings]:
    """Return what seems to tell about students in each field that is typed, if anything does."""
    found = []
    for name, label in TEXT_FIELDS:
        findings = findings_in_text(text_in(resource, name), seconds=SECONDS)
        if findings:
            lines = finding_lines(one.as_json() for one in findings)
            found.append(TypedFindings(name, str(label), lines))
    return found

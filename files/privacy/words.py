"""What the guard says, in words for people: the only module here that needs Django."""

from django.utils.translation import gettext_lazy as _

from files.privacy.findings import Kind

LABELS = {
    Kind.SSN: _("Social security number"),
    Kind.SASID: _("State student ID (SASID)"),
    Kind.BIRTH_DATE: _("Birth date with a name"),
    Kind.ROSTER: _("List of students"),
    Kind.STUDENT: _("Named student with private facts"),
    Kind.TRACKED_CHANGES: _("Tracked changes"),
    Kind.COMMENTS: _("Comments"),
    Kind.NOTES: _("Speaker notes"),
    Kind.NAMED: _("People are named"),
}
# What somebody can do about it.
ADVICE = {
    Kind.SSN: _("Take the number out. No resource needs one."),
    Kind.SASID: _("Take the numbers out, or the column that holds them."),
    Kind.BIRTH_DATE: _("Take the dates out, or the names."),
    Kind.ROSTER: _("Take the names out, or share a table of counts."),
    Kind.STUDENT: _("Take the name out, or write “a student”."),
    Kind.TRACKED_CHANGES: _(
        "Accept or reject all changes: what was deleted is still in the file until then."
    ),
    Kind.COMMENTS: _("Delete all comments; readers of the file can see them."),
    Kind.NOTES: _("Read the speaker notes again; whoever downloads the slides can, too."),
    Kind.NAMED: _("Make sure that none of them is a student."),
}

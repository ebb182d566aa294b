"""The fix list in plain language: the only module here that needs Django."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from files.accessibility.checks import Name

# What a file has that passes.
PASSED: dict[Name, Promise | str] = {
    Name.TEXT: _("It has text, not only pictures of pages."),
    Name.TAGS: _("It is tagged: screen readers know headings from text."),
    Name.TITLE: _("It has a title."),
    Name.TITLE_SHOWN: _("Its window shows the title."),
    Name.LANGUAGE: _("It says which language it is in."),
    Name.ALTERNATIVES: _("Its pictures are described."),
    Name.HEADINGS: _("It has real headings."),
    Name.HEADING_ORDER: _("Its headings skip no level."),
    Name.BOOKMARKS: _("It has bookmarks."),
    Name.TABLE_HEADERS: _("Its tables have header rows."),
    Name.LINK_TEXTS: _("Its links say where they lead."),
    Name.SLIDE_TITLES: _("Each slide has a title."),
    Name.UNIQUE_SLIDE_TITLES: _("No two slides have the same title."),
    Name.SHEET_NAMES: _("Its sheets have names."),
    Name.MERGED_CELLS: _("It has no merged cells."),
}
# What is wrong with one that does not, and for whom.
FAILED: dict[Name, Promise | str] = {
    Name.TEXT: _("It is a scan: a screen reader finds nothing to read."),
    Name.TAGS: _("It is not tagged: a screen reader cannot tell headings, lists and tables."),
    Name.TITLE: _("It has no title: a screen reader announces the name of the file."),
    Name.TITLE_SHOWN: _("Its window shows the name of the file in place of the title."),
    Name.LANGUAGE: _("It does not say its language: a screen reader may mispronounce all of it."),
    Name.ALTERNATIVES: _("Pictures without a description say nothing to people who are blind."),
    Name.HEADINGS: _("It has no real headings: nobody can jump from part to part."),
    Name.HEADING_ORDER: _("Headings skip a level: the outline has gaps."),
    Name.BOOKMARKS: _("It is long and has no bookmarks."),
    Name.TABLE_HEADERS: _("Tables without a header row: cells are read without their column."),
    Name.LINK_TEXTS: _("Links that are bare addresses are read letter by letter."),
    Name.SLIDE_TITLES: _("Slides without a title cannot be told apart."),
    Name.UNIQUE_SLIDE_TITLES: _("Several slides have the same title."),
    Name.SHEET_NAMES: _("Sheets are called Sheet1, Sheet2 and so on."),
    Name.MERGED_CELLS: _("Merged cells confuse screen readers."),
}
_MEND: dict[Name, Promise | str] = {
    Name.TEXT: _("Run text recognition (OCR) on the scan, or export the original document anew."),
    Name.TAGS: _(
        "Export it anew from the original: in Word, File, Save as PDF, Options, “Document "
        "structure tags for accessibility”."
    ),
    Name.TITLE: _(
        "In Word, PowerPoint or Excel: File, Info, Title. In LibreOffice: File, Properties."
    ),
    Name.TITLE_SHOWN: _("In Acrobat: File, Properties, Initial View, Show: Document Title."),
    Name.LANGUAGE: _("Select all, then Review, Language, Set Proofing Language."),
    Name.ALTERNATIVES: _(
        "Right-click the picture, “View Alt Text”, and say in a sentence what it shows; mark what "
        "is only decoration as decorative."
    ),
    Name.HEADINGS: _("Use the styles Heading 1, Heading 2 … in place of large or bold text."),
    Name.HEADING_ORDER: _("After Heading 1 comes Heading 2, not Heading 3."),
    Name.BOOKMARKS: _("Export it with “Create bookmarks using headings”."),
    Name.TABLE_HEADERS: _(
        "Click into the first row, then Table Layout, “Repeat Header Rows”; in Excel, "
        "“Format as Table” with headers."
    ),
    Name.LINK_TEXTS: _("Write what is behind the link in place of its address."),
    Name.SLIDE_TITLES: _("Use a layout with a title, and fill it in on each slide."),
    Name.UNIQUE_SLIDE_TITLES: _("Add what is new on the slide, such as “(continued)”."),
    Name.SHEET_NAMES: _("Double-click the tab of the sheet and give it a name."),
    Name.MERGED_CELLS: _("Use “Unmerge Cells”, and leave headings in one cell each."),
}
# What is done elsewhere in PDF.
_MEND_PDF: dict[Name, Promise | str] = {
    Name.TITLE: _("Give the original document a title and export it anew; or Acrobat, Properties."),
    Name.LANGUAGE: _(
        "Set the language in the original and export it anew; or Acrobat, Properties."
    ),
    Name.ALTERNATIVES: _("Describe the pictures in the original document and export it anew."),
    Name.HEADINGS: _("Use heading styles in the original document and export it anew."),
    Name.TABLE_HEADERS: _("Mark header rows in the original document and export it anew."),
}


def how_to_mend(name: Name, extension: str) -> Promise | str:
    """Return what somebody does about a failed check of a kind of file."""
    special = _MEND_PDF if extension == "pdf" else {}
    return special.get(name, _MEND[name])

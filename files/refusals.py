"""What people are told when a file is refused: what happened and how to mend it."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from .enums import Delay, Refusal

_REASONS = {
    Refusal.EMPTY: _("This file is empty. Check that it was saved, then choose it again."),
    Refusal.TOO_LARGE: _(
        "This file is larger than %(max_size)s. Make it smaller, for example by shrinking its "
        "pictures, or put it online and add a link instead."
    ),
    Refusal.UNKNOWN_TYPE: _(
        "We can't tell what kind of file this is. Choose a PDF, a Word, PowerPoint, Excel or "
        "OpenDocument file, a picture, or a text or CSV file."
    ),
    Refusal.NAME_MISMATCH: _(
        "The content of this file doesn't fit its name. Open it in the program you made it with "
        "and save it again, for example as a PDF."
    ),
    Refusal.NOT_UTF8: _(
        "We can't read the characters in this text file. Save it again with the encoding UTF-8."
    ),
    Refusal.WEB_PAGE: _(
        "This is a web page or a script, and those can't be added. Add a link to the page, or "
        "print it to a PDF."
    ),
    Refusal.MEDIA: _(
        "Video and sound can't be added as files. Put the recording on a video site and add a "
        "link to it."
    ),
    Refusal.OTHER_PICTURE: _(
        "Pictures of this kind can't be shown everywhere. Save it as JPEG or PNG."
    ),
    Refusal.ARCHIVE: _("Archives can't be added. Add the files inside it one by one."),
    Refusal.RICH_TEXT: _("RTF files can't be added. Open it in Word and save it as DOCX or PDF."),
    Refusal.OLD_OFFICE: _(
        "This is in the old Office format. Open it and save it as DOCX, PPTX, XLSX or PDF."
    ),
    Refusal.OTHER_OFFICE: _(
        "Office files of this kind can't be added. Open it and save it as DOCX, PPTX, XLSX or PDF."
    ),
    Refusal.PASSWORD: _(
        "This file is protected by a password. Save a copy without protection and choose that."
    ),
    Refusal.MACROS: _(
        "This file has macros, which readers' computers may block. Save it as DOCX, PPTX or XLSX "
        "without macros, or as a PDF."
    ),
    Refusal.EMBEDDED_FILE: _(
        "This file has a program or another file packed inside it. Remove that, or print this one "
        "to a PDF, and add the other file by itself."
    ),
    Refusal.REMOTE_CONTENT: _(
        "This file loads something from another computer or starts another program when someone "
        "opens it. Remove that connection, or print it to a PDF."
    ),
    Refusal.UNSAFE_ARCHIVE: _(
        "This file is put together in an unsafe way. Open it in Office and save it again."
    ),
    Refusal.BOMB: _(
        "This file would unpack to an unreasonable size. Save it as a PDF, or split it up."
    ),
    Refusal.PDF_SCRIPT: _(
        "This PDF has scripts or a form that uses them. Print it to a new PDF and choose that."
    ),
    Refusal.PDF_LAUNCH: _(
        "This PDF can start programs on the reader's computer. Print it to a new PDF and choose "
        "that."
    ),
    Refusal.PDF_ATTACHMENT: _(
        "This PDF has other files inside it. Print it to a new PDF, and add those files one by one."
    ),
    Refusal.TOO_MANY_PIXELS: _(
        "This picture has more than %(max_megapixels)s million pixels. Shrink it and choose it "
        "again."
    ),
    Refusal.TOO_MANY_FRAMES: _(
        "This animation is too long. Shorten it or make it smaller, or put it online as a video "
        "and add a link."
    ),
    Refusal.DAMAGED: _(
        "This file is damaged or was not uploaded whole. Open it to check, save it again and "
        "choose it once more."
    ),
    Refusal.TOO_COMPLEX: _(
        "This file takes too long to check. Print it to a PDF, or split it into smaller files."
    ),
    Refusal.STORAGE_FULL: _(
        "This file cannot be kept right now: there is no room for it, or our store does not "
        "answer. Please try again later."
    ),
    Refusal.DAILY_LIMIT: _(
        "You have added %(daily_limit)s files in the past day, which is the most we take from one "
        "person. Please go on tomorrow."
    ),
    Refusal.QUOTA: _(
        "Your files together take %(quota)s, which is the most we keep for one person. Remove some "
        "that you no longer need, or write to the editors."
    ),
    Refusal.VIRUS: _(
        "Our virus scanner found something harmful in this file. Have your own computer checked, "
        "then choose a clean copy."
    ),
    Refusal.LOST: _("This file did not arrive whole. Choose it once more."),
}

_DELAYS = {
    Delay.NONE: _("Being checked. This takes a few seconds."),
    Delay.SCANNER: _(
        "Waiting for the virus scanner, which does not answer right now. We try again by ourselves."
    ),
    Delay.STORAGE: _(
        "Waiting for our store, which has no room or does not answer right now. We try again by "
        "ourselves."
    ),
}


def reason_of(refusal: str) -> str:
    """Return what happened and how to mend it, in plain words.

    Args:
        refusal: a value of `Refusal`.
    """
    return str(_REASONS[Refusal(refusal)]) % {
        "max_size": filesizeformat(settings.UPLOAD_MAX_BYTES),
        "max_megapixels": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000,
        "daily_limit": settings.UPLOADS_PER_DAY,
        "quota": filesizeformat(settings.UPLOAD_QUOTA_BYTES),
    }


def delay_of(delay: str) -> str:
    """Return what a quarantined file waits for, in plain words.

    Args:
        delay: a value of `Delay`.
    """
    return str(_DELAYS[Delay(delay)])


class FileRefused(Exception):
    """A file is not kept. `reason` is fit to be shown beside the field it was chosen in."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal

    @property
    def reason(self) -> str:
        """What happened and how to mend it, in plain words."""
        return reason_of(self.refusal)


class FileInUse(Exception):
    """A file cannot be removed because something on the site lists it."""

    reason = _("This file is part of something on the site. Remove it there first.")

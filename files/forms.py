"""The form of the admin for pictures on pages, and what is said about held files."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from core.fields import TextField
from files.enums import Refusal
from files.inspection import checked_copy
from files.refusals import FileRefused


class ImageForm(BaseImageForm):
    """Takes pictures in as members' are: decoded, and written anew without what they tell beside
    the picture, such as where it was taken.

    The description is required: it is what those read who do not see the picture.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            # The page that takes many pictures at once asks for each description right afterwards.
            self.fields["description"].required = bool(self.prefix) or self.instance.pk is not None
            self.fields["description"].help_text = _("What the picture shows, in a sentence.")
        if "file" in self.fields:
            self.fields["file"].to_python = _refusing_damage(self.fields["file"].to_python)

    def clean_file(self) -> UploadedFile | None:
        """Return a clean copy of a new picture.

        Raises:
            ValidationError: it is damaged, too large, or no picture.
        """
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data or not isinstance(upload, UploadedFile):
            return upload
        upload.seek(0)
        try:
            with checked_copy(chunks=upload.chunks(), name=upload.name or "") as checked:
                data, kind, name = checked.path.read_bytes(), checked.kind, checked.name
        except FileRefused as error:
            raise ValidationError(error.reason) from error
        return SimpleUploadedFile(name, data, content_type=kind.content_type)


class ReasonForm(forms.Form):
    """Why a held file may be shared after all, or what an editor decides about it and why."""

    text = TextField(
        label=_("Why may it be shared?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Such as: the names are made up, or the families agreed in writing."),
        error_messages={
            "required": _("Say why, in a sentence or two."),
            "max_length": _("Use %(limit_value)d characters at most."),
        },
    )


def _refusing_damage(to_python: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let the field say that a picture is damaged; Wagtail's own lets Pillow's error through."""

    def convert(data: Any) -> Any:
        try:
            return to_python(data)
        except (OSError, SyntaxError, ValueError) as error:
            raise ValidationError(FileRefused(Refusal.DAMAGED).reason) from error

    return convert

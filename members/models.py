"""Districts, schools and the people who belong to them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import MembershipState, Position
from .querysets import MembershipQuerySet, SchoolQuerySet


class District(models.Model):
    """A school district."""

    name = models.CharField(max_length=120, unique=True)
    is_sample = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class School(models.Model):  # type: ignore[django-manager-missing]  # one is above us
    """A school that members work at and practices come from."""

    name = models.CharField(max_length=160)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )
    grades = models.CharField(_("grades"), max_length=40, blank=True, help_text=_("Such as 9-12."))
    is_sample = models.BooleanField(default=False, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "district"], name="members_school_name"),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(district=None),
                name="members_school_without_district",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.district.name}" if self.district else self.name


class Membership(models.Model):
    """A person's place in the association: school, position, and an editor's word on it.

    Saving, drafting and submitting need no approval; members-only resources do.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership"
    )
    school = models.ForeignKey(
        School, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    school_unlisted = models.CharField(_("school that is not listed"), max_length=160, blank=True)
    position = models.CharField(max_length=30, choices=Position.choices)
    state = models.CharField(
        max_length=10, choices=MembershipState.choices, default=MembershipState.WAITING
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decline_reason = models.TextField(blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="members_state")]

    def __str__(self) -> str:
        return f"{self.user}, {self.school_name or self.get_position_display()}"

    @property
    def school_name(self) -> str:
        """The listed school, or the one typed in."""
        return str(self.school) if self.school else self.school_unlisted

    @property
    def email(self) -> str:
        """The person's address, for lists."""
        return self.user.email

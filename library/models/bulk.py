"""Changes that an editor makes to many resources at once."""

from django.db import models

from library.enums import BulkOutcome, BulkState

from .resources import ResourcePage
from .runs import Run


class BulkChange(Run):
    """What is to be changed, on which resources, and how far it has come.

    `values` says what (see `services.bulk.values`); `is_undo` that the values are being put back.
    """

    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BulkState.choices, default=BulkState.CHOSEN)
    is_undo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.created_at:%Y-%m-%d}"

    @property
    def is_active(self) -> bool:
        """Whether a worker has it, or will."""
        return self.state == BulkState.RUNNING


class BulkChangeItem(models.Model):
    """One resource of a change: what it held before and after, by field, and what became of it.

    `before` and `after` have two parts: "live" for what readers see, "draft" for changes of
    somebody that are not published yet.
    """

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="items")
    resource = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(
        max_length=10, choices=BulkOutcome.choices, default=BulkOutcome.WAITING
    )
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["change", "resource"], name="library_bulk_once")
        ]

    def __str__(self) -> str:
        return f"{self.resource}: {self.get_outcome_display()}"

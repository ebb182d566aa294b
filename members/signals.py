"""What follows when a school leaves the list."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from .models import Membership, School


@receiver(pre_delete, sender=School)
def keep_its_name(sender: type[School], instance: School, **kwargs: Any) -> None:
    """Leave its name with the members who work there, as one that is not listed."""
    Membership.objects.filter(school=instance).update(school_unlisted=str(instance)[:160])

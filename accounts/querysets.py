"""Reads on accounts."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models

from .enums import Role

if TYPE_CHECKING:
    from .models import User


class UserQuerySet(models.QuerySet["User"]):
    """Sentences about who."""

    def active(self) -> Self:
        """People who may sign in."""
        return self.filter(is_active=True)

    def with_role(self, *roles: Role) -> Self:
        """People who hold one of the roles."""
        return self.filter(groups__name__in=[role.value for role in roles]).distinct()


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates people by e-mail address; there is no user name."""

    def _create_user_object(
        self, username: str | None, email: str | None, password: str | None, **extra: Any
    ) -> "User":
        user: User = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        return user

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Create a person who signs in with an e-mail address."""
        extra.setdefault("is_staff", False)
        extra.setdefault("is_superuser", False)
        return self._create(email, password, extra)

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Create a person who may do everything."""
        return self._create(email, password, {**extra, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address in any case."""
        return self.get(email__iexact=username)

    def _create(self, email: str, password: str | None, extra: dict[str, Any]) -> "User":
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self._create_user_object(None, email, password, **extra)
        user.save(using=self._db)
        return user

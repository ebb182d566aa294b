"""Addresses for editors, below `/admin/comments/`."""

from django.urls import path

from library.views import moderation

app_name = "comments"

urlpatterns = [
    path("", moderation.queue, name="queue"),
    path("<number:pk>/", moderation.decide, name="decide"),
]

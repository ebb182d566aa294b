"""Addresses for editors, below `/admin/review/`."""

from django.urls import path

from .views import review

app_name = "review"

urlpatterns = [
    path("", review.queue, name="queue"),
    path("<uuid:public_id>/", review.submission, name="submission"),
]

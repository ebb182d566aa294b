"""Addresses for editors, below `/admin/review/`."""

from django.urls import path

from .views import corrections, review

app_name = "review"

urlpatterns = [
    path("", review.queue, name="queue"),
    path("<uuid:public_id>/", review.submission, name="submission"),
    path("<uuid:public_id>/correct/", review.correct, name="correct"),
    path("membership/<number:pk>/", review.membership, name="membership"),
    path("correction/<number:pk>/", corrections.correction, name="correction"),
    path("correction/<number:pk>/close/", corrections.close_correction, name="close-correction"),
    path("correction/<number:pk>/ask/", corrections.ask_owner, name="ask-owner"),
    path("resource/<number:pk>/withdraw/", review.withdraw, name="withdraw"),
]

"""Addresses for contributors."""

from django.urls import path

from .views import contributor

app_name = "contributions"

urlpatterns = [
    path("share/", contributor.start, name="start"),
    path("my/contributions/", contributor.mine, name="mine"),
    path("my/contributions/<uuid:public_id>/", contributor.submission, name="submission"),
]

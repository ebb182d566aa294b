"""Addresses of the held files, below `/admin/held-files/`."""

from django.urls import URLPattern, path

from .views import deciding

app_name = "held_files"

urlpatterns: list[URLPattern] = [
    path("", deciding.holds, name="holds"),
    path("<uuid:public_id>/", deciding.hold, name="hold"),
]

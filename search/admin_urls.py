"""Addresses of the page on the index, below `/admin/search-index/`."""

from django.urls import URLPattern, path

from . import admin_views

app_name = "search_index"

urlpatterns: list[URLPattern] = [
    path("", admin_views.status, name="status"),
    path("progress/", admin_views.progress, name="progress"),
]

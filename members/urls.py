"""Addresses of the members app."""

from django.urls import URLPattern, path

from . import views

app_name = "members"

urlpatterns: list[URLPattern] = [path("my/profile/", views.profile, name="profile")]

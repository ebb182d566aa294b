"""Addresses of the outbox app, below `/admin/deliveries/`."""

from django.urls import URLPattern, path

from . import views

app_name = "outbox"

urlpatterns: list[URLPattern] = [path("", views.deliveries, name="deliveries")]

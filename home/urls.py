"""Addresses of the home app; its pages are Wagtail's."""

from django.urls import path

from home import views

app_name = "home"

urlpatterns = [path("style/", views.style, name="style")]

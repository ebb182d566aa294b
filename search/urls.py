"""Addresses of the search app."""

from django.urls import URLPattern, path

from search import views

app_name = "search"

urlpatterns: list[URLPattern] = [
    path("search/", views.results, name="results"),
    path("search/clicked", views.clicked, name="clicked"),
    path("search/suggest", views.suggest, name="suggest"),
]

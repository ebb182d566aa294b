"""Addresses of the vocabularies, below `/admin/vocabularies/`."""

from django.urls import path

from .views import exchange, vocabularies

app_name = "vocabularies"

urlpatterns = [
    path("tags/", vocabularies.tags, name="tags"),
    path("tags/unused/", vocabularies.unused, name="unused"),
    path("tags/<number:pk>/merge/", vocabularies.merge_tag, name="merge_tag"),
    path("terms/<number:pk>/move/", vocabularies.move, name="move"),
    path("terms/<number:pk>/merge/", vocabularies.merge_term, name="merge_term"),
    path("terms/<slug:name>/", vocabularies.tree, name="tree"),
    path("terms/<slug:name>/import/", exchange.upload, name="import"),
    path("terms/<slug:name>/import/apply/", exchange.apply, name="apply"),
]

"""Addresses of the import, below `/admin/import/`."""

from django.urls import path

from .views import imports

app_name = "imports"

urlpatterns = [
    path("", imports.index, name="index"),
    path("resources.csv", imports.export, name="export"),
    path("<uuid:public_id>/", imports.run, name="run"),
    path("<uuid:public_id>/progress/", imports.progress, name="progress"),
    path("<uuid:public_id>/check/", imports.check, name="check"),
    path("<uuid:public_id>/confirm/", imports.confirm, name="confirm"),
    path("<uuid:public_id>/stop/", imports.stop, name="stop"),
    path("<uuid:public_id>/problems.csv", imports.problems, name="problems"),
]

"""Addresses of changes of many resources, below `/admin/resources/`."""

from django.urls import path

from .views import bulk

app_name = "bulk"

urlpatterns = [
    path("", bulk.resources, name="resources"),
    path("choose/", bulk.choose, name="choose"),
    path("<uuid:public_id>/", bulk.change, name="change"),
    path("<uuid:public_id>/progress/", bulk.progress, name="progress"),
    path("<uuid:public_id>/confirm/", bulk.confirm, name="confirm"),
    path("<uuid:public_id>/stop/", bulk.stop, name="stop"),
    path("<uuid:public_id>/undo/", bulk.undo, name="undo"),
]

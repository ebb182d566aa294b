"""Addresses of the files app."""

from django.urls import URLPattern, path

from . import views

app_name = "files"

urlpatterns: list[URLPattern] = [
    path("media/images/<str:name>", views.picture, name="picture"),
    path("files/upload/", views.upload, name="upload"),
    path("files/<uuid:public_id>/state/", views.state, name="state"),
    path("files/<uuid:public_id>/remove/", views.remove, name="remove"),
    path("files/<uuid:public_id>/<str:name>", views.download, name="download"),
]

"""Addresses of the files app."""

from django.urls import URLPattern, path

from .views import holding, serving, uploading

app_name = "files"

urlpatterns: list[URLPattern] = [
    path("media/images/<str:name>", serving.picture, name="picture"),
    path("files/upload/", uploading.upload, name="upload"),
    path("files/<uuid:public_id>/pages/<slug:name>.webp", serving.page, name="page"),
    path("files/<uuid:public_id>/state/", uploading.state, name="state"),
    path("files/<uuid:public_id>/hold/", holding.hold, name="hold"),
    path("files/<uuid:public_id>/remove/", uploading.remove, name="remove"),
    path("files/<uuid:public_id>/<str:name>", serving.download, name="download"),
]

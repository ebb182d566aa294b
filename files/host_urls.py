"""All that the host of files serves (`FILES_HOST`): it has no sessions and no forms."""

from django.urls import URLPattern, path

from .views import serving

handler404 = "files.views.serving.not_found"

urlpatterns: list[URLPattern] = [
    path("<str:token>/<str:name>", serving.download_elsewhere, name="download-elsewhere"),
]

"""Addresses for contributors."""

from django.urls import path

from .views import autosave, contributor, sharing, starting, wanted

app_name = "contributions"

urlpatterns = [
    path("wanted/", wanted.wanted, name="wanted"),
    path("share/", sharing.start, name="start"),
    path("share/save/", autosave.autosave, name="autosave"),
    path("share/token/", autosave.token, name="token"),
    path("share/new-version/<number:pk>/", starting.start_edit, name="start-edit"),
    path("share/correction/<number:pk>/", starting.suggest_correction, name="suggest-correction"),
    path("my/contributions/", contributor.mine, name="mine"),
    path("my/contributions/<uuid:public_id>/", contributor.submission, name="submission"),
    path("my/contributions/<uuid:public_id>/edit/", sharing.edit, name="edit"),
    path("my/contributions/<uuid:public_id>/preview/", sharing.preview, name="preview"),
    path("my/contributions/<uuid:public_id>/withdraw/", contributor.withdraw, name="withdraw"),
    path("my/contributions/<uuid:public_id>/discard/", contributor.discard, name="discard"),
    path("my/contributions/<uuid:public_id>/restart/", contributor.restart, name="restart"),
]

"""Addresses of the library app."""

from django.urls import URLPattern, path

from library.views import (
    browse,
    citing,
    comments,
    follows,
    lists,
    reader,
    readers,
    resources,
    saves,
    using,
)

app_name = "library"

urlpatterns: list[URLPattern] = [
    path("library/", browse.browse, name="browse"),
    path("library/<str:slug>/", resources.resource, name="resource"),
    path("library/<str:slug>/versions/", resources.versions, name="versions"),
    path("library/<str:slug>/v/<number:number>/", resources.version, name="version"),
    path("library/<str:slug>/cite/", citing.cite, name="cite"),
    path("library/<str:slug>/cite.bib", citing.bibtex, name="cite_bibtex"),
    path("library/<str:slug>/cite.json", citing.csl_json, name="cite_json"),
    path("library/<str:slug>/read/<uuid:public_id>/", reader.read, name="read"),
    path("library/<str:slug>/save/", saves.save, name="save"),
    path("library/<str:slug>/unsave/", saves.unsave, name="unsave"),
    path("library/<str:slug>/used/", using.use, name="use"),
    path("library/<str:slug>/used/remove/", using.remove, name="remove_use"),
    path("library/<str:slug>/uses/", using.uses, name="uses"),
    path("library/<str:slug>/comments/", comments.comments, name="comments"),
    path("library/<str:slug>/comments/<number:pk>/edit/", comments.edit, name="edit_comment"),
    path("library/<str:slug>/comments/<number:pk>/delete/", comments.delete, name="delete_comment"),
    path("library/<str:slug>/comments/<number:pk>/flag/", comments.flag, name="flag_comment"),
    path("library/<str:slug>/readers/", readers.readers, name="readers"),
    path("library/<str:slug>/follow/", follows.follow, name="follow"),
    path("my/follows/", follows.follows, name="follows"),
    path("my/follows/mails/", follows.mails, name="follow_mails"),
    path("my/follows/topic/<str:slug>/", follows.topic, name="follow_topic"),
    path("my/follows/<number:pk>/stop/", follows.unfollow, name="unfollow"),
    path("my/follows/no-mails/<str:token>/", follows.stop_mails, name="stop_mails"),
    path("r/<number:pk>/", resources.permanent, name="permanent"),
    path("r/<number:pk>/v/<number:number>/", resources.permanent_version, name="permanent_version"),
    path("my/saved/", saves.saved, name="saved"),
    path("my/saved/<number:pk>/lists/", saves.choose_lists, name="choose_lists"),
    path("my/saved/<number:pk>/remove/", saves.forget, name="forget"),
    path("lists/", saves.create_list, name="create_list"),
    path("lists/<uuid:public_id>/", lists.show_list, name="list"),
    path("lists/<uuid:public_id>/rename/", lists.rename_list, name="rename_list"),
    path("lists/<uuid:public_id>/share/", lists.share_list, name="share_list"),
    path("lists/<uuid:public_id>/delete/", lists.delete_list, name="delete_list"),
    path("lists/<uuid:public_id>/<number:pk>/", lists.change_item, name="change_item"),
    path("collections/", lists.collections, name="collections"),
    path("collections/<uuid:public_id>/", lists.collection, name="collection"),
]

"""Addresses of the library app."""

from django.urls import URLPattern, path

from library.views import browse, citing, reader, resources, saves, terms

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
    path("terms/<slug:name>/", terms.vocabulary, name="vocabulary"),
    path("terms/<slug:name>.<slug:ending>", terms.vocabulary_file, name="vocabulary_file"),
    path("terms/<slug:name>/<slug:slug>/", terms.term, name="term"),
    path("terms/<slug:name>/<slug:slug>.<slug:ending>", terms.term_file, name="term_file"),
    path("r/<number:pk>/", resources.permanent, name="permanent"),
    path("r/<number:pk>/v/<number:number>/", resources.permanent_version, name="permanent_version"),
    path("my/saved/", saves.saved, name="saved"),
    path("my/saved/<number:pk>/lists/", saves.choose_lists, name="choose_lists"),
    path("my/saved/<number:pk>/remove/", saves.forget, name="forget"),
    path("lists/", saves.create_list, name="create_list"),
    path("lists/<uuid:public_id>/", saves.show_list, name="list"),
    path("lists/<uuid:public_id>/rename/", saves.rename_list, name="rename_list"),
    path("lists/<uuid:public_id>/share/", saves.share_list, name="share_list"),
    path("lists/<uuid:public_id>/delete/", saves.delete_list, name="delete_list"),
]

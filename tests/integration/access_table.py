"""The table of `test_access_matrix`: what each role gets at each address of ours.

A row says for each role, in the order of `ROLES`, what a GET and a POST come to:

    o   open: the view does what it is for, or says what is wrong with the form
    l   led to the sign-in page
    x   refused: 403, 404, 410, or back to the start of the admin with a word
    m   method not allowed

What belongs to one person is the contributor's here.
"""

from typing import NamedTuple

ROLES = (
    "visitor",
    "outsider",
    "newcomer",
    "member",
    "contributor",
    "coach",
    "supervisor",
    "editor",
    "administrator",
)
#          v o n m c C S E A
EVERYONE = "o o o o o o o o o"
NOBODY = "x x x x x x x x x"
NEVER = "m m m m m m m m m"
SIGNED_IN = "l o o o o o o o o"
WRONG_WAY = "l x x x x x m m m"
OWNER = "l x x x o x x x x"
OWNER_HIDDEN = "x x x x o x x x x"
MEMBERS = "x x x o o o o o o"
TAKING_PART = "l x x o o o o o o"
REVIEWERS = "l x x x x x o o x"
KEEPERS = "l x x x x x x o o"
EDITORS = "l x x x x x x o x"
EDITORS_WRONG_WAY = "l x x x x x x m x"
ADMINISTRATOR = "l x x x x x x x o"
UPLOADERS = "x o o o o o o o o"

COMMENT = "library/<str:slug>/comments/<number:pk>/"
OWN = "my/contributions/<uuid:public_id>/"


class Row(NamedTuple):
    """What each role gets at an address; `{…}` in it names a thing of the `World`."""

    pattern: str
    address: str
    get: str
    post: str
    data: dict[str, str] = {}


TABLE = [
    # One's own account
    Row("my/account/", "/my/account/", SIGNED_IN, NEVER),
    Row("my/profile/", "/my/profile/", SIGNED_IN, SIGNED_IN),
    Row("accounts/confirm/", "/accounts/confirm/", EVERYONE, EVERYONE),
    Row("accounts/confirm/<str:token>/", "/accounts/confirm/x/", EVERYONE, EVERYONE),
    Row("accounts/second-factor/", "/accounts/second-factor/", SIGNED_IN, NEVER),
    # Doors that are shut: they lead to the one that is not, or say no
    Row("admin/login/", "/admin/login/", "l x x x x x o o o", "l x x x x x o o o"),
    Row("_util/login/", "/_util/login/", "l x x x x x x x x", "l x x x x x x x x"),
    Row(
        "^_util/authenticate_with_password/",
        "/_util/authenticate_with_password/1/1/",
        "l x x x x x x x x",
        "l x x x x x x x x",
    ),
    Row(
        "^documents/authenticate_with_password/",
        "/documents/authenticate_with_password/1/",
        "l x x x x x x x x",
        "l x x x x x x x x",
    ),
    Row("^admin/password_reset/", "/admin/password_reset/", EVERYONE, EVERYONE),
    # Reading and searching
    Row(r"^((?:[\w\-]+/)*)$", "/", EVERYONE, NEVER),
    # Search engines, feeds, calendars
    Row("robots.txt", "/robots.txt", EVERYONE, NEVER),
    Row("sitemap.xml", "/sitemap.xml", EVERYONE, NEVER),
    Row("sitemap-<slug:section>-<number:number>.xml", "/sitemap-resources-1.xml", EVERYONE, NEVER),
    Row("feeds/news.rss", "/feeds/news.rss", EVERYONE, NEVER),
    Row("feeds/news.atom", "/feeds/news.atom", EVERYONE, NEVER),
    Row("feeds/resources.rss", "/feeds/resources.rss", EVERYONE, NEVER),
    Row("feeds/resources.atom", "/feeds/resources.atom", EVERYONE, NEVER),
    Row("calendar/event-<number:pk>.ics", "/calendar/event-{event}.ics", EVERYONE, NEVER),
    # Following issues: a visitor who asks for it is led to sign in
    Row("follow/<number:pk>/", "/follow/{issue}/", EVERYONE, SIGNED_IN),
    Row("follow/<number:pk>/stop/", "/follow/{issue}/stop/", NEVER, SIGNED_IN),
    Row("follow/<number:pk>/", "/follow/{private_issue}/", NOBODY, NOBODY),
    Row("follow/stop/<str:token>/", "/follow/stop/forged/", EVERYONE, EVERYONE),
    # Pages: the contact form takes what is sent, a section may be private
    Row(r"^((?:[\w\-]+/)*)$", "/contact/", EVERYONE, EVERYONE),
    Row(r"^((?:[\w\-]+/)*)$", "/private/", "l x x x x x x x x", NEVER),
    # For whoever builds the site: nowhere in production
    Row("style/", "/style/", EVERYONE, NEVER),
    Row("library/", "/library/", EVERYONE, NEVER),
    Row("search/", "/search/", EVERYONE, NEVER),
    Row("search/suggest", "/search/suggest?q=phone", EVERYONE, NEVER),
    # A click is counted for a page of our own alone; the test client is none.
    Row("search/clicked", "/search/clicked", NEVER, NOBODY),
    Row("wanted/", "/wanted/", EVERYONE, NEVER),
    Row("library/<str:slug>/", "/library/{public}/", EVERYONE, NEVER),
    Row("library/<str:slug>/", "/library/{hidden}/", MEMBERS, NEVER),
    Row("library/<str:slug>/", "/library/{waiting}/", NOBODY, NEVER),
    Row("library/<str:slug>/versions/", "/library/{public}/versions/", EVERYONE, NEVER),
    Row("library/<str:slug>/versions/", "/library/{hidden}/versions/", MEMBERS, NEVER),
    Row("library/<str:slug>/v/<number:number>/", "/library/{public}/v/1/", EVERYONE, NEVER),
    Row("library/<str:slug>/v/<number:number>/", "/library/{hidden}/v/1/", MEMBERS, NEVER),
    Row("library/<str:slug>/cite/", "/library/{public}/cite/?style=mla", EVERYONE, NEVER),
    Row("library/<str:slug>/cite/", "/library/{hidden}/cite/?style=mla", MEMBERS, NEVER),
    Row("library/<str:slug>/cite/", "/library/{waiting}/cite/", NOBODY, NEVER),
    Row("library/<str:slug>/cite.bib", "/library/{public}/cite.bib", EVERYONE, NEVER),
    Row("library/<str:slug>/cite.bib", "/library/{hidden}/cite.bib", MEMBERS, NEVER),
    Row("library/<str:slug>/cite.json", "/library/{public}/cite.json", EVERYONE, NEVER),
    Row("library/<str:slug>/cite.json", "/library/{hidden}/cite.json?version=1", MEMBERS, NEVER),
    Row("r/<number:pk>/v/<number:number>/", "/r/{public_pk}/v/1/", EVERYONE, NEVER),
    Row("r/<number:pk>/v/<number:number>/", "/r/{hidden_pk}/v/1/", MEMBERS, NEVER),
    Row("r/<number:pk>/v/<number:number>/", "/r/{waiting_pk}/v/1/", NOBODY, NEVER),
    Row("r/<number:pk>/", "/r/{public_pk}/", EVERYONE, NEVER),
    Row("r/<number:pk>/", "/r/{hidden_pk}/", MEMBERS, NEVER),
    Row("r/<number:pk>/", "/r/{waiting_pk}/", NOBODY, NEVER),
    # Vocabularies
    Row("terms/<slug:name>/", "/terms/topic/", EVERYONE, NEVER),
    Row("terms/<slug:name>.<slug:ending>", "/terms/topic.ttl", EVERYONE, NEVER),
    Row("terms/<slug:name>/<slug:slug>/", "/terms/topic/bells/", EVERYONE, NEVER),
    Row("terms/<slug:name>/<slug:slug>.<slug:ending>", "/terms/topic/bells.ttl", EVERYONE, NEVER),
    # Programs
    Row("api/v1/", "/api/v1/", NOBODY, NOBODY),
    Row("^api(?:/|$)", "/api/v2/", NOBODY, NOBODY),
    Row("api/v1/openapi.json", "/api/v1/openapi.json", EVERYONE, NEVER),
    Row("api/v1/search", "/api/v1/search", EVERYONE, NEVER),
    Row("api/v1/resources/<number:pk>", "/api/v1/resources/{public_pk}", EVERYONE, NEVER),
    Row("api/v1/resources/<number:pk>", "/api/v1/resources/{hidden_pk}", MEMBERS, NEVER),
    Row("api/v1/resources/<number:pk>", "/api/v1/resources/{waiting_pk}", NOBODY, NEVER),
    # Saving
    Row("library/<str:slug>/save/", "/library/{public}/save/", EVERYONE, SIGNED_IN),
    Row("library/<str:slug>/save/", "/library/{hidden}/save/", MEMBERS, MEMBERS),
    Row("library/<str:slug>/unsave/", "/library/{public}/unsave/", NEVER, SIGNED_IN),
    Row("my/saved/", "/my/saved/", SIGNED_IN, NEVER),
    Row("my/saved/<number:pk>/lists/", "/my/saved/{saved}/lists/", NEVER, OWNER),
    Row("my/saved/<number:pk>/remove/", "/my/saved/{saved}/remove/", NEVER, OWNER),
    Row("lists/", "/lists/", NEVER, SIGNED_IN),
    Row("lists/<uuid:public_id>/", "/lists/{list}/", OWNER_HIDDEN, NEVER),
    Row("lists/<uuid:public_id>/", "/lists/{shared_list}/", EVERYONE, NEVER),
    Row("lists/<uuid:public_id>/rename/", "/lists/{shared_list}/rename/", NEVER, OWNER),
    Row("lists/<uuid:public_id>/share/", "/lists/{list}/share/", NEVER, OWNER),
    Row("lists/<uuid:public_id>/delete/", "/lists/{list}/delete/", OWNER, OWNER),
    Row(
        "lists/<uuid:public_id>/<number:pk>/",
        "/lists/{list}/{list_item}/",
        NEVER,
        OWNER,
        {"action": "up"},
    ),
    Row("collections/", "/collections/", EVERYONE, NEVER),
    Row("collections/<uuid:public_id>/", "/collections/{collection}/", EVERYONE, NEVER),
    Row("collections/<uuid:public_id>/", "/collections/{shared_list}/", NOBODY, NEVER),
    # What readers do with a resource
    Row("library/<str:slug>/used/", "/library/{public}/used/", TAKING_PART, TAKING_PART),
    Row("library/<str:slug>/used/", "/library/{hidden}/used/", MEMBERS, MEMBERS),
    Row("library/<str:slug>/used/remove/", "/library/{public}/used/remove/", NEVER, TAKING_PART),
    Row("library/<str:slug>/uses/", "/library/{public}/uses/", TAKING_PART, NEVER),
    Row("library/<str:slug>/uses/", "/library/{hidden}/uses/", MEMBERS, NEVER),
    Row("library/<str:slug>/comments/", "/library/{public}/comments/", TAKING_PART, TAKING_PART),
    Row("library/<str:slug>/comments/", "/library/{hidden}/comments/", MEMBERS, MEMBERS),
    Row(f"{COMMENT}edit/", "/library/{public}/comments/{comment}/edit/", OWNER, OWNER),
    Row(f"{COMMENT}delete/", "/library/{public}/comments/{comment}/delete/", OWNER, OWNER),
    Row(
        f"{COMMENT}flag/",
        "/library/{public}/comments/{comment}/flag/",
        "l x x o x o o o o",
        "l x x o x o o o o",
    ),
    Row(
        "library/<str:slug>/readers/",
        "/library/{public}/readers/",
        "l x x x o x x o x",
        NEVER,
    ),
    Row("library/<str:slug>/follow/", "/library/{public}/follow/", SIGNED_IN, SIGNED_IN),
    Row("library/<str:slug>/follow/", "/library/{hidden}/follow/", MEMBERS, MEMBERS),
    Row(
        "library/<str:slug>/still-good/",
        "/library/{public}/still-good/",
        "l x x x o x x o x",
        "l x x x o x x o x",
    ),
    Row("my/follows/", "/my/follows/", SIGNED_IN, NEVER),
    Row("my/follows/mails/", "/my/follows/mails/", NEVER, SIGNED_IN),
    Row("my/follows/topic/<str:slug>/", "/my/follows/topic/{topic}/", SIGNED_IN, SIGNED_IN),
    Row("my/follows/<number:pk>/stop/", "/my/follows/{follow}/stop/", NEVER, OWNER),
    Row("my/follows/no-mails/<str:token>/", "/my/follows/no-mails/forged/", EVERYONE, EVERYONE),
    # Files
    Row("files/upload/", "/files/upload/", NEVER, UPLOADERS),
    Row("files/<uuid:public_id>/remove/", "/files/{file}/remove/", NEVER, OWNER_HIDDEN),
    Row(
        "files/<uuid:public_id>/pages/<slug:name>.webp", "/files/{file}/pages/t.webp", NOBODY, NEVER
    ),
    Row(
        "library/<str:slug>/read/<uuid:public_id>/", "/library/{public}/read/{file}/", NOBODY, NEVER
    ),
    Row("files/<uuid:public_id>/state/", "/files/{file}/state/", OWNER_HIDDEN, NEVER),
    Row("files/<uuid:public_id>/accessibility/", "/files/{file}/accessibility/", OWNER, NEVER),
    Row("files/<uuid:public_id>/hold/", "/files/{held_file}/hold/", OWNER, OWNER),
    Row("admin/held-files/", "/admin/held-files/", EDITORS, WRONG_WAY),
    Row("admin/held-files/<uuid:public_id>/", "/admin/held-files/{held_file}/", EDITORS, EDITORS),
    Row(
        "files/<uuid:public_id>/<str:name>",
        "/files/{file}/calls.txt",
        "x x x x o x o o x",
        NEVER,
    ),
    Row("media/images/<str:name>", "/media/images/none.jpg", NOBODY, NEVER),
    Row(r"documents/^(\d+)/(.*)$", "/documents/1/x/", NOBODY, NOBODY),
    # Contributing
    Row("share/", "/share/", EVERYONE, SIGNED_IN),
    Row("share/save/", "/share/save/", NEVER, UPLOADERS),
    Row("share/token/", "/share/token/", EVERYONE, NEVER),
    Row("share/new-version/<number:pk>/", "/share/new-version/{public_pk}/", NEVER, OWNER),
    Row("share/correction/<number:pk>/", "/share/correction/{public_pk}/", EVERYONE, EVERYONE),
    Row("share/correction/<number:pk>/", "/share/correction/{hidden_pk}/", MEMBERS, MEMBERS),
    Row("my/contributions/", "/my/contributions/", SIGNED_IN, NEVER),
    Row(OWN, "/my/contributions/{submission}/", OWNER, OWNER),
    Row(f"{OWN}edit/", "/my/contributions/{submission}/edit/", OWNER, OWNER),
    Row(f"{OWN}edit/", "/my/contributions/{draft}/edit/", OWNER, OWNER),
    Row(f"{OWN}preview/", "/my/contributions/{draft}/preview/", OWNER, NEVER),
    Row(f"{OWN}withdraw/", "/my/contributions/{submission}/withdraw/", OWNER, OWNER),
    Row(f"{OWN}discard/", "/my/contributions/{draft}/discard/", OWNER, OWNER),
    Row(f"{OWN}restart/", "/my/contributions/{submission}/restart/", NEVER, OWNER),
    # Reviewing
    Row("admin/review/", "/admin/review/", REVIEWERS, WRONG_WAY),
    Row(
        "admin/review/<uuid:public_id>/",
        "/admin/review/{submission}/",
        REVIEWERS,
        REVIEWERS,
        {"action": "claim"},
    ),
    Row(
        "admin/review/<uuid:public_id>/",
        "/admin/review/{draft}/",
        "l x x x x x x x x",
        "l x x x x x x x x",
        {"action": "claim"},
    ),
    Row(
        "admin/review/<uuid:public_id>/correct/",
        "/admin/review/{submission}/correct/",
        "l x x x x x x o x",
        "l x x x x x x o x",
    ),
    Row(
        "admin/review/membership/<number:pk>/",
        "/admin/review/membership/{membership}/",
        WRONG_WAY,
        REVIEWERS,
    ),
    Row(
        "admin/review/correction/<number:pk>/",
        "/admin/review/correction/{correction}/",
        REVIEWERS,
        WRONG_WAY,
    ),
    Row(
        "admin/review/correction/<number:pk>/ask/",
        "/admin/review/correction/{correction}/ask/",
        WRONG_WAY,
        REVIEWERS,
    ),
    Row(
        "admin/review/correction/<number:pk>/close/",
        "/admin/review/correction/{correction}/close/",
        WRONG_WAY,
        REVIEWERS,
    ),
    Row(
        "admin/review/resource/<number:pk>/withdraw/",
        "/admin/review/resource/{public_pk}/withdraw/",
        REVIEWERS,
        REVIEWERS,
    ),
    # Moderating
    Row("admin/comments/", "/admin/comments/", EDITORS, WRONG_WAY),
    Row(
        "admin/comments/<number:pk>/",
        "/admin/comments/{comment}/",
        WRONG_WAY,
        EDITORS,
        {"action": "kept"},
    ),
    # Importing and exporting
    Row("admin/import/", "/admin/import/", KEEPERS, KEEPERS),
    Row("admin/import/resources.csv", "/admin/import/resources.csv", KEEPERS, WRONG_WAY),
    Row("admin/import/<uuid:public_id>/", "/admin/import/{import}/", KEEPERS, WRONG_WAY),
    Row(
        "admin/import/<uuid:public_id>/progress/",
        "/admin/import/{import}/progress/",
        KEEPERS,
        WRONG_WAY,
    ),
    Row(
        "admin/import/<uuid:public_id>/check/", "/admin/import/{import}/check/", WRONG_WAY, KEEPERS
    ),
    Row(
        "admin/import/<uuid:public_id>/confirm/",
        "/admin/import/{import}/confirm/",
        WRONG_WAY,
        KEEPERS,
    ),
    Row("admin/import/<uuid:public_id>/stop/", "/admin/import/{import}/stop/", WRONG_WAY, KEEPERS),
    Row(
        "admin/import/<uuid:public_id>/problems.csv",
        "/admin/import/{import}/problems.csv",
        KEEPERS,
        WRONG_WAY,
    ),
    # Keeping the vocabularies
    Row("admin/vocabularies/tags/", "/admin/vocabularies/tags/", KEEPERS, WRONG_WAY),
    Row("admin/vocabularies/tags/unused/", "/admin/vocabularies/tags/unused/", KEEPERS, KEEPERS),
    Row(
        "admin/vocabularies/tags/<number:pk>/merge/",
        "/admin/vocabularies/tags/{tag}/merge/",
        KEEPERS,
        KEEPERS,
    ),
    Row(
        "admin/vocabularies/terms/<number:pk>/move/",
        "/admin/vocabularies/terms/{term}/move/",
        WRONG_WAY,
        KEEPERS,
    ),
    Row(
        "admin/vocabularies/terms/<number:pk>/merge/",
        "/admin/vocabularies/terms/{term}/merge/",
        KEEPERS,
        KEEPERS,
    ),
    Row(
        "admin/vocabularies/terms/<slug:name>/",
        "/admin/vocabularies/terms/topic/",
        KEEPERS,
        WRONG_WAY,
    ),
    Row(
        "admin/vocabularies/terms/<slug:name>/import/",
        "/admin/vocabularies/terms/topic/import/",
        KEEPERS,
        KEEPERS,
    ),
    Row(
        "admin/vocabularies/terms/<slug:name>/import/apply/",
        "/admin/vocabularies/terms/topic/import/apply/",
        WRONG_WAY,
        KEEPERS,
    ),
    # Changing many resources
    Row("admin/resources/", "/admin/resources/", KEEPERS, WRONG_WAY),
    Row("admin/resources/choose/", "/admin/resources/choose/", WRONG_WAY, KEEPERS),
    Row("admin/resources/<uuid:public_id>/", "/admin/resources/{bulk}/", KEEPERS, KEEPERS),
    Row(
        "admin/resources/<uuid:public_id>/progress/",
        "/admin/resources/{bulk}/progress/",
        KEEPERS,
        WRONG_WAY,
    ),
    Row(
        "admin/resources/<uuid:public_id>/confirm/",
        "/admin/resources/{bulk}/confirm/",
        WRONG_WAY,
        KEEPERS,
    ),
    Row(
        "admin/resources/<uuid:public_id>/stop/",
        "/admin/resources/{bulk}/stop/",
        WRONG_WAY,
        KEEPERS,
    ),
    Row(
        "admin/resources/<uuid:public_id>/undo/",
        "/admin/resources/{bulk}/undo/",
        WRONG_WAY,
        KEEPERS,
    ),
    # Keeping members and mail
    Row("admin/members/<number:pk>/end/", "/admin/members/{membership}/end/", KEEPERS, KEEPERS),
    # The editors' desk
    Row("admin/desk/broken-links/", "/admin/desk/broken-links/", EDITORS, EDITORS_WRONG_WAY),
    Row(
        "admin/desk/broken-links/results/",
        "/admin/desk/broken-links/results/",
        EDITORS,
        EDITORS_WRONG_WAY,
    ),
    Row("admin/desk/broken-links/check/", "/admin/desk/broken-links/check/", WRONG_WAY, EDITORS),
    Row(
        "admin/desk/versions/<number:pk>/<number:revision_pk>/",
        "/admin/desk/versions/{page}/{revision}/",
        WRONG_WAY,
        EDITORS,
    ),
    Row("admin/desk/search/", "/admin/desk/search/", EDITORS, EDITORS_WRONG_WAY),
    Row("admin/desk/search/results/", "/admin/desk/search/results/", EDITORS, EDITORS_WRONG_WAY),
    Row("admin/desk/due-resources/", "/admin/desk/due-resources/", EDITORS, EDITORS_WRONG_WAY),
    Row(
        "admin/desk/due-resources/results/",
        "/admin/desk/due-resources/results/",
        EDITORS,
        EDITORS_WRONG_WAY,
    ),
    Row(
        "admin/desk/due-resources/<number:pk>/still-good/",
        "/admin/desk/due-resources/{public_pk}/still-good/",
        WRONG_WAY,
        EDITORS,
    ),
    Row("admin/deliveries/", "/admin/deliveries/", ADMINISTRATOR, ADMINISTRATOR),
    Row("admin/search-index/", "/admin/search-index/", KEEPERS, KEEPERS),
    Row("admin/search-index/progress/", "/admin/search-index/progress/", KEEPERS, WRONG_WAY),
]

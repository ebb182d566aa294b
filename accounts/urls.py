"""Addresses of the accounts app. They come first in the project's, and so shadow every other
form that takes a password: Wagtail's admin, its page and document passwords."""

from django.urls import URLPattern, path, re_path

from . import views

app_name = "accounts"

urlpatterns: list[URLPattern] = [
    path("my/account/", views.overview, name="overview"),
    path("accounts/confirm/", views.confirm_again, name="confirm_again"),
    path("accounts/confirm/<str:token>/", views.confirm_link, name="confirm_link"),
    path("accounts/second-factor/", views.set_up_second_factor, name="second_factor"),
    # In place of allauth's page of the same address.
    path("accounts/confirm-email/", views.ConfirmCodeView.as_view(), name="confirm_code"),
    # Closed doors
    path("admin/login/", views.closed_door, name="admin_door"),
    re_path(r"^admin/password_reset/", views.closed_door, {"to": "account_reset_password"}),
    path("_util/login/", views.closed_door, name="page_door"),
    re_path(r"^_util/authenticate_with_password/", views.closed_door),
    re_path(r"^documents/authenticate_with_password/", views.closed_door),
]

"""Which addresses strangers cannot open, told by their look."""

import pytest

from contributions.services.links import asks_to_sign_in

PRIVATE = {
    "Google": [
        "https://drive.google.com/file/d/1AbC/view?usp=sharing",
        "https://drive.google.com/drive/folders/1AbC",
        "https://docs.google.com/document/d/1AbC/edit",
        "https://docs.google.com/spreadsheets/d/pubAbC/edit#gid=0",
        "https://docs.google.com/a/district.example.org/presentation/d/1AbC/edit",
        "HTTPS://Docs.Google.COM/document/d/1AbC/edit",
    ],
    "SharePoint": [
        "https://onedrive.live.com/edit.aspx?resid=1!2",
        "https://1drv.ms/w/s!AbC",
        "https://district.sharepoint.com/sites/principals/Plan.docx",
        "https://district-my.sharepoint.com/:w:/g/personal/lee/AbC",
        "https://teams.microsoft.com/l/file/AbC",
        "https://www.office.com/launch/word?auth=2",
    ],
    "Dropbox": [
        "https://www.dropbox.com/home/Plans/Phone%20tree.docx",
        "https://dropbox.com/preview/Plan.docx",
    ],
    "Box asks": ["https://app.box.com/file/123456", "https://district.app.box.com/folder/0"],
    "this class": [
        "https://classroom.google.com/c/AbC",
        "https://district.schoology.com/course/1/materials",
    ],
    "your own network": [
        "http://localhost:8000/plan",
        "http://intranet/plan.pdf",
        "http://10.1.2.3/plan.pdf",
        "http://192.168.0.4/",
        "http://172.16.0.1/",
        "http://[::1]/plan",
        "https://files.school.local/plan.pdf",
    ],
}
OPEN_TO_ALL = [
    "https://example.org/plan.pdf",
    "https://docs.google.com/document/d/e/2PACX-1vQ/pub",
    "https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pubhtml?gid=0",
    "https://sites.google.com/view/our-school",
    "https://www.google.com/search?q=absence",
    "https://forms.office.com/r/AbC",
    "https://www.dropbox.com/s/AbC/Plan.docx?dl=0",
    "https://www.dropbox.com/scl/fi/AbC/Plan.docx?rlkey=x",
    "https://www.dropbox.com/sh/AbC/folder",
    "https://app.box.com/s/AbC",
    "https://district.box.com/v/plan",
    "https://www.youtube.com/watch?v=AbC",
    "http://172.32.0.1/",
    "http://8.8.8.8/",
]
LOOK_ALIKES = [
    "https://drive.google.com.example.org/file/d/1AbC/view",
    "https://docs-google.com/document/d/1AbC/edit",
    "https://mydrive.google.com.evil.example/",
    "https://drive.google.com@example.org/file/d/1AbC/view",
    "https://example.org/drive.google.com/file/d/1AbC/view",
    "https://example.org/?next=https://drive.google.com/file/d/1AbC/view",
    "https://notsharepoint.com/sites/a",
    "https://district.sharepoint.com.example.org/sites/a",
    "https://mydropbox.com/home",
    "https://dropbox.com.example.org/home",
    "https://matchbox.com/file/1",
    "https://box.com.example.org/file/1",
    "https://localhost.example.org/",
    "https://10.example.org/",
    "https://school.local.example.org/",
]


@pytest.mark.parametrize(
    ("word", "url"), [(word, url) for word, urls in PRIVATE.items() for url in urls]
)
def test_a_private_address_is_pointed_out(word: str, url: str) -> None:
    assert word in asks_to_sign_in(url)
    assert word in asks_to_sign_in(f"  {url} ")


@pytest.mark.parametrize("url", [*OPEN_TO_ALL, *LOOK_ALIKES])
def test_an_open_address_is_not(url: str) -> None:
    assert asks_to_sign_in(url) == ""


@pytest.mark.parametrize("url", ["", "x", "https://", "http://[", "mailto:a@example.org", "//"])
def test_what_is_no_web_address_breaks_nothing(url: str) -> None:
    assert asks_to_sign_in(url) == ""

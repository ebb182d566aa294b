"""The whole story: contribute, review, find, as three people at three browsers live it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from home.samples.documents import make_document
from library.models import LibraryIndexPage, ResourcePage, ResourceTerm, Term
from tests.browser.conftest import Visit
from tests.browser.signing import fill_sign_up, press
from tests.factories.resources import make_draft, make_library, members_only, publish
from tests.factories.shared_files import list_files, make_file
from tests.integration.accounts.conftest import code_in

Mail = Callable[[], EmailMessage]
TITLE = "A garden that brought families in"
RARE = "marigold"  # stands in three summaries, one of them for members only, and nowhere else
SUMMARY = f"Families plant a {RARE} bed with us each May, and evening turnout doubled."
SAMPLE = Path("home/samples/resources/sample-001.json")


def documents() -> list[dict[str, Any]]:
    """A PDF and a Word file as a school would write them."""
    described = json.loads(SAMPLE.read_text())["files"][0]
    made = []
    for name, kind in (("Planting plan.pdf", "application/pdf"), ("Letter home.docx", "")):
        data = make_document(name=name, title="Call script", spec=described["spec"])
        made.append({"name": name, "mimeType": kind, "buffer": data})
    return made


def with_terms(draft: ResourcePage, *slugs: str) -> ResourcePage:
    terms = Term.objects.filter(slug__in=slugs)
    draft.resource_terms.set([ResourceTerm(term=term) for term in terms])
    draft.save_revision()
    return draft


@pytest.fixture
def secret(
    search_index: None,
    transactional_db: None,
    settings: Settings,
    tmp_path: Path,
    deliver: Callable[[], None],
    reviewer: User,
) -> ResourcePage:
    """A library of three public resources and one for members only, with a file."""
    call_command("load_vocabularies", verbosity=0)
    library: LibraryIndexPage = make_library()
    for number in range(3):
        draft = make_draft(
            library,
            f"Phone tree {number}",
            kind="guide" if number else "practice",
            summary=f"Calls home, and a {RARE} in each window." if number == 1 else "Calls home.",
        )
        publish(with_terms(draft, "6-8"))
    hidden = make_draft(
        library,
        "Ledger of zinnias",
        summary=f"What the {RARE} sale brought in, school by school.",
        kind="practice",
        owner=reviewer,
        **members_only(),
    )
    list_files(hidden, make_file(reviewer, "Ledger.txt", b"Marigolds: 120 dollars\n"))
    hidden.tags.set(["secret garden"])
    made = publish(with_terms(hidden, "9-12"))
    deliver()
    return made


def sign_up_and_land_on_the_form(visit: Visit, mail: Mail) -> Page:
    page = visit("/share/")
    page.get_by_role("button", name="Sign up and start").click()
    fill_sign_up(page)
    press(page, "Sign up")
    page.get_by_label("Code from the mail").fill(code_in(mail()))
    press(page, "Confirm")
    page.wait_for_url("**/share/")
    return page


def write_and_submit(page: Page, files: list[dict[str, Any]]) -> None:
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Summary").fill("Families plant a bed with us.")
    page.set_input_files("#id_uploads", files)
    for name in ("Planting plan", "Letter home"):
        expect(page.get_by_label(f"Name for readers of {name}")).to_have_value(name)
    page.get_by_text("Say more (optional)").click()
    page.get_by_role("checkbox", name="9-12").check()
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Thank you. The editors have it")).to_be_visible()


def approve_the_member(editor: Page) -> None:
    row = editor.get_by_role("row").filter(has_text="Nia New wants to become a member")
    row.get_by_role("button", name="Approve").click()
    expect(editor.get_by_text("Nia New is a member now.")).to_be_visible()


def claim_and_ask(editor: Page) -> None:
    editor.get_by_role("link", name=TITLE, exact=True).click()
    editor.get_by_role("button", name="Claim").click()
    expect(editor.get_by_text("It is yours now.")).to_be_visible()
    editor.get_by_label("To the contributor").fill("Which plants, and what came of it?")
    editor.get_by_role("button", name="Request changes").click()
    expect(editor.get_by_text("Sent back with your request.")).to_be_visible()


def change_and_resubmit(page: Page) -> None:
    page.goto("/my/contributions/")
    row = page.get_by_role("article").filter(has_text=TITLE)
    expect(row).to_contain_text("Changes requested")
    row.get_by_role("link", name="Make the changes").click()
    asked = page.get_by_role("region", name="What the editor asks")
    expect(asked).to_contain_text("Which plants")
    page.get_by_label("Summary").fill(SUMMARY)
    page.get_by_role("button", name="Submit again").click()
    expect(page.get_by_text("Thank you. The editors have it")).to_be_visible()
    expect(page.get_by_role("list").filter(has_text="Which plants")).to_be_visible()


def approve(editor: Page) -> None:
    editor.goto("/admin/review/")
    editor.get_by_role("link", name=TITLE, exact=True).click()
    round_ = editor.get_by_role("region", name="Since the last round")
    expect(round_).to_contain_text(RARE)
    editor.get_by_role("button", name="Approve and publish").click()
    expect(editor.locator(".messages")).to_contain_text("Published as version 1.")


def counts(page: Page, facet: str) -> dict[str, str]:
    """What a facet offers, with its counts, as the page shows them."""
    shown: dict[str, str] = page.evaluate(
        """(facet) => Object.fromEntries(
          [...document.querySelectorAll(`#facet-${facet} label`)].map((label) =>
            [label.querySelector("span").textContent, label.querySelector(".n").textContent]))""",
        facet,
    )
    return shown


def find(visitor: Page) -> None:
    """Ask for the word of the summary; see two results, and counts that know of two."""
    visitor.get_by_label("Ask the library").fill(RARE)
    visitor.keyboard.press("Enter")
    expect(visitor.locator("#count")).to_contain_text("2 resources for your question")
    assert counts(visitor, "kind") == {"Guide": "1", "Practice": "1"}
    assert counts(visitor, "grade") == {"6-8": "1", "9-12": "1"}
    assert counts(visitor, "tag") == {}
    visitor.get_by_role("checkbox", name="9-12").check()
    expect(visitor.locator("#count")).to_contain_text("1 resource")
    expect(visitor.locator(".results > li")).to_have_count(1)


def read_and_download(visitor: Page, files: list[dict[str, Any]]) -> None:
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.locator(".lede")).to_contain_text(RARE)
    for file in files:
        with visitor.expect_download() as started:
            visitor.get_by_role("link", name=Path(file["name"]).stem, exact=True).click()
        assert started.value.suggested_filename == file["name"]
        assert started.value.path().read_bytes() == file["buffer"], file["name"]


def assert_hidden(visitor: Page, secret: ResourcePage) -> None:
    """What is for members only is nowhere to be found, and its addresses say "nothing here"."""
    visitor.goto("/library/")
    expect(visitor.locator("#count")).to_contain_text("4 resources")
    assert counts(visitor, "kind") == {"Guide": "2", "Practice": "2"}
    assert counts(visitor, "grade") == {"6-8": "3", "9-12": "1"}
    assert counts(visitor, "tag") == {}
    visitor.goto("/library/?q=zinnias")
    expect(visitor.get_by_text(secret.title)).to_have_count(0)
    ask = visitor.request
    found = ask.get(f"/api/v1/search?q={RARE}").json()
    assert {hit["title"] for hit in found["hits"]} == {TITLE, "Phone tree 1"}
    assert found["total"] == 2
    kinds = {one["label"]: one["count"] for one in found["facets"]["kind"]}
    assert kinds == {"Guide": 1, "Practice": 1}
    assert found["facets"]["tag"] == []
    assert ask.get(f"/api/v1/resources/{secret.pk}").status == 404
    for words in ("ledger", "zinn", "secret"):
        assert secret.title not in ask.get(f"/search/suggest?q={words}").text()
        assert "secret garden" not in ask.get(f"/search/suggest?q={words}").text()
    for line in secret.resource_files.all():
        assert ask.get(line.stored_file.get_absolute_url()).status == 404


def test_from_sign_up_to_a_stranger_who_finds_it(
    visit: Visit, mail: Mail, deliver: Callable[[], None], reviewer: User, secret: ResourcePage
) -> None:
    files = documents()
    contributor = sign_up_and_land_on_the_form(visit, mail)
    write_and_submit(contributor, files)
    editor = visit("/admin/review/", user=reviewer)
    approve_the_member(editor)
    claim_and_ask(editor)
    assert "Which plants" in str(mail().body)
    change_and_resubmit(contributor)
    visitor = visit(f"/library/?q={RARE}")
    expect(visitor.locator("#count")).to_contain_text("1 resource")
    expect(visitor.get_by_text(TITLE)).to_have_count(0)
    approve(editor)
    deliver()
    find(visitor)
    read_and_download(visitor, files)
    assert_hidden(visitor, secret)
    contributor.goto(f"/library/?q={RARE}")
    expect(contributor.locator("#count")).to_contain_text("3 resources for your question")

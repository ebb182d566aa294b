"""A reader's way in a browser: she says what she used, comments, is flagged; an editor decides and
makes a collection."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from library.models import ResourcePage
from tests.browser.conftest import PHONE, Visit, assert_no_sideways_scroll
from tests.factories.resources import make_library, make_published


@pytest.fixture
def page_of(
    search_index: None,
    transactional_db: None,
    contributor: User,
    deliver: Callable[[], None],
) -> ResourcePage:
    made = make_published(make_library(), "A phone tree", owner=contributor)
    make_published(make_library(), "A quiet start")
    deliver()
    return made


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_use_comment_flag_moderation_and_collection(
    visit: Visit,
    page_of: ResourcePage,
    leader: User,
    contributor: User,
    reviewer: User,
    javascript: bool,
) -> None:
    at = f"/library/{page_of.slug}/"
    reader = visit(at, user=leader, width=PHONE, javascript=javascript)
    reader.get_by_role("link", name="I used this").click()
    expect(reader.get_by_label("Where you used it")).to_have_value("Test School")
    reader.get_by_label("Yes, it was helpful").check()
    reader.get_by_label("Why, and what came of it").fill("Calls went home by 8:20.")
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("heading", name="Used by 1 school")).to_be_visible()
    expect(reader.get_by_text("A school leader at Test School")).to_be_visible()
    reader.get_by_role("link", name="Write a comment").click()
    reader.get_by_label("Your comment").fill("Do it as we did, or leave it.")
    reader.get_by_role("button", name="Send").click()
    expect(reader.locator(".post__text")).to_have_text("Do it as we did, or leave it.")
    assert_no_sideways_scroll(reader)

    other = visit(at, user=contributor, javascript=javascript)
    other.get_by_role("link", name="Flag").click()
    other.get_by_label("What is wrong with it").fill("Rude.")
    other.get_by_role("button", name="Tell the editors").click()
    expect(other.get_by_text("An editor looks at it.")).to_be_visible()

    editor = visit("/admin/", user=reviewer)
    editor.get_by_role("link", name="1 comment is flagged").click()
    editor.get_by_text("Warn or hide").click()
    editor.get_by_label("To its author, by mail").fill("Mind your tone.")
    editor.get_by_role("button", name="Hide", exact=True).click()
    expect(editor.get_by_text("No comment is flagged.")).to_be_visible()
    other.goto(at)
    expect(other.get_by_text("Removed by the editors.")).to_be_visible()

    curator = visit("/my/saved/", user=reviewer, javascript=javascript)
    curator.get_by_label("Name of the list").fill("First weeks")
    curator.get_by_role("button", name="Make a list").click()
    for slug in ("a-phone-tree", "a-quiet-start"):
        curator.goto(f"/library/{slug}/")
        curator.get_by_role("button", name="Save", exact=True).click()
        expect(curator.get_by_role("button", name="Saved")).to_be_visible()
    curator.goto("/my/saved/")
    for _ in range(2):
        opener = curator.locator(".saved__lists:not([open])").filter(
            has_not=curator.locator("input:checked")
        )
        opener.first.locator("summary").click()
        form = curator.locator(".saved__lists[open]")
        form.get_by_label("First weeks").check()
        with curator.expect_navigation():
            form.get_by_role("button", name="Keep these lists").click()
    curator.get_by_role("link", name="First weeks").click()
    titles = curator.locator(".results h3")
    first = titles.first.inner_text()
    with curator.expect_navigation():
        curator.get_by_role("button", name=re.compile(f"Move down ?: {first}")).click()
    expect(titles.last).to_have_text(first)
    with curator.expect_navigation():
        curator.get_by_role("button", name="Put it among the collections").click()
    visitor = visit("/collections/", javascript=javascript)
    visitor.get_by_role("link", name="First weeks").click()
    expect(visitor.locator(".results h3").last).to_have_text(first)

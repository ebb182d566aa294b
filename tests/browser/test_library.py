"""The library in a real browser: filters, the sheet on a phone, suggestions, no script."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage, ResourceTerm, Term
from library.services.publishing import withdraw
from search.services import counting
from tests.browser.conftest import PHONE, Visit, assert_accessible, assert_no_sideways_scroll
from tests.factories.resources import make_draft, make_library, members_only, publish

GRADES = ("9-12", "6-8", "k-2")


def make(library: LibraryIndexPage, title: str, terms: tuple[str, ...], **fields: object) -> None:
    draft = make_draft(library, title, **fields)
    draft.resource_terms.set(
        [ResourceTerm(term=term) for term in Term.objects.filter(slug__in=terms)]
    )
    draft.tags.set([f"word {n}" for n in range(int(str(fields.get("time_to_start", "1"))[0]))])
    draft.save_revision()
    publish(draft)


@pytest.fixture(autouse=True)
def shelf(
    search_index: None,
    transactional_db: None,
    deliver: Callable[[], None],
) -> None:
    """Nine resources in three grades, of two kinds."""
    call_command("load_vocabularies", verbosity=0)
    library = make_library()
    for number in range(9):
        make(
            library,
            f"Phone tree {number}",
            (GRADES[number % 3], "chronic-absence"),
            kind="guide" if number % 2 else "practice",
            summary="Advisers called home by 8:20. Absence fell by a third in nine weeks.",
            body="<p>Eleven advisers each took nine students.</p>",
            time_to_start="6 hours",
            cost="None",
        )
    make(library, "A quiet start", ("9-12",), kind="policy")
    deliver()


def counted() -> tuple[int, int]:
    """How many results were opened, and the places they stood at together."""
    tallies = counting._questions.waits().values()
    return sum(one["clicks"] for one in tallies), sum(one["ranks"] for one in tallies)


def test_an_opened_result_is_counted_by_its_place(visit: Visit) -> None:
    page = visit("/library/?q=phone")
    with page.expect_response("**/search/clicked") as sent:
        page.locator(".results h3 a").nth(2).click()
    assert sent.value.status == 204
    assert counted() == (1, 3)


def test_whoever_objects_sends_nothing(visit: Visit) -> None:
    page = visit("/library/")
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })"
    )
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto("/library/?q=phone")
    page.locator(".results h3 a").first.click()
    page.wait_for_url("**/library/phone-tree-*/")
    assert not [url for url in sent if "clicked" in url]
    assert counted() == (0, 0)


def announcements(page: Page) -> list[str]:
    return page.evaluate("window.said")


def listen(page: Page) -> None:
    """Note each change of the count, as a screen reader would hear it."""
    page.evaluate(
        """() => {
          window.said = [];
          const count = document.getElementById("count");
          new MutationObserver(() => window.said.push(count.textContent.trim()))
            .observe(count, { childList: true, subtree: true, characterData: true });
        }"""
    )


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def test_a_choice_keeps_the_focus_and_the_count_is_said_once(visit: Visit) -> None:
    page = visit("/library/")
    listen(page)
    box = page.get_by_role("checkbox", name="6-8")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#count")).to_contain_text("3 resources")
    assert page.url.endswith("/library/?grade=6-8")
    assert focused(page) == "grade-6-8"
    expect(page.get_by_role("checkbox", name="6-8")).to_be_checked()
    page.wait_for_timeout(300)
    assert announcements(page) == ["3 resources with this filter"]
    expect(page.get_by_role("link", name="Remove filter: Grades 6-8")).to_be_visible()


def test_back_and_forward_restore_what_was_chosen(visit: Visit) -> None:
    page = visit("/library/")
    page.get_by_role("checkbox", name="6-8").check()
    page.wait_for_url("**/?grade=6-8")
    page.get_by_role("checkbox", name="K-2").check()
    page.wait_for_url("**grade=k-2**")
    page.go_back()
    expect(page.get_by_role("checkbox", name="6-8")).to_be_checked()
    expect(page.get_by_role("checkbox", name="K-2")).not_to_be_checked()
    expect(page.locator("#count")).to_contain_text("3 resources")
    page.go_back()
    expect(page.locator("#count")).to_contain_text("10 resources")
    expect(page.get_by_role("checkbox", name="6-8")).not_to_be_checked()


def test_a_question_typed_and_sent_asks_once(visit: Visit) -> None:
    page = visit("/library/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    listen(page)
    page.get_by_label("Ask the library").fill("quiet")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("1 resource for your question")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert len([url for url in asked if "/library/?" in url]) == 1
    expect(page.get_by_label("Sort").locator("option:checked")).to_have_text("Best match")
    assert announcements(page) == ["1 resource for your question"]


def test_leaving_the_box_does_not_ask(visit: Visit) -> None:
    page = visit("/library/")
    page.get_by_label("Ask the library").fill("quiet")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)
    expect(page.locator("#count")).to_contain_text("10 resources")


def test_quick_choices_are_answered_together(visit: Visit) -> None:
    page = visit("/library/")
    listen(page)
    page.evaluate("document.querySelectorAll('[name=grade]').forEach((box) => box.click())")
    expect(page.locator(".chips a.chip")).to_have_count(3)
    page.wait_for_timeout(300)
    assert announcements(page) == ["10 resources with these filters"]


def test_a_rare_value_taken_off_keeps_the_focus(visit: Visit, deliver: Callable[[], None]) -> None:
    library = make_library()
    for number in range(13):
        draft = make_draft(library, f"Tagged {number}")
        draft.tags.set([f"tag {n:02}" for n in range(number, 13)])
        draft.save_revision()
        publish(draft)
    deliver()
    page = visit("/library/?tag=tag-00")
    box = page.get_by_role("checkbox", name="tag 00")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#count")).to_contain_text("23 resources")
    assert focused(page) == "tag-tag-00"
    page.keyboard.press("Space")
    expect(page.locator("#count")).to_contain_text("1 resource")


def test_more_values_open_the_sheet_of_a_phone(visit: Visit, deliver: Callable[[], None]) -> None:
    library = make_library()
    draft = make_draft(library, "Tagged")
    draft.tags.set([f"tag {n:02}" for n in range(13)])
    draft.save_revision()
    publish(draft)
    deliver()
    page = visit("/library/", width=360)
    page.locator(".filters-opener").click()
    page.get_by_text("More filters").click()
    page.get_by_role("link", name="more under Tag").click()
    page.wait_for_url("**more=tag**")
    expect(page.get_by_role("dialog").get_by_role("checkbox", name="tag 12")).to_be_visible()


def test_the_order_changes_at_once(visit: Visit) -> None:
    page = visit("/library/")
    page.get_by_label("Sort").focus()
    page.get_by_label("Sort").select_option("title")
    page.wait_for_url("**sort=title")
    expect(page.locator(".results h3").first).to_have_text("A quiet start")
    assert focused(page) == "sort"


def test_on_a_phone_the_filters_are_one_sheet(visit: Visit) -> None:
    page = visit("/library/", width=360)
    expect(page.get_by_role("checkbox", name="6-8")).to_be_hidden()
    page.get_by_text("Filters", exact=True).last.click()
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_role("button", name="Show 10 results")).to_be_visible()
    assert_accessible(page)
    listen(page)
    box = sheet.get_by_role("checkbox", name="6-8")
    box.focus()
    page.keyboard.press("Space")
    expect(sheet.get_by_role("button", name="Show 3 results")).to_be_visible()
    assert focused(page) == "grade-6-8"
    page.wait_for_timeout(300)
    assert announcements(page) == ["3 resources with this filter"]
    sheet.get_by_role("checkbox", name="K-2").check()
    show = sheet.get_by_role("button", name="Show 6 results")
    show.click()
    expect(sheet).to_be_hidden()
    expect(page.locator(".results > li")).to_have_count(6)
    expect(page.locator(".filters-opener")).to_have_text("Filters, 2 on")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_escape_closes_the_sheet_and_returns_the_focus(visit: Visit) -> None:
    page = visit("/library/", width=360)
    page.locator(".filters-opener").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.classList.contains('filters-opener')")


def test_more_values_and_more_filters_open_without_losing_choices(visit: Visit) -> None:
    page = visit("/library/?grade=6-8")
    page.get_by_text("More filters").click()
    page.get_by_role("checkbox", name="word 1", exact=False).first.check()
    page.wait_for_url("**tag=**")
    expect(page.get_by_role("checkbox", name="word 1", exact=False).first).to_be_visible()
    expect(page.get_by_role("checkbox", name="6-8")).to_be_checked()


def begin_a_question(page: Page) -> tuple[Locator, Locator]:
    """Type the beginning of a title; return the box and the suggestion that comes up."""
    box = page.get_by_label("Ask the library")
    box.press_sequentially("quie")
    option = page.get_by_role("option", name="A quiet start")
    expect(option).to_be_visible()
    return box, option


def test_the_down_arrow_brings_closed_suggestions_back(visit: Visit) -> None:
    box, option = begin_a_question(visit("/library/"))
    box.press("Escape")
    expect(option).to_be_hidden()
    box.press("ArrowDown")
    expect(option).to_be_visible()


def test_suggestions_by_keyboard(visit: Visit) -> None:
    page = visit("/library/")
    box, option = begin_a_question(page)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".ask [role=status]")).to_have_text("1 suggestion")
    assert_accessible(page)
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Escape")
    expect(option).to_be_hidden()
    expect(box).to_have_value("quie")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("t")
    expect(option).to_be_visible()
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url("**/library/a-quiet-start/")


@pytest.mark.parametrize("path", ["/", "/library/", "/search/"])
def test_every_question_box_suggests(visit: Visit, path: str) -> None:
    page = visit(path)
    page.locator("#ask-q").press_sequentially("quie")
    page.get_by_role("option", name="A quiet start").click()
    page.wait_for_url("**/library/a-quiet-start/")


def test_suggestions_leave_out_what_is_for_members(
    visit: Visit, deliver: Callable[[], None], leader: User
) -> None:
    make(make_library(), "Zebra crossing", ("9-12",), **members_only())
    deliver()
    page = visit("/library/")
    page.locator("#ask-q").press_sequentially("zebr")
    page.wait_for_timeout(500)
    assert page.locator(".suggest [role=option]").all_inner_texts() == []
    member = visit("/library/", user=leader)
    member.locator("#ask-q").press_sequentially("zebr")
    expect(member.get_by_role("option", name="Zebra crossing")).to_be_visible()


@pytest.mark.parametrize("size", [360, 1440])
def test_without_a_script_everything_works(visit: Visit, size: int) -> None:
    page = visit("/library/", javascript=False, width=size)
    if size == 360:
        page.locator(".filters-opener").click()
    page.get_by_role("checkbox", name="6-8").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator("#count")).to_contain_text("3 resources")
    page.get_by_role("link", name="Remove filter: Grades 6-8").click()
    expect(page.locator("#count")).to_contain_text("10 resources")
    page.get_by_label("Ask the library").fill("quiet")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".results > li")).to_have_count(1)
    page.get_by_role("link", name="A quiet start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A quiet start")
    assert page.get_by_role("button", name="Copy citation").count() == 0


def test_the_citation_is_copied(visit: Visit) -> None:
    page = visit("/library/a-quiet-start/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy citation").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation").inner_text()


def test_another_style_takes_the_place_of_the_first(visit: Visit) -> None:
    page = visit("/library/a-quiet-start/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="MLA", exact=True).press("Enter")
    expect(page.locator("#citation")).to_contain_text("A Quiet Start. Policy.")
    assert page.url.endswith("/library/a-quiet-start/")
    expect(page.get_by_role("link", name="MLA", exact=True)).to_be_focused()
    page.get_by_role("link", name="BibTeX", exact=True).click()
    expect(page.locator("#citation")).to_contain_text("@techreport")
    page.get_by_role("button", name="Copy citation").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@techreport{cas-")
    with page.expect_download() as got:
        page.get_by_role("link", name="Download BibTeX").click()
    assert got.value.suggested_filename.endswith(".bib")


def test_without_a_script_another_style_has_a_page(visit: Visit) -> None:
    page = visit("/library/a-quiet-start/", javascript=False)
    page.get_by_role("link", name="Chicago", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cite")
    expect(page.locator("#citation")).to_contain_text("A Quiet Start. Policy. Version 1.")
    page.get_by_role("link", name="A quiet start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A quiet start")


PATHS = [
    "/library/",
    "/library/?q=phone&grade=6-8&kind=guide",
    "/library/?q=xqzzy",
    "/library/?q=phone+helicopter",
    "/library/phone-tree-0/",
    "/library/phone-tree-0/v/1/",
    "/library/phone-tree-0/versions/",
    "/library/phone-tree-0/save/",
    "/library/phone-tree-8/",
    "/search/",
    "/search/?q=phone",
    "/search/?q=xqzzy",
]


def test_every_page_is_accessible_on_a_phone(visit: Visit, reviewer: User) -> None:
    second = ResourcePage.objects.get(slug="phone-tree-0")
    second.save_revision()
    publish(second, what_changed="New figures.")
    gone = ResourcePage.objects.get(slug="phone-tree-8")
    withdraw(resource=gone, user=reviewer, reason="Out of date.")
    page = visit(PATHS[0], width=PHONE)
    for path in PATHS:
        page.goto(path)
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_a_narrow_window_needs_no_sideways_scroll(visit: Visit) -> None:
    page = visit("/library/", width=320)
    for path in PATHS:
        page.goto(path)
        assert_no_sideways_scroll(page)

"""A sheet from the top of the page to its receipt with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.sheets import open_sheet, ready, values, wait_for_save

pytestmark = pytest.mark.e2e

MEMBER = "wibawa.pranata@pekalongan.example"
LIMIT = 12


class Keys:
    """Presses keys and counts the Tabs."""

    def __init__(self, page):
        self.page, self.tabs = page, 0

    def press(self, *names):
        for name in names:
            self.page.keyboard.press(name)

    def tab_to(self, selector):
        """Tab until the focus is there."""
        while not self.page.evaluate("s => document.activeElement.matches(s)", selector):
            self.press("Tab")
            self.tabs += 1
            assert self.tabs <= LIMIT, f"{selector} was not reached"


def last_three(member, address):
    """Leave three criteria of the sheet open: the others are filled in beforehand."""
    page = member.page
    count = page.locator("fieldset.crit").count()
    for number in range(4, count + 1):
        page.locator(f"#n{number}").fill("75")
    wait_for_save(page)
    page.goto(address)
    ready(page)


def test_three_criteria_and_the_signature_in_twelve_tabs(person):
    member = person(MEMBER)
    last_three(member, open_sheet(member, 0))
    keys = Keys(member.page)

    keys.tab_to(".skip")
    keys.press("Enter")
    for number, level in ((1, "4"), (2, "3"), (3, "4")):
        keys.tab_to(f'input[name="t{number}"]')
        keys.press(level)
    keys.press("Control+Enter")
    expect(member.page.get_by_role("heading", name="Tinjau dan tanda tangani")).to_be_visible()
    expect(member.page.locator("#mine")).to_be_focused()
    keys.press("Space")
    keys.tab_to("button[type=submit]")
    keys.press("Enter")

    signed = member.page.get_by_role("heading", name="Lembar nilai sudah ditandatangani")
    expect(signed).to_be_visible()
    assert keys.tabs <= LIMIT


@pytest.mark.long
def test_numbers_typed_in_the_boxes_need_no_mouse_either(person):
    member = person(MEMBER)
    open_sheet(member, 1)
    page = member.page
    page.locator("#n1").focus()
    keys = Keys(page)

    for number, score in ((1, "82"), (2, "79")):
        keys.tab_to(f"#n{number}")
        page.keyboard.type(score)

    assert keys.tabs <= 4
    wait_for_save(page)
    assert values(page, 1, 2) == ["82", "79"]
    assert page.locator('input[name="t1"]:checked').get_attribute("value") == "4"


def test_enter_in_a_number_and_escape_discard_nothing(person):
    member = person(MEMBER)
    open_sheet(member, 2)
    page = member.page
    page.locator("#n1").fill("81")

    page.locator("#n1").press("Enter")
    page.locator("#n1").press("Escape")

    wait_for_save(page)
    assert values(page, 1) == ["81"]


def test_what_lies_beside_the_sheet_is_one_key_away(person):
    member = person(MEMBER)
    open_sheet(member, 3)
    page = member.page
    page.locator("#n1").fill("80")
    key = page.locator("[data-key]").first.get_attribute("data-key")

    with member.context.expect_page() as opened:
        page.locator("#n1").press(f"Alt+{key}")

    assert opened.value.url != page.url
    assert values(page, 1) == ["80"]

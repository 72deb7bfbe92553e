"""A person with several rooms in one tab, on a page of any width, and a page that nobody looks at."""

import re

from playwright.sync_api import FloatRect, Locator, Page, expect

from e2e.room_page import RoomPage


def rooms_of(person: RoomPage) -> Locator:
    """Return the list of rooms, which is called up first where it does not stand beside the page."""
    button = person.page.get_by_role("button", name=person.words.rooms)
    rooms = person.page.get_by_role("navigation", name=person.words.rooms)
    if button.is_visible() and button.get_attribute("aria-expanded") == "false":
        button.click()
    expect(rooms).to_be_visible()
    return rooms


def open_another(person: RoomPage, item: str, name: str = "") -> None:
    """Join one more item from inside a room."""
    rooms_of(person).get_by_role("button", name=person.words.another_item).click()
    person.fill_form(item, name=name)
    person.expect_connected()
    expect_shown(person, item)


def go_to(person: RoomPage, item: str) -> None:
    """Show another one of the rooms."""
    rooms_of(person).get_by_role("button", name=item).click()
    expect_shown(person, item)


def expect_shown(person: RoomPage, item: str) -> None:
    """Expect this room on the page."""
    expect(person.page.get_by_role("heading", level=1)).to_have_text(item)
    person.expect_connected()


def people_of(person: RoomPage) -> Locator:
    """Return the list of people, which is called up first where it is not in sight."""
    people = person.page.get_by_role("region", name=person.words.here_now)
    if not people.is_visible():
        person.page.get_by_role("button", name=re.compile(person.words.here(r"\d+"))).click()
    expect(people).to_be_visible()
    return people


def box_of(locator: Locator) -> FloatRect:
    """Return where something stands on the page."""
    box = locator.bounding_box()
    assert box is not None
    return box


def look(page: Page, is_looked_at: bool) -> None:
    """Let the page believe that it is in view, or is not: no page of a headless browser ever goes out of it."""
    page.evaluate(
        """(isHidden) => {
            Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden })
            const state = isHidden ? 'hidden' : 'visible'
            Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
            document.dispatchEvent(new Event('visibilitychange'))
        }""",
        not is_looked_at,
    )

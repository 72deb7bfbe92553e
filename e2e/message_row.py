"""One message in the list of a page, and what a person does with it."""

import re

from playwright.sync_api import Locator, expect

from e2e.room_page import RoomPage


class MessageRow:
    """The first row that says this, whoever wrote it; later ones may quote it."""

    def __init__(self, person: RoomPage, body: str) -> None:
        self._person = person
        self._words = person.words
        # A row has no role of its own; `data-row` is what it is known by.
        self.row = person.log.locator("[data-row]").filter(has=person.page.get_by_text(body, exact=True)).first

    def act(self, name: str) -> None:
        """Press one of its actions, by the pointer or by the finger."""
        self.button(name).click()

    def button(self, name: str) -> Locator:
        """Return one of its actions, after whatever brings them to sight."""
        opener = self.row.get_by_role("button", name=self._words.actions)
        if self._person.page.evaluate("matchMedia('(hover: none)').matches"):
            if opener.get_attribute("aria-expanded") == "false":
                opener.tap()
        else:
            self.row.hover()
            # Older messages may still be coming in above: a row that moves from under the pointer keeps its actions.
            self.row.focus()
        return self.row.get_by_role("button", name=name, exact=True)

    def react(self, emoji: str) -> None:
        """Choose an emoji for it."""
        self.act(self._words.react)
        palette = self._person.page.get_by_role("dialog", name=self._words.choose_reaction)
        palette.get_by_role("button", name=emoji, exact=True).click()
        expect(palette).to_be_hidden()
        # What a finger opened closes with the palette, a moment after it: who looked in between would press nothing.
        opener = self.row.get_by_role("button", name=self._words.actions, include_hidden=True)
        expect(opener).to_have_attribute("aria-expanded", "false")

    def chip(self, emoji: str) -> Locator:
        """Return the button that says who reacted so."""
        return self.row.get_by_role("list", name=self._words.reactions).get_by_role(
            "button", name=re.compile(f"^{emoji}")
        )

    def remove(self) -> None:
        """Delete it, and say so when asked."""
        self.act(self._words.delete)
        self.row.get_by_role("button", name=self._words.delete_now).click()

"""The page while the browser translates it: it goes on, and shows what is so."""

import re

from playwright.sync_api import expect

from e2e.message_row import MessageRow
from e2e.room_page import RoomPage
from e2e.test_changes import quote_in
from e2e.test_search import search
from e2e.translator import TEXTS_BESIDE_OTHERS, translate


def test_a_translated_page_goes_on(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CL17: Whatever people do, no text of before stays, and nothing ends."""
    page, words = alice.page, alice.words
    translate(page.context)
    alice.join(item, name="Ana")
    expect(page.locator("font").first).to_be_attached()
    bob.join(item, name="Bo")
    for typed in ("o", "n", ""):
        bob.box.fill(typed)
        expect(page.locator(".typing")).to_have_text("" if typed == "" else "Bo is typing…")
    alice.say("it shiped", "today")
    bob.say("by *which* truck? https://example.org says `none`", "@Ana?")
    expect(alice.log.get_by_text("@Ana")).to_be_visible()
    _edit(alice)
    MessageRow(bob, "it shipped").react("🎉")
    MessageRow(alice, "it shipped").chip("🎉").click()
    expect(MessageRow(alice, "it shipped").chip("🎉")).to_have_text(re.compile("2$"))
    MessageRow(bob, "it shipped").act(words.reply)
    bob.say("good")
    expect(quote_in(alice, "good")).to_have_text(f"{words.in_reply_to} Ana it shipped")
    MessageRow(alice, "today").remove()
    expect(alice.log.get_by_text(words.deleted)).to_have_count(1)
    _search(alice)
    assert page.evaluate(TEXTS_BESIDE_OTHERS) == []
    bob.leave()
    alice.expect_line("Bo left the chat")
    _speak_chinese_and_leave(alice)


def _edit(alice: RoomPage) -> None:
    MessageRow(alice, "it shiped").act(alice.words.edit)
    alice.box.fill("it shipped")
    alice.box.press("Enter")
    expect(alice.log.get_by_text("it shipped", exact=True)).to_have_count(1)
    expect(alice.log.get_by_text("it shiped", exact=True)).to_have_count(0)
    expect(alice.log.get_by_text(alice.words.edited)).to_have_count(1)


def _search(alice: RoomPage) -> None:
    results = search(alice, "ship")
    expect(results).to_have_count(1)
    alice.page.get_by_role("searchbox").fill("truck")
    expect(results).to_have_text(re.compile("which.*truck"))
    alice.page.get_by_role("dialog").get_by_role("button").first.click()
    expect(alice.page.get_by_role("dialog")).to_have_count(0)


def _speak_chinese_and_leave(alice: RoomPage) -> None:
    page = alice.page
    page.locator("select.language-switch").first.select_option("zh")
    expect(page.get_by_role("button", name="发送")).to_be_visible()
    expect(page.get_by_text(alice.words.send, exact=True)).to_have_count(0)
    page.get_by_role("button", name="离开").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="进入")).to_be_visible()

"""The message box: its keys, what it keeps, and the input methods that write Chinese."""

import re
from collections.abc import Callable

from playwright.sync_api import CDPSession, Page, expect

from e2e.message_row import MessageRow
from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.surroundings import both_ways, everywhere


@everywhere
def test_enter_sends_and_shift_enter_breaks_the_line(alice: RoomPage, item: str) -> None:
    """A message of two lines is one message, and the box is as high as its text."""
    alice.join(item)
    before = alice.box.bounding_box()
    alice.box.press_sequentially("one")
    alice.box.press("Shift+Enter")
    alice.box.press_sequentially("two")
    grown = alice.box.bounding_box()
    assert before is not None
    assert grown is not None
    assert grown["height"] > before["height"]
    alice.box.press("Enter")
    expect(alice.log.get_by_text(re.compile("^one\\s+two$"))).to_have_count(1)
    expect(alice.box).to_have_value("")


def test_a_long_answer_leaves_messages_in_view_at_a_zoom_of_400_percent(
    open_page: Callable[..., Page], server: ServerProcess, item: str
) -> None:
    """A window of 1280 by 1024 px is one of 320 by 256 then; the list keeps a line of it."""
    alice = RoomPage(open_page(viewport={"width": 320, "height": 256}), server.url).join(item, name="Ana")
    alice.say("the question")
    MessageRow(alice, "the question").act(alice.words.reply)
    alice.box.fill("\n".join("one line and another"))
    view, row = (
        alice.log.bounding_box(),
        MessageRow(alice, "the question").row.get_by_text("the question").bounding_box(),
    )
    assert view is not None
    assert row is not None
    assert view["height"] >= row["height"]


@everywhere
def test_up_edits_the_last_own_message(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """In an empty box only; somebody else's newer message and a deleted one are passed over."""
    alice.join(item)
    bob.join(item)
    alice.say("first", "second", "third")
    bob.expect_messages(["first", "second", "third"])
    bob.say("his")
    alice.expect_messages(["first", "second", "third", "his"])
    MessageRow(alice, "third").remove()
    alice.box.fill("not empty")
    alice.box.press("ArrowUp")
    expect(alice.page.get_by_text(alice.words.editing)).to_be_hidden()
    alice.box.fill("")
    alice.box.press("ArrowUp")
    expect(alice.page.get_by_text(alice.words.editing)).to_be_visible()
    expect(alice.box).to_have_value("second")
    alice.say("the second")
    bob.expect_messages(["first", "the second", "his"])


@both_ways
def test_escape_gives_the_draft_back(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """What was typed before an edit waits for its end; an answer keeps what was typed for it."""
    alice.join(item)
    bob.join(item)
    alice.say("mine")
    bob.expect_messages(["mine"])
    bob.say("his")
    alice.expect_messages(["mine", "his"])
    alice.box.fill("half a thought")
    MessageRow(alice, "mine").act(alice.words.edit)
    expect(alice.box).to_have_value("mine")
    expect(alice.box).to_be_focused()
    alice.box.fill("mine, changed")
    alice.box.press("Escape")
    expect(alice.box).to_have_value("half a thought")
    MessageRow(alice, "his").act(alice.words.reply)
    expect(alice.page.get_by_text(alice.words.replying_to(""))).to_be_visible()
    expect(alice.box).to_have_value("half a thought")
    alice.box.press("Escape")
    expect(alice.page.get_by_text(alice.words.replying_to(""))).to_be_hidden()
    alice.box.press("Enter")
    bob.expect_messages(["mine", "his", "half a thought"])
    expect(bob.log.get_by_role("button", name=re.compile(f"^{bob.words.in_reply_to}"))).to_have_count(0)


@both_ways
def test_an_edit_ends_when_its_message_is_deleted(alice: RoomPage, item: str) -> None:
    """Another tab of the same person takes the message back: the box is for new messages again."""
    alice.join(item)
    alice.say("mine")
    MessageRow(alice, "mine").act(alice.words.edit)
    expect(alice.page.get_by_text(alice.words.editing)).to_be_visible()
    MessageRow(alice, "mine").remove()
    expect(alice.page.get_by_text(alice.words.editing)).to_be_hidden()
    expect(alice.box).to_have_value("")


@everywhere
def test_each_room_keeps_its_own_draft(alice: RoomPage, item: str) -> None:
    """CL10: A draft survives a reload, and stays in its room."""
    alice.follow_link(item)
    alice.box.fill("for this room")
    alice.follow_link(f"{item}-other")
    expect(alice.box).to_have_value("")
    alice.box.fill("for the other")
    alice.reload()
    expect(alice.box).to_have_value("for the other")
    alice.follow_link(item)
    expect(alice.box).to_have_value("for this room")


@everywhere
def test_the_counter_appears_near_the_limit(alice: RoomPage, item: str) -> None:
    """It counts down the last tenth, in characters; too much is not sent."""
    alice.join(item)
    alice.box.fill("x" * 7_000)
    expect(alice.page.get_by_text(alice.words.characters_left(1_000))).to_be_hidden()
    alice.box.fill("🚢" * 7_999)
    expect(alice.page.get_by_text(alice.words.characters_left(1))).to_be_visible()
    alice.box.fill("x" * 8_001)
    expect(alice.page.get_by_text(alice.words.characters_over(1))).to_be_visible()
    alice.box.press("Enter")
    expect(alice.box).to_have_value("x" * 8_001)


@everywhere
def test_pasted_text_is_plain(alice: RoomPage, item: str) -> None:
    """Of what a page or a text processor puts in the clipboard its words are kept, and its lines."""
    alice.join(item)
    alice.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alice.box.focus()
    alice.page.evaluate(
        """() => navigator.clipboard.write([new ClipboardItem({
            'text/html': new Blob(['<b>bold</b><br><img src="x">line'], {type: 'text/html'}),
            'text/plain': new Blob(['bold\\nline'], {type: 'text/plain'}),
        })])"""
    )
    alice.box.press("ControlOrMeta+v")
    expect(alice.box).to_have_value("bold\nline")


def compose(cdp: CDPSession, text: str) -> None:
    """Show text as an input method does that has not settled on it."""
    cdp.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def press_as_input_method(cdp: CDPSession, key: str) -> None:
    """Press a key that goes to the input method: the page sees it under code 229."""
    cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": key, "windowsVirtualKeyCode": 229})


@both_ways
def test_enter_in_a_composition_does_not_send(alice: RoomPage, item: str) -> None:
    """The Enter that settles on Chinese characters is for the input method; the next one sends."""
    alice.join(item)
    cdp = alice.page.context.new_cdp_session(alice.page)
    alice.box.focus()
    compose(cdp, "jin'wan")
    expect(alice.box).to_have_value("jin'wan")
    press_as_input_method(cdp, "Enter")
    cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 13})
    cdp.send("Input.insertText", {"text": "今晚"})
    expect(alice.box).to_have_value("今晚")
    expect(alice.log.get_by_title(alice.words.sent, exact=True)).to_have_count(0)
    alice.box.press("Enter")
    alice.expect_messages(["今晚"])


@both_ways
def test_escape_in_a_composition_does_not_cancel(alice: RoomPage, item: str) -> None:
    """Escape takes back the characters that are being composed, and not the edit."""
    alice.join(item)
    alice.say("mine")
    MessageRow(alice, "mine").act(alice.words.edit)
    cdp = alice.page.context.new_cdp_session(alice.page)
    compose(cdp, "ni")
    cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Escape", "windowsVirtualKeyCode": 27})
    cdp.send("Input.insertText", {"text": "你"})
    expect(alice.page.get_by_text(alice.words.editing)).to_be_visible()
    expect(alice.box).to_have_value("mine你")


def test_a_paste_of_megabytes_is_cut_before_it_is_laid_out(alice: RoomPage, item: str) -> None:
    """CL15: Pasted, the box never holds more than its bound, and says that it was cut."""
    alice.join(item)
    alice.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alice.box.focus()
    alice.page.evaluate("""() => {
        window.longest = 0
        document.querySelector('textarea').addEventListener('input', ({ target }) => {
            window.longest = Math.max(window.longest, target.value.length)
        }, { capture: true })
        return navigator.clipboard.writeText('many words '.repeat(500_000))
    }""")
    alice.box.press("ControlOrMeta+v")
    expect(alice.page.get_by_text("Cut off after 20,000 characters")).to_be_visible()
    assert len(alice.box.input_value()) == 20_000
    assert alice.page.evaluate("longest") <= 20_000


def test_a_pasted_character_that_does_not_end_is_cut(alice: RoomPage, item: str) -> None:
    """CL15, FR15: A thumb keeps 63 of its skin tones and ends there, and what stands around it stays."""
    alice.join(item)
    alice.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alice.box.fill("before after")
    alice.box.evaluate("(box) => box.setSelectionRange(7, 7)")
    alice.page.evaluate("() => navigator.clipboard.writeText('\\u{1f44d}' + '\\u{1f3fd}'.repeat(7_999))")
    alice.box.press("ControlOrMeta+v")
    thumb = "\U0001f44d" + "\U0001f3fd" * 63 + "\u200b"
    expect(alice.box).to_have_value(f"before {thumb}after")
    alice.page.keyboard.type("!")
    expect(alice.box).to_have_value(f"before {thumb}!after")

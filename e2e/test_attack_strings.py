"""What people write is text, whatever it looks like: hundreds of strings that once broke a page somewhere."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.surroundings import everywhere
from e2e.wire_client import WireClient
from server.protocol.visible import has_visible

# FR16: what shows nothing is no message.
ATTACKS = [
    text for text in json.loads((Path(__file__).parent / "attack_strings.json").read_text("utf-8")) if has_visible(text)
]
LAST = "that was all"

# Everything that a row is made of; whatever else stands there came out of a message.
ELEMENTS = {"a", "bdi", "button", "code", "div", "h2", "p", "path", "span", "strong", "svg", "time"}
ATTRIBUTES = {
    *("aria-expanded", "aria-hidden", "aria-label", "aria-labelledby", "class", "d", "data-row", "datetime", "dir"),
    *("href", "id", "rel", "role", "style", "tabindex", "target", "title", "translate", "type", "viewBox"),
}

FOUND_IN_ROWS = """(log) => {
  const inside = [...log.querySelectorAll('*')]
  const bodies = [...log.querySelectorAll('[data-row] .body')]
  const links = [...log.querySelectorAll('a')]
  return {
    elements: [...new Set(inside.map((one) => one.localName))],
    attributes: [...new Set(inside.flatMap((one) => one.getAttributeNames()))],
    schemes: [...new Set(links.map((link) => new URL(link.href).protocol))],
    rels: [...new Set(links.map((link) => link.rel))],
    bodies: bodies.map((body) => body.textContent),
    drawnOutside: bodies.filter((body) => getComputedStyle(body).overflowY === 'visible').length,
    fits: log.scrollWidth <= log.clientWidth,
  }
}"""


def without_ticks(text: str) -> str:
    """Return what has to be left of a message, however it is drawn: backticks and line ends may go, and breaks come."""
    return "".join(text.replace("`", "").replace("\u200b", "").split())


def read(reader: RoomPage, port: int, item: str) -> dict[str, Any]:
    """Send every string past a reader, and return what stands in the list then."""
    reader.join(item)
    with WireClient(port, item) as attacker:
        attacker.say(*ATTACKS, LAST)
    reader.expect_messages([LAST])
    expect(reader.log.get_by_text("<title>owned</title>", exact=True)).to_have_count(1)
    # The list is drawn from its end, step by step.
    expect(reader.log.get_by_role("article")).to_have_count(len(ATTACKS) + 1)
    found: dict[str, Any] = reader.log.evaluate(FOUND_IN_ROWS)
    return found


def check(found: dict[str, Any]) -> None:
    """Fail if anything but text, code and web links came out of the strings."""
    assert set(found["elements"]) <= ELEMENTS
    assert set(found["attributes"]) <= ATTRIBUTES
    assert set(found["schemes"]) == {"http:", "https:"}
    assert found["rels"] == ["noopener noreferrer"]
    assert found["fits"]
    assert found["drawnOutside"] == 0
    # A line that names the language of a block is not drawn, so such blocks may have lost their first line.
    shown = [without_ticks(body) for body in found["bodies"]]
    assert len(shown) == len(ATTACKS) + 1
    lost = [
        text for text, body in zip(ATTACKS, shown, strict=False) if "```" not in text and without_ticks(text) != body
    ]
    assert lost == []


@everywhere
def test_attack_strings_are_shown_as_text(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """Over a real server, with its content security policy: no script runs, nothing is wider than the page.

    And the browser has nothing to complain of.
    """
    assert len(ATTACKS) >= 200
    broken = "document.addEventListener('securitypolicyviolation', () => { window.broken = true })"
    alice.page.add_init_script(broken)
    check(read(alice, server.port, item))
    assert alice.page.evaluate("[window.owned, window.broken]") == [None, None]
    assert "owned" not in alice.page.title()
    assert len(alice.page.frames) == 1
    assert alice.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    policy = alice.page.request.get(server.url).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy

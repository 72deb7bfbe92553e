"""A tab, and what a person does and reads there."""

import json
import re
from typing import Any

from e2e.firefox.bidi import Bidi
from e2e.waiting import until

SLOW_SECONDS = 30.0

ENTER = "\ue007"


class Tab:
    """One tab of Firefox."""

    def __init__(self, bidi: Bidi, context: str) -> None:
        self._bidi = bidi
        self._context = context

    def go(self, url: str) -> None:
        """Load a page."""
        self._bidi.command("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def reload(self) -> None:
        """Load it anew."""
        self._bidi.command("browsingContext.reload", context=self._context, wait="complete")

    def walk(self, steps: int) -> None:
        """Go back in the history of the tab, or forward."""
        self._bidi.command("browsingContext.traverseHistory", context=self._context, delta=steps)

    def evaluate(self, expression: str) -> Any:
        """Return what an expression of JavaScript is; it has to be something that JSON can say."""
        answer = self._bidi.command(
            "script.evaluate",
            expression=f"JSON.stringify({expression}) ?? 'null'",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def fill(self, name: str, text: str) -> None:
        """Write in the field of this name, with the keyboard."""
        # By its name alone: a field for a secret has no role.
        self._act_on({"name": name}, ("input", "textarea"), "focus")
        self._press(text)

    def press_button(self, name: str) -> None:
        """Press the button of this name."""
        self._act_on({"name": name, "role": "button"}, ("button",), "click")

    def say(self, body: str) -> None:
        """Write a message and send it."""
        self.fill("Message", body)
        self._press(ENTER)

    def join(self, item: str, token: str = "anything") -> None:
        """Fill the form that is open, and come in."""
        self.fill("Item ID", item)
        self.fill("Token", token)
        self.press_button("Join")
        self.expect_connected()

    def expect_connected(self) -> None:
        """Wait until the page says so."""
        self.expect_text(r"(?i)^connected$")

    def expect_text(self, pattern: str) -> str:
        """Wait for a line of the page that is like this, and return it."""

        def look() -> str | None:
            found = re.search(pattern, self.evaluate("document.body?.innerText ?? ''"), re.MULTILINE)
            return found[0] if found else None

        return until(look, f"{pattern!r}", seconds=SLOW_SECONDS)

    def expect_messages(self, bodies: list[str]) -> None:
        """Wait until the list says these, in this order, and nothing else that begins as they do."""
        said = "document.querySelector('[role=log]')?.innerText.split('\\n') ?? []"
        until(
            lambda: [line for line in self.evaluate(said) if line in bodies] == bodies,
            f"{bodies}",
            seconds=SLOW_SECONDS,
        )

    @property
    def client_id(self) -> int:
        """The client ID, as the page shows it."""
        return int(re.sub(r"\D", "", self.expect_text(r"(?i)^Your ID:\s*\d+$")))

    def _act_on(self, wanted: dict[str, str], kinds: tuple[str, ...], act: str) -> None:
        """Do something to the one element of these kinds that has this name, and role."""

        def look() -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = self._bidi.command(
                "browsingContext.locateNodes",
                context=self._context,
                locator={"type": "accessibility", "value": wanted},
            )["nodes"]
            return [node for node in found if node["value"]["localName"] in kinds]

        node = until(look, f"{wanted}", seconds=SLOW_SECONDS)[0]
        self._bidi.command(
            "script.callFunction",
            functionDeclaration=f"(element) => element.{act}()",
            target={"context": self._context},
            arguments=[{"sharedId": node["sharedId"]}],
            awaitPromise=False,
        )

    def _press(self, keys: str) -> None:
        # Keys go to the tab in front.
        self._bidi.command("browsingContext.activate", context=self._context)
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": strokes}
        self._bidi.command("input.performActions", context=self._context, actions=[source])

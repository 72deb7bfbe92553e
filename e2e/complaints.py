"""What browsers complain about while a test runs; it fails the test."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

LOST_SOCKET = r"WebSocket connection to 'ws://[^']*' failed"
"""What Chromium says when a connection is cut or cannot be made."""

LOST_ICON = r"Failed to load resource: net::ERR_\w+ \(\S+/favicon\.svg\)"
"""And of the icon, which it asks for when it likes: the cut may come in between."""

ASKED_WHY = r"Failed to load resource: .* \(\S+/items/\S+/ws\)"
"""And of the page's question by plain HTTP why a socket does not open (CL19)."""

LOST_WORKER = r"An unknown error occurred when fetching the script"
"""And of the service worker, which it fetches after the page."""

LOST_SHELL = r"Failed to load resource: net::ERR_\w+ \(\S+/assets/\S+\)"
"""And of the shell's files, which the service worker keeps while the page is already in use."""

PAGE_FAULT = r"a fault of the page"
"""And React, of a fault that a test has put into the page."""


class Complaints:
    """Errors on consoles, errors that no script caught, breaches of the content security policy."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._expected: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        """Hear every page of a context, from now on."""
        context.on("console", self._console)
        context.on("weberror", self._error)

    def expect(self, pattern: str) -> None:
        """Say that complaints of this kind belong to the test."""
        self._expected.append(pattern)

    def expect_lost_network(self) -> None:
        """Say that the test cuts connections."""
        self.expect(LOST_SOCKET)
        self.expect(ASKED_WHY)
        self.expect(LOST_ICON)
        self.expect(LOST_WORKER)
        self.expect(LOST_SHELL)

    def check(self) -> None:
        """Fail if anything was heard that does not belong to the test."""
        strange = [heard for heard in self._heard if not any(re.search(known, heard) for known in self._expected)]
        assert not strange, "a browser complained:\n" + "\n".join(strange)

    def _console(self, message: ConsoleMessage) -> None:
        # Breaches of the content security policy are errors on the console too.
        if message.type in ("error", "assert") or "Content Security Policy" in message.text:
            self._heard.append(f"{message.text} ({message.location['url']})")

    def _error(self, error: WebError) -> None:
        self._heard.append(f"uncaught: {error.error}")

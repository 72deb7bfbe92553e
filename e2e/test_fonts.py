"""Both kinds of machine: a desktop with emoji in colour and Chinese signs, and a bare one without."""

import os

import pytest

from e2e.browser import has_latin_fonts_only
from e2e.room_page import RoomPage

NO_FONTS = (
    "This machine has no emoji in colour, so the page is not seen as most people see it: "
    "apt-get install fonts-noto-color-emoji fonts-noto-cjk"
)

HAS_COLOUR = """
() => {
  const pen = document.createElement('canvas').getContext('2d')
  pen.font = '40px sans-serif'
  pen.fillText('🎉', 10, 60)
  const { data } = pen.getImageData(0, 0, 100, 100)
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] > 0 && Math.max(data[at], data[at + 1], data[at + 2]) > 64) return true
  return false
}
"""


def test_the_run_has_the_fonts_that_it_says(alice: RoomPage) -> None:
    """A run with TEST_FONTS=latin has no emoji in colour; any other should have them, and under CI has to."""
    alice.open()
    has_colour = alice.page.evaluate(HAS_COLOUR)
    if has_latin_fonts_only():
        assert not has_colour
    elif not has_colour and os.environ.get("CI"):
        pytest.fail(NO_FONTS)
    elif not has_colour:
        pytest.skip(NO_FONTS)

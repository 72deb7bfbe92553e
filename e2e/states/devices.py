"""What people look at the page with."""

from typing import Any

DESK: dict[str, Any] = {"viewport": {"width": 1080, "height": 680}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 700}, "has_touch": True, "is_mobile": True}
# The narrowest that a page has to do with: WCAG's 320 CSS pixels, which is also 1280 at four times the size.
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}

DEVICES = {"desk": DESK, "phone": PHONE}

"""End to end: the real server, a real Chromium, several tabs."""

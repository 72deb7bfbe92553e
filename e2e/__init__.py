"""End to end: the real server, a real Chromium, several tabs.

``server_process`` runs the server and can kill it, ``tcp_proxy`` is a network
that can fail, ``browser`` finds a Chromium. ``room_page`` is a person at a
page and the only module that knows where things stand on it, ``wire_client`` a
client without a page. ``surroundings`` says what that person has before him and
``words`` what things are called there; ``README.md`` tells which test holds the
page to which promise. ``complaints`` hears what the browsers' consoles say,
which fails a test, and ``waiting`` is the one place that looks again and again.
"""

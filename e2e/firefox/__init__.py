"""A short lane in a real Firefox, driven by WebDriver BiDi.

Playwright drives a Firefox of its own only, which no package registry has. The
one that people have speaks BiDi by itself: ``bidi`` is that conversation,
``browser`` finds and starts it, ``tab`` is what a person does there.
"""

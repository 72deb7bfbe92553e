"""The page, measured in a real Chromium against a real server.

``npm run measure:page`` writes ``docs/page.md`` and ``docs/page.json``.
``probe`` is what listens in the page, ``loading`` and ``living`` are what is
done to it, ``report`` writes down what came of it.
"""

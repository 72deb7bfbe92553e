"""Every arrangement of ``docs/deploy.md``, run for real with the text that stands there.

``documents`` takes the examples out of the page, so that what is read and what
is tested cannot differ; ``programs`` finds nginx, HAProxy, Caddy and PgBouncer.
"""

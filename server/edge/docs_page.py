"""The page at ``/docs``: the HTTP interface, drawn by Swagger UI.

FastAPI's own page loads its script from elsewhere and starts it inline; here
both come from this server, so that the page works without the internet and
under a policy that forbids anything inline.
"""

from fastapi import FastAPI
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount

from server.edge.static_files import FilesAtHand

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

# Relative addresses: they hold behind a proxy that adds a prefix, too.
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley: the HTTP interface</title>
<link rel="stylesheet" href="docs/ui/swagger-ui.css">
<link rel="icon" href="data:,">
<script defer src="docs/ui/swagger-ui-bundle.js"></script>
<script defer src="docs/start.js"></script>
</head>
<body><main id="swagger-ui"></main></body>
</html>
"""

_START = """SwaggerUIBundle({
  url: 'api/openapi.json',
  dom_id: '#swagger-ui',
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
})
"""


def add_docs_page(app: FastAPI) -> None:
    """Serve ``/docs`` and what it loads."""

    @app.get("/docs", include_in_schema=False)
    async def docs_page() -> Response:
        return HTMLResponse(_PAGE, headers={"content-security-policy": _POLICY, "cache-control": "no-cache"})

    @app.get("/docs/start.js", include_in_schema=False)
    async def start_script() -> Response:
        return Response(_START, media_type="text/javascript", headers={"cache-control": "no-cache"})

    assets = FilesAtHand(packages=[("fastapi_swagger", "resources")], cache_control="public, max-age=86400")
    app.router.routes.append(Mount("/docs/ui", assets, name="docs-ui"))

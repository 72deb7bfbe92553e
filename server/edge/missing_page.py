"""The answer at an unknown address: for a browser a page like the client's, without a script."""

import base64
import hashlib

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:0;min-height:100vh;display:grid;place-content:center;text-align:center;font:15px/1.55 system-ui,"
    "sans-serif;background:light-dark(#fcfbf9,#151311);color:light-dark(#25221d,#e9e6e1)}"
    "a{color:light-dark(#1d5a63,#86d0d8)}"
)
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>{style}</style>
</head>
<body><main><h1>{title}</h1><p>{text}</p><p><a href="/">{way}</a></p></main></body>
</html>
"""
_ENGLISH = ("en", "There is no such page", "A room is at /items/ and the name of its item.", "To the form")
_CHINESE = ("zh-Hans", "没有这个页面", "房间的地址是 /items/ 加上项目名。", "回到首页")


def missing(path: str, request: Headers) -> Response:
    """Return 404: a page for browsers, JSON for programs."""
    headers = {"cache-control": "no-store", "vary": "Accept, Accept-Language"}
    if "text/html" not in request.get("accept", ""):
        return JSONResponse({"detail": f"There is no {path} here."}, 404, headers)
    words = _CHINESE if request.get("accept-language", "").lower().startswith("zh") else _ENGLISH
    lang, title, text, way = words
    page = _PAGE.format(lang=lang, style=_STYLE, title=title, text=text, way=way)
    return HTMLResponse(page, 404, {**headers, "content-security-policy": _POLICY})

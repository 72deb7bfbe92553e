"""The short way into a room, past the router and the middleware, which have nothing to say to it.

They took half of the time of a handshake. The route of ``endpoint`` stays what
the application serves under any other server, and both end in one function.
"""

import re

from fastapi import FastAPI, WebSocket
from starlette.types import Receive, Scope, Send

from server.auth.credentials import get_credential
from server.edge.door import get_door
from server.edge.endpoint import room_socket

_ROOM = re.compile(r"/items/([\s\S]*)/ws")


class RoomsFirst:
    """Serves the typed WebSockets of rooms itself, and leaves everything else to ``app``."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the lifespan."""
        room = _ROOM.fullmatch(scope["path"]) if scope["type"] == "websocket" and scope["subprotocols"] else None
        if room is None:
            await self._app(scope, receive, send)
            return
        scope["app"] = self._app
        websocket = WebSocket(scope, receive, send)
        credential = await get_credential(
            websocket, websocket.cookies.get("session"), websocket.query_params.get("token")
        )
        await room_socket(websocket, room[1], await get_door(websocket), credential)

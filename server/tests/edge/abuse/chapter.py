"""A chat as FastAPI's chapter on WebSockets builds it, to be served by uvicorn as it comes."""

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()


class ConnectionManager:
    """Everybody who is here, each of whom is waited for."""

    def __init__(self) -> None:
        self._active: list[WebSocket] = []

    async def connect(self, websocket: WebSocket) -> None:
        await websocket.accept()
        self._active.append(websocket)

    def disconnect(self, websocket: WebSocket) -> None:
        self._active.remove(websocket)

    async def broadcast(self, message: str) -> None:
        for connection in self._active:
            await connection.send_text(message)


manager = ConnectionManager()


@app.get("/")
async def page() -> str:
    """Answer whoever asks whether somebody is there."""
    return "here"


@app.websocket("/ws/{client_id}")
async def chat(websocket: WebSocket, client_id: int) -> None:
    """Serve one client of the chat."""
    await manager.connect(websocket)
    try:
        while True:
            data = await websocket.receive_text()
            await manager.broadcast(f"Client #{client_id} says: {data}")
    except WebSocketDisconnect:
        manager.disconnect(websocket)
        await manager.broadcast(f"Client #{client_id} left the chat")

"""Where the core meets the network: sockets, timers, HTTP.

``endpoint`` lets a connection in, ``connection`` carries out what its session
asks for, ``outbox`` holds what its socket has not sent; ``hub`` is the rooms
that this node serves, ``live_room`` the fan-out of one, ``reader`` one member's
cursor, ``appender`` the way into the log. ``transport`` is uvicorn's WebSocket
protocol with its edges mended; ``http``, ``spa``, ``origin`` and ``telemetry``
are what every web server needs.
"""

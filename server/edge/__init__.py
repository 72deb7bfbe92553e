"""Where the core meets the network: sockets, timers, HTTP.

The way in: ``http_protocol`` and ``transport`` are uvicorn's protocols with
their edges mended (``masking`` is the short way for what is common);
``endpoint`` lets a connection in by the ``door``, as ``admission``, ``origin``
and ``quotas`` allow. ``connection`` carries out what its session asks for.

The way out: ``outbox`` is what one socket has not sent, ``direct_outbox`` over
our own transport (``direct``), ``asgi_outbox`` over any other server's;
``turn`` puts off what is done once for all that a turn of the loop brought.

The rooms: ``hub`` is those that this node serves, ``live_room`` one of them,
with its ``fan_out``, its ``attendance`` and its ``newcomers``; ``reader`` is one
member's cursor, ``appender`` the way into the log, ``following`` the store's.

``draining`` is the end of a node; ``http``, ``spa``, ``static_files``,
``docs_page`` and ``telemetry`` are what every web server needs.
"""

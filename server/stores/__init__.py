"""The adapters: what keeps a room's log, behind the ports of ``server.core``.

``factory`` opens one by its URL. Each package (``memory``, ``sqlite``) is one
adapter and knows no other; what they share is ``options`` (clock, randomness
and bounds, handed in), ``drafts`` (what makes two drafts the same), ``queue``
(what waits to be written), ``wakeups`` (who is told that a room has more),
``timekeeping`` and ``time_marks`` (which time may be believed) and ``sweeping``
(what goes for its age). All pass one contract suite.
"""

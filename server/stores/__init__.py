"""The adapters: what keeps a room's log, behind the ports of ``server.core``.

``factory`` opens one by its URL. Each package (``memory``, ``sqlite``) is one
adapter and knows no other; what they share is ``options`` (clock, randomness
and bounds, handed in), ``drafts`` (what makes two drafts the same), ``queue``
(what waits to be written) and ``wakeups`` (who is told that a room has more). All pass one contract suite.
"""

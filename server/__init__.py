"""Parley's server: live rooms over WebSockets, in front of an ordered log.

The packages form three rings, and imports point inward only: ``edge``, ``auth``
and ``stores`` know ``core``; ``core`` knows ``protocol``; ``protocol`` knows
nobody. ``app`` puts them together.
"""

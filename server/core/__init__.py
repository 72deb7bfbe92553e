"""What a room does: sessions, presence and cursors, as functions of their inputs.

Pure: no asyncio, no clock, no randomness, no logging. Frames, entries and
``now`` go in; effects come out, and somebody else carries them out. ``session``
is one client's stay, ``presence`` who is here, ``cursor`` how far a reader has
come, ``room`` the fan-out of one log; ``effects`` is what they ask for, and
``ports`` what they need from a store.
"""

"""The wire: every frame, code and bound that a client can see, written once.

Pure: the standard library and Pydantic, nothing else. ``entries`` holds what
both sides talk about, ``client_frames`` and ``server_frames`` the two unions,
``close_codes`` and ``errors`` the two tables, ``codec`` the way from text to
frame and back, and ``schema`` writes all of it to ``shared/schema/``.
"""

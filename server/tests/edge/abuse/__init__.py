"""The same attacks against our server and against uvicorn as it comes, each in a process of its own.

``attacks`` does them and says what it saw; ``targets`` are the servers, of which
``chapter`` is the other one. ``python -m scripts.test_stock`` prints them side by side.
All of it stays on loopback, is bounded and ends by itself. It reads ``/proc``, so it needs Linux.
"""

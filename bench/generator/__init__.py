"""The load: thousands of clients in one process and one thread, that count what they are handed.

It must not be what is measured, so it asks the kernel itself what is readable,
reads it into one buffer that all share, and looks no closer at most of it than
to count a mark.
"""

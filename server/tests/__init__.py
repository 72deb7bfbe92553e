"""Tests of the server; the folders mirror the source."""

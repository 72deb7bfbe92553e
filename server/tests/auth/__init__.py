"""Tests of who may come in, and as whom."""

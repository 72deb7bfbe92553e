"""Tests of the benchmark: what it counts is right, and it works. Nothing here asserts anything about time."""

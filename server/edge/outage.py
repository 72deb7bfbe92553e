"""Failures that repeat while something is away, logged once."""

import logging


class Outage:
    """A fault that one line tells, at WARNING, until it is over; what follows is for who looks closer."""

    def __init__(self, telemetry: logging.Logger) -> None:
        self._telemetry = telemetry
        self._is_told = False

    def tell(self, sentence: str, error: Exception) -> None:
        """Log the sentence, which has a place for the error."""
        self._telemetry.log(logging.DEBUG if self._is_told else logging.WARNING, sentence, error)
        self._is_told = True

    def is_over(self) -> None:
        """Note that it went well: the next fault is another one."""
        self._is_told = False

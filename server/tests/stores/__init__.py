"""One contract, run over every adapter, and what each has to show beside it."""

"""The wire: no event loop, no state; each module of the protocol by its own."""

"""What the npm scripts call: set-up and checks. None of it is part of the server."""

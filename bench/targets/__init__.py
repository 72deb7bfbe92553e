"""What is compared: how each is started, and how it is spoken to."""

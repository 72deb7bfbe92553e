"""The comparison with its peers, built from scratch in one run: ``npm run bench``."""

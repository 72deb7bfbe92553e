"""Who may come in, and as whom.

``credentials`` finds the token that a connection brings, ``identity`` says what
a verifier makes of it, ``demo`` and ``jwt`` are the two verifiers (with
``jwt_keys`` for the key), ``verifiers`` chooses one from the settings, and
``resume_tokens`` gives a tab its client ID back, which is a label and no right.
"""

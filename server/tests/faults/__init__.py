"""Real processes, sockets and stores, broken on purpose, and a judge of what their clients saw.

``history`` is what every client saw and did, ``checker`` the judge over it
(pure; ``test_checker`` feeds it histories made by hand). ``fleet`` has the
clients, ``node`` the server processes, ``house`` both over one store with its
faults, ``ack_cutter`` the network. ``bugs`` are faults of our own, put into a
server by ``buggy_server``: each must be found by the judge, or it is none.
``lane`` says how much of all is tried: little in ``npm test``, everything in
``npm run test:faults``, whose results ``report`` writes to docs/reliability.md.
"""

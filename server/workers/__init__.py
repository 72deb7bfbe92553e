"""Several workers on one port: each a node in a process of its own, and a parent that keeps them running.

- The parent opens the sockets once and serves nobody itself. All workers
  accept from the same ones, so that what waits to be accepted outlives each.
- A worker that ends is replaced, later each time that it did not last.
- A signal to the parent is passed on; what has not stopped in time is killed.
- No worker outlives the parent.

``keeping`` is the parent, ``worker`` what each of its processes runs,
``process`` such a process as the parent sees it, ``restarts`` the patience.
"""

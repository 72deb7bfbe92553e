"""Every state that a person can find the page in, each made by real servers and one small function.

To add one: a function that takes a ``Scene`` and brings ``scene.me`` there, with ``@state`` above it, in the module
that it fits. It is then looked at by axe, measured at 320 px and twice the size, and photographed.
"""

from e2e.states import beside, changes, connection, entrance, talking
from e2e.states.scene import STATES, Scene

__all__ = ["STATES", "Scene", "beside", "changes", "connection", "entrance", "talking"]

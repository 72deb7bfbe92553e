"""``python -m server.tests.faults.buggy_server NAME``: the real server, with one bug put in.

It says so on standard error; a bug that finds nothing to be put into ends the
process, and with it the test that wanted it.
"""

import sys

from server.__main__ import main
from server.tests.faults.bugs import BUGS

if __name__ == "__main__":
    name = sys.argv[1]
    BUGS[name].put_in()
    print(f"this server has a bug: {BUGS[name].sentence}", file=sys.stderr)
    sys.exit(main([]))

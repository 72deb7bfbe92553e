"""The Chromium that comes as an npm package, unpacked once and ready to run on a bare Linux.

The package is made for machines without libraries and fonts, and brings both.
What the system has goes first; what it lacks is taken from the package.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"

# The package unpacks into the temporary folder, and its libraries only where it believes to be at Amazon's.
_UNPACK = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()"
_BELIEVED = {"AWS_LAMBDA_JS_RUNTIME": "nodejs22.x"}

# Started in Chromium's place: the same process in the end, so that ending it ends Chromium.
_STARTER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
if ldd "$here/chromium" 2>/dev/null | grep -q 'not found'; then
  export LD_LIBRARY_PATH="$here/al2023/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
if [ -z "$FONTCONFIG_PATH" ] && [ ! -e /etc/fonts/fonts.conf ]; then
  export FONTCONFIG_FILE="$here/fonts.conf"
fi
exec "$here/chromium" "$@"
"""

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/fonts-cache</cachedir>
</fontconfig>
"""


def unpacked_chromium(cache: Path = ROOT / ".cache") -> Iterator[Path]:
    """Yield the path of the packaged Chromium, which is unpacked first if need be; nothing without the package."""
    if not PACKAGE.is_dir() or shutil.which("node") is None:
        return
    version = json.loads((PACKAGE / "package.json").read_text("utf-8"))["version"]
    folder = cache / f"chromium-{version}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        _unpack_to(folder)
    yield folder / "start"


# Another worker may unpack at the same time: each does it aside, and the first to rename wins.
def _unpack_to(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        place = Path(aside) / "chromium"
        place.mkdir()
        environment = {**os.environ, **_BELIEVED, "TMPDIR": str(place)}
        command = ["node", "--input-type=module", "--eval", _UNPACK]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)
        (place / "fonts.conf").write_text(_FONTS.format(folder=folder), "utf-8")
        starter = place / "start"
        starter.write_text(_STARTER, "utf-8")
        starter.chmod(0o755)
        try:
            place.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise

"""Settings for tests that are not about haste: every rate is as high as it can be."""

import re

from server.settings import Settings

_RATES = re.compile(r"_per_(second|minute|hour)$|^message_burst$")

UNHURRIED = {
    name.upper(): str(schema["maximum"])
    for name, schema in Settings.model_json_schema()["properties"].items()
    if _RATES.search(name)
}
"""By the names of the settings, in capitals and without their prefix."""

UNHURRIED_VARIABLES = {f"PARLEY_{name}": value for name, value in UNHURRIED.items()}

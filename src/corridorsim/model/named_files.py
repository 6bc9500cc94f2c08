"""Which files a scenario may name: what else is on the machine is neither opened nor shown."""

import os

from corridorsim.errors import shown

YAML = (".yaml", ".yml")


def not_yaml(name: str) -> str:
    """What to say of a file that another may not name, its links followed, or nothing; it is not opened."""
    if all(file.lower().endswith(YAML) for file in (name, os.path.realpath(name))):
        return ""
    return f"names {shown(name)}, which is no YAML file; only files that end in {' or '.join(YAML)} are read"

"""Which files a scenario may name: other files on the machine are neither opened nor shown."""

import os

from corridorsim.errors import shown

YAML = (".yaml", ".yml")


def not_yaml(name: str) -> str:
    """What is wrong with the name of a file, after following links; empty if nothing. The file is not opened."""
    if all(file.lower().endswith(YAML) for file in (name, os.path.realpath(name))):
        return ""
    return f"names {shown(name)}, which is not a YAML file; only files that end in {' or '.join(YAML)} are read"

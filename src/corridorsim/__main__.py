"""``python -m corridorsim`` is the command ``corridorsim``."""

from corridorsim.cli import main

main()

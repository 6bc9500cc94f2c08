"""Names of scenarios, lines and crossings as names of files and folders, on any system."""

import unicodedata
from collections.abc import Iterable
from hashlib import sha256

MOST_BYTES = 120  # of 255: endings, a hash and what stands around a draft come to it
FORBIDDEN = frozenset('<>:"/\\|?*')
PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")
RESERVED = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", *PORTS))  # of Windows, with any ending


def safe_name(name: str) -> str:
    """The name itself where any system takes it; else what is left of it and six digits of its hash.

    Left out are separators, characters that cannot be seen, dots and spaces at either end, hyphens at the beginning,
    and what makes more than 120 bytes; a name that Windows keeps for a device gets the digits too. So two names never
    become one, except on systems that do not distinguish capital letters.
    """
    plain = unicodedata.normalize("NFC", name)
    kept = "".join("_" if _cannot_stay(character) else character for character in plain)
    kept = _cut(kept.lstrip(" .-").rstrip(" ."))
    if kept and kept == name and kept.partition(".")[0].rstrip().lower() not in RESERVED:
        return kept
    digits = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{kept.replace('.', '_') or 'unnamed'}-{digits}"


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """A name of a file for each name, all different also where capital letters do not count."""
    files: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        file, number = safe_name(name), 1
        while f"{file}-{number}".casefold() in taken or (number == 1 and file.casefold() in taken):
            number += 1
        files[name] = file if number == 1 else f"{file}-{number}"
        taken.add(files[name].casefold())
    return files


def _cannot_stay(character: str) -> bool:
    """Separators and what systems forbid; control, format and private characters; every blank but the space."""
    kind = unicodedata.category(character)
    return character in FORBIDDEN or kind[0] == "C" or (kind[0] == "Z" and character != " ")


def _cut(name: str) -> str:
    """No more than 120 bytes of a name, in whole characters."""
    return name.encode()[:MOST_BYTES].decode(errors="ignore").rstrip(" .") if len(name.encode()) > MOST_BYTES else name

"""What exiftool finds in a file: the judge of what is left after scrubbing. It is no code of ours."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from typing import Final

# What exiftool says of any file: of itself, of the bytes, of how a picture or sound is coded.
_ABOUT_THE_FILE: Final = frozenset({"ExifTool", "System", "File"})
NOTHING: Final = frozenset({"", "0000:00:00 00:00:00", "1980:01:01 00:00:00"})
"""Values that stand where a container must have one: no time, and the earliest time of a ZIP."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing that a file says of itself."""

    group: str
    name: str
    value: str


def tags(content: bytes) -> list[Tag]:
    """Every tag of a file, also the unknown, the repeated and those of what is embedded in it."""
    with tempfile.NamedTemporaryFile() as file:  # by a pipe, it would not look into an Office file
        file.write(content)
        file.flush()
        command = ["exiftool", "-j", "-G1", "-a", "-u", "-ee", file.name]
        found = subprocess.run(command, capture_output=True, check=False)
    (told,) = json.loads(found.stdout or "[{}]")
    split = [(*name.rpartition(":")[::2], value) for name, value in told.items()]
    return [Tag(group, name, str(value).strip()) for group, name, value in split if group]


def telling(content: bytes) -> set[str]:
    """The names of the tags that say anything, what every file of its kind says left out."""
    return {
        tag.name for tag in tags(content) if tag.group not in _ABOUT_THE_FILE and tag.value not in NOTHING
    }

"""The files of a conversation as its reporter reads them: "Picture 1, 2.4 MB", never by a name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from tipline.intake.follow_up import Said
from tipline.scrub.kinds import FileGroup
from web.tongues import Tongue, marked

NAMES: Final[Mapping[FileGroup | None, str]] = {
    FileGroup.PICTURE: marked("Picture {number}"),
    FileGroup.VIDEO: marked("Video {number}"),
    FileGroup.SOUND: marked("Sound {number}"),
    FileGroup.DOCUMENT: marked("Document {number}"),
    None: marked("File {number}"),
}
"""As staff call them too, so that a question about "picture 2" can be answered."""


def file_lines(said: Sequence[Said], tongue: Tongue) -> tuple[tuple[str, ...], ...]:
    """For each thing that was said, the files that came with it; each kind is counted through the thread."""
    counts: Counter[FileGroup | None] = Counter()
    lines: list[tuple[str, ...]] = []
    for one in said:
        named = []
        for file in one.files:
            counts[file.group] += 1
            name = tongue.fill(NAMES[file.group], {"number": counts[file.group]})
            named.append(f"{name}, {tongue.bytes(file.size)}" if file.size else name)
        lines.append(tuple(named))
    return tuple(lines)

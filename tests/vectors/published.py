"""Published test vectors from the collected material, read as JSON."""

import json
from typing import Any

from tests.material import material


def vectors(*parts: str) -> Any:  # noqa: ANN401  # JSON of others, of many shapes
    """A JSON file of the collected material."""
    return json.loads(material(*parts).read_text(encoding="utf-8"))


def wycheproof(name: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each case of a Wycheproof file, with the group it stands in."""
    document = vectors("crypto", "wycheproof", f"{name}_test.json")
    return [(group, case) for group in document["testGroups"] for case in group["tests"]]

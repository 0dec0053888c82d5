"""The inputs of one vector, read from JSON with their types."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crypto.context import Purpose


@dataclass(frozen=True)
class Inputs:
    """What a vector puts in. Bytes are hex; a long value is base64 under a name that ends so."""

    values: Mapping[str, object]

    def raw(self, name: str) -> bytes:
        """Bytes."""
        if f"{name}_base64" in self.values:
            return base64.b64decode(self.text(f"{name}_base64"))
        return bytes.fromhex(self.text(name))

    def raws(self, name: str) -> list[bytes]:
        """A list of bytes."""
        return [bytes.fromhex(text) for text in self.texts(name)]

    def text(self, name: str) -> str:
        """A text."""
        value = self.values[name]
        assert isinstance(value, str)
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts."""
        return [value for value in self._list(name) if isinstance(value, str)]

    def number(self, name: str) -> int:
        """An integer."""
        value = self.values[name]
        assert isinstance(value, int)
        return value

    def numbers(self, name: str) -> list[int]:
        """A list of integers."""
        return [value for value in self._list(name) if isinstance(value, int)]

    def inner(self, name: str) -> "Inputs":
        """An object."""
        value = self.values[name]
        assert isinstance(value, Mapping)
        return Inputs(value)

    def inners(self, name: str) -> list["Inputs"]:
        """A list of objects."""
        return [Inputs(value) for value in self._list(name) if isinstance(value, Mapping)]

    def purpose(self, name: str) -> Purpose:
        """A purpose by its label."""
        return Purpose(self.text(name))

    def _list(self, name: str) -> Sequence[object]:
        value = self.values[name]
        assert isinstance(value, list)
        return value

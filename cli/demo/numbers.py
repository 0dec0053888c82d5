"""The demo's telephone numbers that are staff's: nobody's in truth; the phone page shows what they get."""

from collections.abc import Mapping
from typing import Final

ON_DUTY: Final = ("+14165550191", "+14165550192")
"""By day and by night."""
OUTSIDE: Final = "+14165550190"
"""Called where staff themselves are told of."""

NAMES: Final[Mapping[str, str]] = {
    ON_DUTY[0]: "On duty by day",
    ON_DUTY[1]: "On duty by night",
    OUTSIDE: "Outside",
}

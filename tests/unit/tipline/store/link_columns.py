"""Every column about the links by which texters go on, as `columns.py` has those of the rest."""

from typing import Final

LINK_COLUMNS: Final[dict[str, str]] = {
    "code_link.program_id": "id",
    "code_link.tip_id": "id",
    "code_link.link_hash": "keyed: a hash of 128 bits that are in the reporter's text alone",
    "code_link.verify_key": "public: the half of a pair that follows from the same bits",
    "code_link.expires_at": "clear: jobs, deleted when done; 15 to 20 minutes after a CODE, on a whole five",
    "code_link.signature": "public: the gateway's",
}

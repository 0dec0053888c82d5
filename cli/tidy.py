"""`tipline tidy`: write the stores anew at night, without the order in which rows came, and no remains."""

from contextlib import closing

from cli.tell import told
from tipline.settings import Settings
from tipline.store.db import open_store
from tipline.store.upkeep import compact
from tipline.vocabulary import StoreName


@told
def tidy() -> None:
    """Write the four stores anew, so that no order and no deleted row stays in them; at night, by a timer."""
    settings = Settings.load()
    for name in StoreName:
        with closing(open_store(name, settings.store_url(name))) as store:
            compact(store)
        print(f"{name.value}: tidy")

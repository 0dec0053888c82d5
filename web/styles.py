"""The parts of each face's style, in the order in which they are joined: narrow windows and paper last."""

from typing import Final

PUBLIC: Final = (
    "tokens.css",
    "public.css",
    "public_form.css",
    "public_parts.css",
    "public_numbers.css",
    "public_pages.css",
)
CONSOLE: Final = (
    "tokens.css",
    "console.css",
    "console_forms.css",
    "console_tip.css",
    "console_cards.css",
    "console_files.css",
    "console_scrub.css",
    "console_pages.css",
    "console_books.css",
    "console_awards.css",
    "console_month.css",
    "console_charts.css",
    "console_payout.css",
    "console_search.css",
    "console_alerts.css",
    "console_cases.css",
    "console_surge.css",
    "console_narrow.css",
    "console_queue.css",
    "console_keys.css",
    "console_print.css",
)

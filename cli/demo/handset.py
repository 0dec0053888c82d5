"""Serve the demo's phone page: a process of its own, which knows what `demo.json` says and nothing else."""

import os
from pathlib import Path

import uvicorn

from cli.demo.config import phone_config, read_config
from cli.demo.phone import phone_app
from cli.demo.ports import HOST, ports


def main() -> None:
    """Serve it until the stage ends it."""
    chosen = ports()
    config = phone_config(
        read_config(Path(os.environ["TIPLINE_DATA"])),
        gateway_url=chosen.url("sms"),
        public_url=chosen.url("public"),
        console_url=chosen.url("console"),
    )
    uvicorn.run(
        phone_app(config),
        host=HOST,
        port=chosen.phone,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()

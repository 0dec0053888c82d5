"""Put the sms gateway together: it alone asks for a passphrase, and knows a carrier."""

from cli import ask
from cli.doors.door import Door
from cli.tell import Stopped
from sms.carrier import TwilioCarrier
from sms.webhook import gateway_app, status_url
from tipline.key_files import GatewayKeys
from tipline.ports import Carrier, Clock
from tipline.runtime import open_gateway
from tipline.settings import Settings


def open_door(settings: Settings, clock: Clock) -> Door:
    """The sms gateway, ready to serve.

    Raises:
        TiplineError: a key or a store is not as it must be.
        Stopped: the carrier's account or the gateway's public address is not known.
    """
    if settings.sms_public_url is None:
        raise Stopped(
            "Set sms_public_url: the address, before /sms/inbound, that the carrier calls and signs."
        )

    def carrier(keys: GatewayKeys) -> Carrier:
        if not keys.account_sid or not keys.auth_tokens:
            raise Stopped("The gateway's key file has no carrier's account. Run: tipline keys carrier")
        return TwilioCarrier(
            account_sid=keys.account_sid,
            auth_token=keys.auth_tokens[0],
            url=settings.carrier_url,
            media_hosts=settings.carrier_media,
            status_url=status_url(settings),
            discards=settings.carrier_discards,
        )

    runtime = open_gateway(
        settings, clock, passphrase=lambda: ask.for_secret("The gateway's passphrase"), carrier=carrier
    )
    return Door(app=gateway_app(runtime), close=runtime.close)

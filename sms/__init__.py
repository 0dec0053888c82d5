"""Twilio and nothing else: the door that texts come in by, and the way that answers go out."""

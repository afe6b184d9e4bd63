"""How long a test waits for an event before it says that the event never came."""

# Seconds. Far more than any machine needs, so that only what hangs is ended by it.
SAFETY_NET = 180

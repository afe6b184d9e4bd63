"""Ports for servers that a test starts."""

import random
import socket

# Below those that systems give to outgoing connections, which could take one meanwhile.
_CHOICE = range(20_000, 32_000)
_claimed = []


def free_port():
    """One that nobody listens on, and that no other process of these tests is given."""
    while True:
        port = random.SystemRandom().choice(_CHOICE)
        claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            # Held for UDP as long as this process lives; a server of HTTP needs TCP alone.
            claim.bind(("127.0.0.1", port))
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _claimed.append(claim)
        return str(port)

"""The outside organisations in the order of their list, with what is known of their links."""

from faq.models import Agency
from publishing import linked
from publishing.linked import UNKNOWN


def listed() -> list[Agency]:
    agencies = list(Agency.objects.order_by("country", "order", "slug"))
    known = linked.known(agency.site for agency in agencies)
    for agency in agencies:
        agency.link = known.get(agency.site, UNKNOWN)
    return agencies

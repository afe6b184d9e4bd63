"""CSL-JSON (citationstyles.org, schema 1.0): the one form every citation is made from. Pure."""

import datetime
from collections.abc import Mapping
from typing import Any

# `{"id", "type", "title", "author": [{"literal"}], "issued", "URL", "note", …}`
Item = Mapping[str, Any]


def item(
    *,
    identity: str,
    title: str,
    author: str,
    site: str,
    issued: datetime.date,
    address: str,
    note: str = "",
    language: str = "en",
    is_data: bool = False,
) -> dict[str, Any]:
    """One thing to cite; `author` is a group and stays one name.

    Data has a publisher where a page has the site it stands on: with a container, APA and
    Chicago would write “In” before it.
    """
    return {
        "id": identity,
        "type": "dataset" if is_data else "webpage",
        "title": " ".join(title.split()),
        "author": [{"literal": " ".join(author.split())}],
        "publisher" if is_data else "container-title": " ".join(site.split()),
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
        "URL": address,
        "language": language,
        **({"note": note} if note else {}),
    }


def is_data(found: Item) -> bool:
    return bool(found["type"] == "dataset")


def author(found: Item) -> str:
    return str(found["author"][0]["literal"])


def site(found: Item) -> str:
    return str(found.get("container-title") or found["publisher"])


def issued(found: Item) -> datetime.date:
    return datetime.date(*found["issued"]["date-parts"][0])

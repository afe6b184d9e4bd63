"""APA 7, MLA 9 and Chicago author-date 17, from CSL-JSON. Pure; checked against citeproc-js.

`suffix` is the letter behind the year that tells items of one author and year apart ("2026b").
"""

from citing import csl
from citing.csl import Item
from citing.rich import Rich, italic, stopped_outside, upright
from citing.typography import curled, inner, stopped, title_case

# Names of months belong to the styles, which are English wherever they are used.
_MONTHS = "January February March April May June July August September October November December"
MONTHS = _MONTHS.split()
_MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec."
MLA_MONTHS = _MLA_MONTHS.split()


def apa(item: Item, suffix: str = "") -> Rich:
    day, title = csl.issued(item), curled(item["title"])
    year = f"{day.year}{suffix}"
    # Of data APA gives the year alone.
    date = year if csl.is_data(item) else f"{year}, {MONTHS[day.month - 1]} {day.day}"
    start = upright(f"{stopped(csl.author(item))} ({date}). ")
    if csl.is_data(item):
        named = italic(title) + " [Dataset]."
    else:
        named = stopped_outside(italic(title), stopped(title))
    # A site that is called like its author is not named twice.
    site = "" if csl.site(item) == csl.author(item) else f" {stopped(csl.site(item))}"
    return start + named + f"{site} {item['URL']}"


def apa_in_text(item: Item, suffix: str = "", paragraph: int | None = None) -> Rich:
    where = f", para. {paragraph}" if paragraph else ""
    return upright(f"({csl.author(item)}, {csl.issued(item).year}{suffix}{where})")


def mla(item: Item, suffix: str = "") -> Rich:
    return upright(f"{stopped(csl.author(item))} ") + mla_without_author(item)


def mla_without_author(item: Item) -> Rich:
    day, site = csl.issued(item), csl.site(item)
    date = f"{day.day} {MLA_MONTHS[day.month - 1]} {day.year}"
    named = upright(site) if csl.is_data(item) else italic(site)
    return upright(f"“{stopped(_titled(item))}” ") + named + f", {date}, {item['URL']}."


def mla_in_text(item: Item, suffix: str = "", paragraph: int | None = None) -> Rich:
    """MLA has no letters: where an author stands twice, `suffix` is the title."""
    parts = [csl.author(item), suffix, f"par. {paragraph}" if paragraph else ""]
    return upright(f"({', '.join(each for each in parts if each)})")


def mla_short_title(item: Item) -> str:
    return f"“{_titled(item)}”"


def chicago(item: Item, suffix: str = "") -> Rich:
    day = csl.issued(item)
    return upright(
        f"{stopped(csl.author(item))} {day.year}{suffix}. “{stopped(_titled(item))}”"
        f" {csl.site(item)}, {MONTHS[day.month - 1]} {day.day}. {item['URL']}."
    )


def chicago_in_text(item: Item, suffix: str = "", paragraph: int | None = None) -> Rich:
    where = f", para. {paragraph}" if paragraph else ""
    return upright(f"({csl.author(item)} {csl.issued(item).year}{suffix}{where})")


def _titled(item: Item) -> str:
    """The title as it stands between quotes; capitals are changed in English alone."""
    title = curled(item["title"])
    is_english = str(item.get("language", "en")).lower().startswith("en")
    return inner(title_case(title) if is_english else title)

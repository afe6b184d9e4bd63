"""Records as three people would leave them: hypothesis strategies that make clashes common."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# These records take their time to make, and more on a busy machine.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

UUIDS = [f"{number}0000000-0000-4000-8000-000000000000" for number in range(6)]
KEYS = ["2011", "2012", "2013", "undated"]

lines = st.sampled_from(["", "a", "b", "c", "c ", "c  ", "é", "שלום", "  - d"])
texts = st.builds(
    lambda lines, newline: newline.join(lines),
    st.lists(lines, max_size=7),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
names = st.sampled_from(["children", "forced labour", "Kenya", "a,b"])
sets = st.lists(names, unique=True, max_size=3).map(sorted)


@st.composite
def parts(draw):
    uuids = draw(st.lists(st.sampled_from(UUIDS), unique=True, max_size=4))
    keys = draw(st.permutations(KEYS))
    return {uuid: draw(part(part_key)) for uuid, part_key in zip(uuids, keys, strict=False)}


def part(key):
    return st.fixed_dictionaries(
        {
            "key": st.just(key),
            "value": st.sampled_from(["1.0000", "2.0000"]),
            "note": st.sampled_from(["", "a", "a\r\nb"]),
            "said_in": st.sampled_from([None, ["handout"]]),
        }
    )


@st.composite
def records(draw):
    key = draw(st.sampled_from(["relief", "convictions"]))
    return {
        "kind": "impact.statistic",
        "key": key,
        "fields": {
            "slug": key,
            "title": draw(st.sampled_from(["one", "two", "three "])),
            "answer": draw(texts),
            "featured": draw(st.booleans()),
            "order": draw(st.sampled_from([0, 1, None])),
            "office": draw(st.sampled_from([None, ["kenya"], ["peru"]])),
            "sources": [[name] for name in draw(sets)],
        },
        "tags": draw(sets),
        "parts": {"measurements": draw(parts())},
    }


@st.composite
def three(draw):
    """A base and two records, each of which took over much of it."""
    base = draw(records())
    return base, draw(edited(base)), draw(edited(base))


@st.composite
def three_texts(draw):
    """A text of several lines, and what two people made of it."""
    base = "\n".join(draw(st.lists(lines, min_size=4, unique=True)))
    return base, draw(text_edited(base)), draw(text_edited(base))


@st.composite
def edited(draw, base):
    other = draw(records())
    fields = {
        name: draw(text_edited(value))
        if name == "answer"
        else draw(st.sampled_from([value, value, other["fields"][name]]))
        for name, value in base["fields"].items()
    }
    record = {**base, "key": fields["slug"], "fields": fields}
    record["tags"] = draw(st.sampled_from([base["tags"], other["tags"]]))
    record["parts"] = {"measurements": draw(parts_edited(base, other))}
    return record


@st.composite
def text_edited(draw, text):
    edited = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(edited)))
        edited[place : place + draw(st.integers(0, 2))] = draw(st.lists(lines, max_size=2))
    return draw(st.sampled_from(["\n", "\r\n"])).join(edited)


@st.composite
def parts_edited(draw, base, other):
    """Some stay, some go, some come; no two under one key, as the database demands."""
    pool = [
        *base["parts"]["measurements"].items(),
        *other["parts"]["measurements"].items(),
    ]
    chosen = {}
    for uuid, found in draw(st.permutations(pool)) if draw(st.booleans()) else pool:
        taken = {each["key"] for other_uuid, each in chosen.items() if other_uuid != uuid}
        if found["key"] not in taken and draw(st.integers(0, 3)):
            chosen[uuid] = dict(found)
    return chosen

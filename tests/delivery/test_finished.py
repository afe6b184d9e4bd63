from pathlib import Path

import pytest

from delivery.finished import Finished
from tests.support.finished_pages import DATE, asked, finished, rendered

TEXT = "<p>Said.</p>" * 100
LONG = (Path(__file__).parents[1] / "data" / "handout.txt").read_bytes()


@pytest.mark.parametrize("coding", ["br", "gzip", None])
def test_it_is_answered_in_the_coding_the_reader_takes(coding):
    answer = asked(finished().answer, accept_encoding=coding or "zstd")
    assert answer.headers.get("Content-Encoding") == coding
    assert answer.text == TEXT
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Last-Modified"] == DATE


def test_what_django_said_besides_is_said_again():
    page = finished(
        Content_Length="1", Vary="Accept-Encoding", X_Frame_Options="DENY", Cache_Control="no-store"
    )
    headers = asked(page.answer).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Length"] == str(len(TEXT))


def test_readers_ask_again_each_time_and_shared_caches_each_second():
    said = asked(finished().answer).headers["Cache-Control"]
    assert said == "public, max-age=0, s-maxage=1, must-revalidate"


@pytest.mark.parametrize("coding", ["br", "gzip", None])
def test_head_is_the_same_without_the_body(coding):
    page = finished()
    whole = asked(page.answer, accept_encoding=coding or "")
    head = asked(page.answer, method="HEAD", accept_encoding=coding or "")
    assert (head.status, head.headers) == (whole.status, whole.headers)
    assert head.body == b""


def tag():
    return asked(finished().answer).headers["ETag"]


@pytest.mark.parametrize(
    "tags", [tag(), tag().removeprefix("W/"), f'"other", {tag()}', "*", f'"x",{tag()},"y"']
)
def test_who_has_it_already_gets_304(tags):
    answer = asked(finished(Access_Control_Allow_Origin="*").answer, if_none_match=tags)
    assert (answer.code, answer.body) == (304, b"")
    assert answer.headers["ETag"] == tag()
    assert answer.headers["Last-Modified"] == DATE
    assert {"Cache-Control", "Vary", "Surrogate-Key"} < set(answer.headers)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Length" not in answer.headers


@pytest.mark.parametrize("tags", ['"other"', "", 'W/"90e9"', "nonsense", tag()[:-2]])
def test_who_has_something_else_gets_the_page(tags):
    answer = asked(finished().answer, if_none_match=tags, if_modified_since=DATE)
    assert answer.code == 200


def test_a_date_has_to_be_the_very_one():
    page = finished()
    assert asked(page.answer, if_modified_since=DATE).code == 304
    for other in ("Tue, 03 Mar 2027 10:00:00 GMT", "yesterday", ""):
        assert asked(page.answer, if_modified_since=other).code == 200


def test_a_page_without_a_date_never_answers_a_date():
    page = finished(modified="")
    assert "Last-Modified" not in asked(page.answer).headers
    assert asked(page.answer, if_modified_since="").code == 200


def test_it_can_be_dated_later_and_once():
    page = finished(modified="")
    for date in (DATE, "Wed, 04 Mar 2026 10:00:00 GMT"):
        page.date(date)
    for coding in ("br", "gzip", ""):
        assert asked(page.answer, accept_encoding=coding).headers["Last-Modified"] == DATE
    known = asked(page.answer, if_modified_since=DATE)
    assert (known.code, known.headers["Last-Modified"]) == (304, DATE)


def test_the_tag_is_that_of_the_text_and_weak_because_packing_differs():
    assert tag().startswith('W/"')
    assert asked(finished(b"Something else." * 20).answer).headers["ETag"] != tag()
    assert asked(finished(ETag='"given"').answer).headers["ETag"] == 'W/"given"'


def test_packing_well_changes_neither_text_nor_tag():
    page = finished(LONG)
    before = page.size
    quick = asked(page.answer, accept_encoding="br")
    saved = page.pack_well()
    best = asked(page.answer, accept_encoding="br")
    assert (best.text, best.headers["ETag"]) == (quick.text, quick.headers["ETag"])
    assert len(best.body) < len(quick.body)
    assert best.headers["Content-Length"] == str(len(best.body))
    assert page.size == before - saved


def test_a_picture_is_not_packed():
    page = Finished(rendered(b"\x89PNG" * 200, Content_Type="image/png"))
    answer = asked(page.answer, accept_encoding="br, gzip")
    assert "Content-Encoding" not in answer.headers
    assert answer.body == b"\x89PNG" * 200


def test_it_knows_what_it_shows():
    assert finished(Surrogate_Key="faq.entry:a faq.entry:all").keys == {
        "faq.entry:a",
        "faq.entry:all",
    }

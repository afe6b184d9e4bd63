"""The page of results, and the titles that are suggested."""

import html
import re

import pytest

from tests.support import factories
from tests.support.published_rows import published

pytestmark = pytest.mark.django_db


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def text(response):
    main = body(response).split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def search(client, words="", **parameters):
    return client.get("/search/", {"q": words, **parameters})


def question(number=0, **values):
    values = {"slug": f"question-{number}", "answer": "About a zebra."} | values
    return published(factories.entry(**values))


def titles(response):
    found = re.findall(r'<h2 class="row"><a href="([^"]*)"', body(response))
    return [html.unescape(each) for each in found]


@pytest.mark.usefixtures("content")
def test_without_words_there_is_a_box_and_every_question(client):
    page = body(client.get("/search/"))
    assert 'name="q" value=""' in page
    assert "What is IJM?" in page
    assert "Nothing here says" not in page


@pytest.mark.usefixtures("content")
def test_results_stand_with_their_kind_and_the_words_kept_and_marked(client):
    response = search(client, "bonded labour")
    assert "3 results for bonded labour" in text(response)
    page = body(response)
    assert 'value="bonded labour"' in page
    assert "<mark>bonded</mark> <mark>labour</mark>" in page
    assert {"Figure", "Question"} <= set(re.findall(r'<p class="soft small">(\w+)</p>', page))
    assert "/impact/aftercare-limit/" in titles(response)


@pytest.mark.usefixtures("content")
def test_a_figure_is_found_with_how_it_is_known(client):
    shown = text(search(client, "more than 2,400"))
    assert "More than 2,400" in shown
    assert "2012. As stated. 2012." in shown
    assert "Said in “" in shown


@pytest.mark.usefixtures("content")
def test_a_misspelt_word_is_put_right_with_a_way_back(client):
    response = search(client, "traffiking")
    assert "Showing results for trafficking ." in text(response)
    assert "Search for traffiking instead." in text(response)
    back = html.unescape(re.search(r'href="(\?[^"]*exact=1)"', body(response))[1])
    assert back == "?q=traffiking&exact=1"
    exact = client.get(f"/search/{back}")
    assert "Nothing here says traffiking ." in text(exact)
    assert "Search for words spelt much like it" in text(exact)


@pytest.mark.usefixtures("content")
def test_where_nothing_is_found_the_page_helps(client):
    said = text(search(client, "zebra"))
    assert (
        "Nothing here says zebra . Try one plain word, such as court, police or survivor,"
        " or look through the nine questions."
    ) in said
    assert "Do police anti-trafficking operations" in said


def test_of_very_many_questions_none_is_listed_but_all_are_led_to(client, monkeypatch):
    monkeypatch.setattr("faq.documents.MOST_OFFERED", 2)
    for number in range(3):
        question(number)
    page = body(search(client, "giraffe"))
    assert "or look through the questions." in page
    assert '<p><a href="/faq/">The questions</a></p>' in page
    assert "What is question" not in page


def test_some_of_the_words_are_better_than_none(client):
    question()
    assert "Nothing here has all of zebra giraffe . These pages have some of it." in text(
        search(client, "zebra giraffe")
    )


def test_what_is_shown_is_escaped(client):
    question(question="Is <b>zebra</b> & <script>alert(1)</script> safe?")
    page = body(search(client, 'zebra "><script>alert(2)</script>'))
    assert "<script>alert" not in page
    assert "&lt;b&gt;<mark>zebra</mark>&lt;/b&gt;" in page


def test_the_page_says_where_its_words_stand(client):
    question(answer="Nothing. One day a zebra came. Nothing.\n\nAnd a lion too.")
    shown = body(search(client, "zebra"))
    assert "One day a <mark>zebra</mark> came." in shown
    assert "lion" not in shown


def test_what_is_found_by_its_subject_says_so(client):
    question(answer="Nothing.", tags=["zebra stripes", "lions"])
    assert "Subject: <mark>zebra</mark> stripes</p>" in body(search(client, "zebra"))


def test_results_are_paged_and_keep_what_was_asked(client):
    for number in range(23):
        question(number, tags=["animals"])
    first = search(client, "zebra", tag="animals")
    assert len(titles(first)) == 10
    following = html.unescape(re.search(r'href="([^"]*)" rel="next"', body(first))[1])
    assert following == "?q=zebra&tag=animals&page=2"
    last = search(client, "zebra", page="3")
    assert len(titles(last)) == 3
    assert '<ol class="rows" start="21">' in body(last)
    assert "Page 3 of 3" in text(last)
    assert 'rel="next"' not in body(last)
    assert "<title>Search results (page 3) · " in body(last)
    seen = [*titles(first), *titles(client.get(f"/search/{following}")), *titles(last)]
    assert len(set(seen)) == 23


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "1.5", "\0"])
def test_an_absurd_page_is_the_nearest_one(client, page):
    question()
    assert len(titles(search(client, "zebra", page=page))) == 1


def filters(response):
    found = re.findall(
        r'<li><a href="(\?[^"]*)"( aria-current="true")?>([^<]*)</a>(?: <span class="soft">(\d+))?',
        body(response),
    )
    return {label: (html.unescape(query), bool(now), count) for query, now, label, count in found}


def test_filters_are_links_with_counts_that_keep_each_other(client):
    question(1, tags=["animals", "stripes"])
    question(2, tags=["animals"])
    published(factories.office(slug="kenya", summary="Zebras.", tags=["animals"]))
    found = filters(search(client, "zebra", tag="animals"))
    assert found["Question"] == ("?q=zebra&kind=question&tag=animals", False, "2")
    assert found["Place"] == ("?q=zebra&kind=place&tag=animals", False, "1")
    assert found["stripes"] == ("?q=zebra&tag=stripes", False, "1")
    assert found["animals"] == ("?q=zebra&tag=animals", True, "3")
    chosen = search(client, "zebra", kind="place")
    assert filters(chosen)["Place"] == ("?q=zebra&kind=place", True, "1")
    assert titles(chosen) == ["/offices/kenya/"]


def test_filters_that_leave_nothing_lead_back(client):
    question()
    response = search(client, "zebra", kind="place")
    assert "Show the 1 result of every kind and subject" in text(response)
    assert '<a href="?q=zebra">' in body(response)


def test_where_too_much_is_found_no_number_is_invented(client, monkeypatch):
    monkeypatch.setattr("search.finding.MOST", 3)
    for number in range(5):
        question(number, tags=["animals", "stripes"])
    shown = search(client, "zebra")
    assert "More than 3 results for zebra ." in text(shown)
    assert {count for _query, _now, count in filters(shown).values()} == {""}


def test_no_search_engine_lists_results_and_no_browser_keeps_them(client):
    for response in (search(client), search(client, "zebra")):
        assert '<meta name="robots" content="noindex">' in body(response)
        assert response["Cache-Control"] == "no-store"
    assert "/search/" not in client.get("/sitemap.xml").content.decode()


def test_results_name_the_content_they_depend_on(client):
    keys = search(client, "zebra")["Surrogate-Key"].split()
    assert set(keys) == {
        *("faq.entry:all", "faq.agency:all", "impact.statistic:all", "impact.fieldoffice:all")
    }


LONG = ["x" * 10_000, "word " * 2000, "\0", '"' * 5000, "🙂", "<>&'\"", "%00%ff"]


@pytest.mark.parametrize("words", LONG, ids=range(len(LONG)))
def test_anything_typed_gets_a_page(client, words):
    question()
    assert "<h1>Search</h1>" in body(search(client, words))
    assert len(body(search(client, words))) < 20_000
    assert client.get("/search/suggest", {"q": words}).status_code == 200


@pytest.mark.parametrize(
    "query", ["?q=%FF%FE", "?q=a&q=b", "?kind=%00&tag=%27&q=zebra", "?exact=1", "?q=%ED%A0%80"]
)
def test_broken_addresses_get_a_page(client, query):
    question()
    assert "<h1>Search</h1>" in body(client.get(f"/search/{query}"))


def test_a_filter_that_is_no_name_is_passed_over(client):
    question()
    assert len(titles(search(client, "zebra", kind='"', tag="a b"))) == 1


def test_words_beyond_the_first_are_left_out_and_it_says_so(client):
    question()
    assert "Only the first 16 words are looked for." in text(
        search(client, "zebra " + "a b c d " * 5)
    )


def suggested(client, words):
    return client.get("/search/suggest", {"q": words}).json()


@pytest.mark.usefixtures("content")
def test_titles_go_on_from_what_is_typed(client):
    assert suggested(client, "what is i")[0] == "What is IJM?"
    assert "Rise in convictions in Guatemala City" in suggested(client, "convic")
    assert "How long do aftercare programs last?" in suggested(client, "aftercare prog")
    assert suggested(client, "") == suggested(client, "w") == suggested(client, "zebra") == []
    assert len(suggested(client, "in")) <= 8


def test_suggestions_are_for_nobody_to_keep(client):
    response = client.get("/search/suggest", {"q": "zebra"})
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Content-Type"] == "application/json"
    assert client.post("/search/suggest").status_code == client.post("/search/").status_code == 405


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/", "What do you want to know?"),
        ("/faq/", "Search questions"),
        ("/nothing/", "Words to look for"),
        ("/search/", "Words to look for"),
    ],
)
def test_the_box_stands_where_readers_start(client, address, label):
    page = client.get(address).content.decode()
    assert '<form action="/search/" method="get" role="search">' in page
    assert f'<label for="q">{label}</label>' in page
    assert page.count('role="search"') == 1
    assert 'href="/search/"' in page

"""A form of a page as a browser without script would send it."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """The controls of the form that has an id, name by name."""

    def __init__(self, form):
        super().__init__()
        self.form, self.inside = form, False
        self.sent, self.area, self.select = {}, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id") == self.form
        if not self.inside:
            return
        if tag == "input" and "name" in given and given.get("type") != "submit":
            if given.get("type") not in {"checkbox", "radio"}:
                self._add(given["name"], given.get("value"))
            elif "checked" in given:
                self._add(given["name"], given.get("value", "on"))
        elif tag == "textarea":
            self.area = given["name"]
            self._add(self.area, "")
        elif tag == "select":
            self.select = given
        elif tag == "option" and self.select and "selected" in given:
            self._add(self.select["name"], given.get("value", ""))

    def handle_data(self, data):
        if self.area:
            self.sent[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            # A newline right after the tag is not part of the text.
            self.sent[self.area][-1] = self.sent[self.area][-1].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False

    def _add(self, name, value):
        self.sent.setdefault(name, []).append(value or "")


def filled(response, form):
    """What the form would send as it stands."""
    parser = Forms(form)
    parser.feed(response.content.decode())
    return parser.sent


def save(client, url, form, *, to="", **changes):
    """Open a form, type the changes over it and send it; `to` is another address for it."""
    sent = filled(client.get(url), form)
    for name, value in changes.items():
        sent[name.replace("__", "-")] = value
    return client.post(to or url, sent)


def errors(response):
    """Every sentence in an error list of the page."""
    parts = response.content.decode().split('class="errorlist')
    return [part.split("</ul>")[0] for part in parts[1:]]

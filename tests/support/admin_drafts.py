"""Drafts made past the form, for tests of what comes after it."""

from publishing import actions, history


def opened(obj):
    """The newest text of a row, taken into the history where it has none yet."""
    actions.record_outside(obj)
    return history.head(obj.pk)


def saved(obj, by, **fields):
    """A draft with these fields changed; its revision."""
    head = opened(obj)
    record = history.data(head)
    record["fields"] |= fields
    return actions.save_draft(record=record, object_id=obj.pk, opened_with=head, by=by).revision


def valued(figure, by, **fields):
    """A draft of a figure with its one value changed; its revision."""
    head = opened(figure)
    record = history.data(head)
    (measurement,) = record["parts"]["measurements"].values()
    measurement |= fields
    return actions.save_draft(record=record, object_id=figure.pk, opened_with=head, by=by).revision


def words(response):
    """The page as one line, so that a sentence is found whatever its indentation."""
    return " ".join(response.content.decode().split())

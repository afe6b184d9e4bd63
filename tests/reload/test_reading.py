"""Files cut into objects, positions in them, values against their columns: each in two ways."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from faq.models import Agency, Entry
from impact.models import FieldOffice, Measurement
from publishing import kinds, quotes
from reload import columns, positions, row_rules, shapes, splitting
from reload.spill import Spill
from tests.support import factories, reload_commands

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
objects = st.lists(st.dictionaries(st.text(max_size=4), values, max_size=4), max_size=5)
here = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@here
@given(objects, st.sampled_from([None, 0, 2, 4]), st.sampled_from([(",", ":"), (", ", ": ")]))
@example([{"a": "}\n,\n{"}], 2, (",", ": "))
def test_a_file_is_cut_alike_quickly_and_carefully(tmp_path, made, indent, separators):
    file = tmp_path / "a.json"
    text = json.dumps(made, indent=indent, separators=separators, ensure_ascii=False)
    file.write_text(reload_commands.laid_out(made) if indent == 2 and made else text)
    careful = list(splitting.carefully(file))
    assert [json.loads(piece.raw) for piece in careful] == made
    raw = file.read_bytes()
    assert all(raw[piece.start :].startswith(piece.raw) for piece in careful)
    try:
        quick = list(splitting.quickly(file))
    except splitting.Unusual:
        return
    if _are_objects(quick):
        assert quick == careful


def _are_objects(pieces):
    try:
        return all(isinstance(json.loads(piece.raw), dict) for piece in pieces)
    except ValueError:
        return False


def test_quick_cutting_does_not_depend_on_where_blocks_end(tmp_path, monkeypatch):
    file = tmp_path / "a.json"
    file.write_text(
        reload_commands.laid_out([reload_commands.topic(f"t-{number}") for number in range(9)])
    )
    whole = list(splitting.quickly(file))
    assert len(whole) == 9
    for size in (1, 2, 3, 7, 100):
        monkeypatch.setattr(splitting, "BLOCK", size)
        assert list(splitting.quickly(file)) == whole


@given(values, st.sampled_from([None, 2]))
def test_every_value_is_found_where_it_stands(value, indent):
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    found = positions.spots(text)
    decoder = json.JSONDecoder()
    for way, at in found.values.items():
        assert decoder.raw_decode(text, at)[0] == _at(value, way)
    assert found.duplicates == found.constants == []


def _at(value, way):
    for step in way:
        value = value[step]
    return value


@here
@given(st.text(alphabet="aé💚\n\r\t ", max_size=30), st.data())
def test_lines_and_columns_are_counted_in_signs(tmp_path, text, data):
    file = tmp_path / "a"
    file.write_bytes(text.encode())
    at = data.draw(st.integers(0, len(text)))
    offset = len(text[:at].encode())
    before = text[:at].split("\n")
    assert positions.lines(file, [offset]) == {offset: (len(before), len(before[-1]) + 1)}


@given(st.lists(values | st.binary(max_size=9), max_size=9), st.integers(0, 40))
def test_what_was_put_aside_comes_back(kept, limit):
    spill = Spill()
    for value in kept:
        place = spill.put(value)
        if limit % 2:
            spill._flush()
        assert spill.get(place) == value
    spill.close()


@pytest.mark.django_db
@given(st.one_of(values, st.sampled_from(["", "what-is-ijm", "v", "2026-01-02", "1.5", 7, 2**31])))
def test_a_value_is_refused_wherever_django_refuses_it(value):
    for model in (Entry, Agency, FieldOffice, Measurement):
        shape = shapes.all_shapes()[model._meta.label_lower]
        for field in model._meta.concrete_fields:
            if field.name in shape.columns and not field.is_relation:
                _compare(field, shape.columns[field.name], value)


def _compare(field, read, value):
    try:
        found = read(value)
    except ValidationError:
        return
    # What is taken, Django takes too, and it comes out as it is kept.
    rules = [each for each in field.validators if each is not quotes.validate]
    cleaned = field.to_python(found)
    field.validate(cleaned, None)
    for rule in rules if cleaned not in field.empty_values else ():
        rule(cleaned)


def test_every_rule_of_the_models_can_be_asked_of_a_record():
    for shape in shapes.all_shapes().values():
        checks = [each for each in shape.model._meta.constraints if hasattr(each, "condition")]
        checks = [each for each in checks if type(each).__name__ == "CheckConstraint"]
        assert len(row_rules.of(shape.model)) == len(checks), shape.label


days = st.sampled_from([None, "2026-01-02", "2026-03-04"])
measurements = st.fixed_dictionaries(
    {
        "key": st.sampled_from(["", "2012"]),
        "qualifier": st.sampled_from(["exactly", "perhaps"]),
        "value": st.sampled_from(["-150.0000", "-1.0000", "0.5000", "2.0000", f"{10**15}.0000"]),
        "form": st.sampled_from(["number", "change", "one-in"]),
        "status": st.sampled_from(["as-stated", "confirmed", "superseded", "not-traced"]),
        "period_from": days,
        "period_to": days,
        "confirmed_on": days,
        "looked_on": days,
    }
)


@pytest.mark.django_db
@settings(deadline=None, max_examples=40)
@given(measurements)
def test_rules_answer_as_the_database_does(fields):
    usual = {"period_note": "", "superseded_by": None}
    row = Measurement(**{**fields, "value": Decimal(fields["value"])})
    broken = {rule.sentence for rule in row_rules.broken(Measurement, usual | fields)}
    expected = set()
    for constraint in Measurement._meta.constraints:
        if type(constraint).__name__ == "CheckConstraint":
            row.clean_fields(exclude=[field.name for field in Measurement._meta.fields])
            if not _holds(constraint, row):
                expected.add(row_rules._sentence(constraint))
    assert broken == expected


def _holds(constraint, row):
    against = row._get_field_expression_map(meta=row._meta)
    return constraint.condition.check(against, using="default")


def test_a_reference_is_a_list_with_the_parts_of_its_key():
    read = columns.column(Entry._meta.get_field("topic"))
    assert read(["a"]) == ["a"]
    for wrong in ("a", ["a", "b"], [1], [], {"a": 1}, True):
        with pytest.raises(ValidationError):
            read(wrong)


@pytest.mark.django_db
def test_all_shapes_are_those_of_the_registered_kinds():
    factories.topic()
    labels = {kind.name for kind in kinds.all_kinds()} | {"impact.measurement"}
    assert set(shapes.all_shapes()) == labels

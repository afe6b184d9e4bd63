"""axe-core's rules: WCAG 2.2 A and AA, and its best practices."""

import json

from axe_playwright_python.base import AXE_SCRIPT

from tests.support.browser_console import mute_until_next_page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page, *, without=()):
    """One text for each broken rule, with the elements that break it and why.

    The page needs script, or axe never comes to an end.
    """
    mute_until_next_page(page)
    page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [_text(violation) for violation in found["violations"]]


def assert_no_violations(page, *, without=()):
    """`without` names rules that cannot hold here; say why where it is used."""
    found = violations(page, without=without)
    assert not found, f"{page.url} breaks {len(found)} rules:\n" + "\n".join(found)


def _text(violation):
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        lines.append(f"    {' '.join(map(str, node['target']))}   {node['html'][:160]}")
        reasons = node["any"] + node["all"] + node["none"]
        lines += [f"        {reason['message']}" for reason in reasons]
    return "\n".join(lines)

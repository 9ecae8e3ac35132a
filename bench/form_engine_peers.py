"""The same form opened and answered by our engine, and by pyxform with lxml's XPath."""

from __future__ import annotations

import statistics
import sys
import time

from bench import form_engine as ours
from survey.forms.definition import FormDefinition
from survey.forms.engine.running import open_form


def as_table(form: FormDefinition) -> str:
    """The form as the Markdown that pyxform reads."""
    rows = ["| survey |", "| | type | name | label | relevant | calculation |"]
    for node in form.nodes:
        label = "" if node.type == "calculate" else node.name
        cells = (node.type, node.name, label, node.relevant, node.calculation)
        rows.append("| | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main() -> int:
    """Print both, and how many times faster ours is."""
    try:
        from lxml import etree
        from pyxform.xls2xform import convert
    except ImportError as missing:
        print(f"not compared: {missing}")
        return 0
    form = ours.skipping()
    start = time.perf_counter()
    xml = convert(xlsform=as_table(form), file_type=".md").xform
    root = etree.fromstring(xml.encode())
    model = {"x": "http://www.w3.org/2002/xforms"}
    data = next(root.find(".//x:instance", model).iterchildren())
    names = [etree.QName(element).localname for element in data]
    plain = "".join(f"<{name}/>" for name in names)
    tree = etree.ElementTree(etree.fromstring(f"<data>{plain}</data>"))
    shown = [bind.get("relevant") for bind in root.iterfind(".//x:bind[@relevant]", model)]
    rules = [etree.XPath(source) for source in shown]
    opened = (time.perf_counter() - start) * 1e3
    top = tree.getroot()
    asked = [element for element in top if element.tag.startswith("q")]
    theirs = []
    for number, element in enumerate(asked * 3):
        start = time.perf_counter()
        element.text = str(number % 11)
        for rule in rules:  # without a graph every rule is worked out again
            rule(top)
        theirs.append((time.perf_counter() - start) * 1e6)
    mine = statistics.median(ours.answers(ours.open_form(ours.skipping(), ours.world()), 10)) * 1e6
    mine_open = min(ours.timed(lambda: open_form(form, ours.world()), 5)) * 1e3
    other = statistics.median(theirs)
    print(f"open    ours {mine_open:8.1f} ms   pyxform and lxml {opened:8.1f} ms "
          f"({opened / mine_open:.1f} times)")  # fmt: skip
    print(f"answer  ours {mine:8.1f} us   pyxform and lxml {other:8.1f} us "
          f"({other / mine:.1f} times; relevance only)")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())

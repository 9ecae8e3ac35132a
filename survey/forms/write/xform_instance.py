"""The primary instance of an XForm: every node once, repeats twice (the template first)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from survey.forms.defaults import is_dynamic
from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.markup import Tag, is_template, read_markup
from survey.forms.write.xform_markup import element
from survey.forms.write.xform_paths import Paths

_ROOT_SETTINGS = {"prefix": "odk:prefix", "delimiter": "odk:delimiter"}
_FIRST = "odk-instance-first-load"
Extras = Mapping[tuple[str, ...], list[Tag]]
"""Elements that belong at the end of a group, by its path: ``meta`` and what stands in it."""


def primary(form: FormDefinition, paths: Paths, extras: Extras, *, exact: bool) -> Tag:
    """The root of the primary instance. ``extras`` are put at the end of their groups.

    ``exact`` gives templates of repeats the attributes that an instance has. The first instance of
    a repeat right inside another's template is left out, as other tools have it.
    """
    if form.start:
        return read_markup(form.start)
    space = form.settings.get("instance_xmlns", "")
    root = element(form.root)
    if space:
        root.namespace = space
    root.attributes |= {"id": form.name, **_version(form), **dict(_attributes(form))}
    maker = _Maker(paths, extras, exact)
    root.children += maker.below(form.nodes, (form.root,), template=True)
    if space:
        for tag in root.walk():
            tag.namespace = space if not tag.prefix else tag.namespace
    return root


def _version(form: FormDefinition) -> dict[str, str]:
    if any(name.startswith("attribute::{") and name.endswith("}version") for name in form.settings):
        return {}
    return {"version": form.version} if form.version else {}


def _attributes(form: FormDefinition) -> Iterator[tuple[str, str]]:
    for name, value in form.settings.items():
        if name in _ROOT_SETTINGS:
            yield _ROOT_SETTINGS[name], value
        elif name.startswith("attribute::"):
            yield name.removeprefix("attribute::"), value


class _Maker:
    def __init__(self, paths: Paths, extras: Extras, exact: bool) -> None:
        self._paths = paths
        self._extras = extras
        self._exact = exact

    def below(
        self, nodes: Iterable[Node], here: tuple[str, ...], *, template: bool, inside: bool = False
    ) -> Iterator[Tag]:
        """Elements of ``nodes``; repeats have templates in templates and where none is around.

        ``inside`` a template's own children they have nothing else.
        """
        for node in nodes:
            path = (*here, node.name)
            if node.namespace == "meta":
                continue
            if node.kind is NodeKind.REPEAT:
                if template:
                    made = self._one(node, path, template=True, bare=not self._exact)
                    made.attributes["jr:template"] = ""
                    yield made
                if not inside:
                    yield self._one(node, path, template=False)
            else:
                yield self._one(node, path, template=template)
        yield from map(_copy, self._extras.get(here, ()))

    def _one(self, node: Node, path: tuple[str, ...], *, template: bool, bare: bool = False) -> Tag:
        made = element(node.name)
        if node.namespace:
            made.namespace, made.prefix = node.namespace, "own"
        if not bare:
            at = self._paths.root.below(node)
            for name, text in node.instance.items():
                made.attributes[name] = self._paths.expression(text, at)
        if node.kind in (NodeKind.GROUP, NodeKind.REPEAT):
            inside = template and node.kind is NodeKind.REPEAT
            made.children += self.below(node.nodes, path, template=template, inside=inside)
            return made
        text = literal(node)
        if text:
            made.children.append(text)
        return made


def _copy(tag: Tag) -> Tag:
    made = Tag(tag.name, tag.namespace, tag.prefix)
    made.attributes.update(tag.attributes)
    made.children += [_copy(child) if isinstance(child, Tag) else child for child in tag.children]
    return made


def literal(node: Node) -> str:
    """What a node holds before anything happens."""
    for action in node.actions:
        if action.target == "." and action.literal and action.event.startswith(_FIRST):
            return action.literal
    return "" if is_dynamic(node.default, node.type) else node.default


def says_nothing_new(form: FormDefinition, paths: Paths) -> bool:
    """Is the first instance that was kept the one that would be made without it?"""
    kept = read_markup(form.start)
    made = element(form.root)
    made.children += _Maker(paths, {}, False).below(form.nodes, (form.root,), template=False)
    return _shape(kept) == _shape(made)


Shape = tuple[str, str, "list[Shape]"]


def _shape(tag: Tag) -> Shape:
    inner = [_shape(one) for one in tag.tags if not is_template(one)]
    return tag.name, "" if inner else tag.text.strip(), inner

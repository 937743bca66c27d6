"""What the templates of a municipality's own layer say, in the page's language; the same sentences as on cards."""

from content.language import Language
from content.layer_lines import change_lines, fault_line, version_line, version_lines
from content.vocabulary.layers import LayerShown, LayersShown, LayerVersion


class LayerWords:
    """Each method is called by a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def version(self, version: LayerVersion) -> str:
        return version_line(version, self._language)

    def about(self, version: LayerVersion) -> list[str]:
        return version_lines(version, self._language)

    def changes(self, shown: LayerShown) -> list[str]:
        return change_lines(shown, self._language)

    def faults(self, shown: LayersShown | LayerShown) -> list[str]:
        return [fault_line(one, self._language) for one in shown.faults]

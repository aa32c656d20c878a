"""What a new paper is filled with before a person writes on."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Filled:
    """Values for a new paper, by field and by language."""

    name: str
    origin: str = ""
    origin_id: int | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def say(self, lang: str, **values: Any) -> None:
        """Put what is known in a language; nothing is not put."""
        self.texts.setdefault(lang, {}).update({name: value for name, value in values.items() if value})

    def only(self, kind: str) -> "Filled":
        """Keep what this kind of paper asks for, each value where it belongs."""
        from egiz.documents.official.kinds import kind_of  # noqa: PLC0415 - loaded when a paper is written

        asked = kind_of(kind).fields
        spoken, plain = (
            {one.name for one in asked if one.spoken},
            {one.name for one in asked if not one.spoken},
        )
        self.fields = {name: value for name, value in self.fields.items() if name in plain}
        self.texts = {
            lang: {name: value for name, value in said.items() if name in spoken}
            for lang, said in self.texts.items()
        }
        return self

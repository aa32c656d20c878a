"""Why two companies should meet: codes with parameters, said in a language by `sentences.sentence`."""

from __future__ import annotations

from dataclasses import dataclass, field

from egiz.matching.sentences import sentence

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason a person can check against the two profiles.

    Parameters
    ----------
    code
        What kind of sentence it is, for translation.
    params
        What goes into the sentence.
    kind
        ``"phrase"``, ``"code"``, ``"supply"``, ``"fit"`` (terms of meeting), ``"missing"``, ``"mend"``,
        ``"add"`` (what a profile might say besides) or ``"given_up"``.
    weight
        Part of the score that it brought, 0 to 1; 0 for what is missing.
    a_text, b_text
        The words of the first and of the second company that it speaks of.
    """

    code: str
    params: dict[str, Value] = field(default_factory=dict)
    kind: str = "phrase"
    weight: float = 0.0
    a_text: str = ""
    b_text: str = ""

    @property
    def text(self) -> str:
        """The sentence in English."""
        return sentence(self.code, self.params)

    def said(self, lang: str) -> str:
        """The sentence in a language: en, ru, uz, kk."""
        return sentence(self.code, self.params, lang)

    def swapped(self) -> Reason:
        """The same reason seen from the other company."""
        return Reason(self.code, self.params, self.kind, self.weight, self.b_text, self.a_text)

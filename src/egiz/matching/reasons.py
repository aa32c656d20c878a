"""Why two companies should meet: codes with parameters for translation, and the English sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

Value = str | int | float

_SENTENCES = {
    "phrase": "“{need}” is met by “{offer}”",
    "phrase_terms": "“{need}” is met by “{offer}” ({terms})",
    "code": "code {code} is on both sides: {label}",
    "code_near": "codes {need_code} and {code} are in the same branch {shared}: {label}",
    "goods": "HS {code} is on both sides",
    "goods_near": "HS {need_code} and {code} are in the same chapter",
    "goods_made": "HS {goods} is made by companies of {code}: {label}",
    "supply": "companies of {supplier} typically supply companies of {buyer} "
    "({share:.0%} of their inputs in the US tables of 2017)",
    "cooperation": "both look for: {kinds}",
    "certificate": "holds {certificates}",
    "language": "both speak {languages}",
    "interpreter": "an interpreter is needed: {a_languages} and {b_languages}",
    "no_shared_language": "the lists name no shared language",
    "format": "one side meets online only, the other in person only",
    "availability": "they name no common time",
    "cooperation_differs": "one looks for {a_kinds}, the other for {b_kinds}",
    "one_sided": "only {who} gains by what is written; the other named no need that is met",
    "no_needs": "no needs are written",
    "no_offers": "no offers are written",
    "no_codes": "no codes are given; a code finds partners in any language",
    "unreadable": "the text is in {language}, which is matched weakly; "
    "add a code or a line in Russian or English",
    "short": "the offers say little: name the goods or services",
    "nothing_close": "nothing on the other side comes close to “{need}”",
    "excluded": "must not meet: {why}",
    "weaker": "{firm} has its {limit} meetings, none of them with a lower score",
    "limit": "{firm} has its {limit} meetings, which together serve the lists better",
    "not_chosen": "left out for the sake of the others",
    "full": "the limit of {limit} meetings is reached",
}


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
        ``"phrase"``, ``"code"``, ``"supply"``, ``"fit"`` (terms of meeting), ``"missing"``, ``"mend"`` or
        ``"given_up"``.
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
        return _SENTENCES[self.code].format(**self.params)

    def swapped(self) -> Reason:
        """The same reason seen from the other company."""
        return Reason(self.code, self.params, self.kind, self.weight, self.b_text, self.a_text)

"""What is wrong with an office's own Word template: which field, and where in the text it stands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from egiz.documents._errors import DocumentError

LONGEST_EXCERPT = 80
_NAMED = re.compile(r"attribute '?(\w+)|'([^']+)' is undefined|'(\w+)'")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_BLOCK = re.compile(r"\{%-?(?:p|tr|tc|r)?\s*(end)?(if|for)\b")
_MESSAGES = {
    "not_word": {
        "ru": "Шаблон – не документ Word (.docx).",
        "uz": "Shablon Word hujjati (.docx) emas.",
        "kk": "Үлгі Word құжаты (.docx) емес.",
        "en": "The template is not a Word document (.docx).",
    },
    "unknown_field": {
        "ru": "В шаблоне названо поле «{field}», которого в этом документе нет{place}.",
        "uz": "Shablonda “{field}” maydoni bor, bu hujjatda esa bunday maydon yoʻq{place}.",
        "kk": "Үлгіде «{field}» өрісі аталған, бұл құжатта ондай өріс жоқ{place}.",
        "en": "The template cannot be filled: it names the field “{field}”, which this paper has not{place}.",
    },
    "not_allowed": {
        "ru": "Шаблон может только показывать данные, а «{field}» делает больше{place}.",
        "uz": "Shablon faqat maʼlumot koʻrsata oladi, “{field}” esa ortigʻini qiladi{place}.",
        "kk": "Үлгі деректі көрсете ғана алады, ал «{field}» одан артық әрекет жасайды{place}.",
        "en": "The template cannot be filled: it may only show data, and “{field}” does more{place}.",
    },
    "broken_tag": {
        "ru": "Метка шаблона написана с ошибкой: «{field}»{place}.",
        "uz": "Shablon belgisi xato yozilgan: “{field}”{place}.",
        "kk": "Үлгі белгісі қате жазылған: «{field}»{place}.",
        "en": "The template cannot be filled: a tag is not written as it should be, “{field}”{place}.",
    },
}
_PLACES = {
    "ru": "; абзац {number}: «{excerpt}»",
    "uz": "; {number}-xatboshi: “{excerpt}”",
    "kk": "; {number}-абзац: «{excerpt}»",
    "en": "; paragraph {number}: “{excerpt}”",
}


class TemplateFaultError(DocumentError):
    """A template that cannot be filled: what is wrong, which field, the paragraph and its text."""

    def __init__(self, code: str, field: str = "", number: int = 0, excerpt: str = "") -> None:
        self.code, self.field, self.number, self.excerpt = code, field, number, excerpt
        super().__init__(self.said("en"))

    def said(self, lang: str) -> str:
        """The fault in words of a language."""
        lang = lang if lang in _PLACES else "en"
        place = _PLACES[lang].format(number=self.number, excerpt=self.excerpt) if self.number else ""
        return _MESSAGES[self.code][lang].format(field=self.field, place=place)


def _syntax_fault(source: bytes, message: str) -> TemplateFaultError:
    for number, text in _paragraphs(source):
        if wrong := _broken(text):
            return TemplateFaultError("broken_tag", wrong, number, _excerpt(text, wrong))
    return _unpaired(source) or TemplateFaultError("broken_tag", message[:LONGEST_EXCERPT])


def fault(source: bytes, error: Any) -> TemplateFaultError:
    """Say what Jinja found, in words of the template."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - heavy, only when paper is asked for
    from jinja2.exceptions import SecurityError  # noqa: PLC0415 - as above

    message = str(error.message or error)
    if isinstance(error, TemplateSyntaxError):
        return _syntax_fault(source, message)
    found = _NAMED.search(message)
    name = next(filter(None, found.groups()), "") if found else str(error)
    code = "not_allowed" if isinstance(error, SecurityError) else "unknown_field"
    for number, text in _paragraphs(source):
        if any(re.search(rf"\b{re.escape(name)}\b", tag) for tag in _TAG.findall(text)):
            return TemplateFaultError(code, name, number, _excerpt(text, name))
    return TemplateFaultError(code, name)


def _paragraphs(source: bytes) -> Iterator[tuple[int, str]]:
    """The paragraphs of the text in order, those in tables too, then those of heads and feet of the page."""
    from docx import Document  # noqa: PLC0415 - heavy, only when paper is asked for

    document = Document(io.BytesIO(source))
    bodies = [document.element.body]
    for section in document.sections:
        bodies += [section.header._element, section.footer._element]  # noqa: SLF001 - python-docx has no other way
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    number = 0
    for body in bodies:
        for paragraph in body.iter(f"{name}p"):
            number += 1
            yield number, "".join(one.text or "" for one in paragraph.iter(f"{name}t"))


def _broken(text: str) -> str:
    """The tag of a paragraph that cannot be read; empty where all can."""
    from jinja2 import Environment, TemplateSyntaxError  # noqa: PLC0415 - as above

    if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
        return text[max(text.find("{"), 0) :][:LONGEST_EXCERPT]
    for tag in _TAG.findall(text):
        if tag.startswith("{{"):
            try:
                Environment(autoescape=True).parse(tag)
            except TemplateSyntaxError:
                return str(tag)
    return ""


def _unpaired(source: bytes) -> TemplateFaultError | None:
    """The if or for that is never ended, or the end of none."""
    waiting: list[tuple[str, str, int, str]] = []
    for number, text in _paragraphs(source):
        for tag in _TAG.findall(text):
            found = _BLOCK.match(tag)
            if not found:
                continue
            if not found[1]:
                waiting.append((found[2], tag, number, text))
            elif waiting and waiting[-1][0] == found[2]:
                waiting.pop()
            else:
                return TemplateFaultError("broken_tag", tag, number, _excerpt(text, tag))
    if not waiting:
        return None
    _kind, tag, number, text = waiting[-1]
    return TemplateFaultError("broken_tag", tag, number, _excerpt(text, tag))


def _excerpt(text: str, name: str) -> str:
    at = max(text.find(name) - LONGEST_EXCERPT // 2, 0)
    cut = text[at : at + LONGEST_EXCERPT].strip()
    return f"{'…' if at else ''}{cut}{'…' if at + LONGEST_EXCERPT < len(text) else ''}"

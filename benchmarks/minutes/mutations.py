"""Ten thousand damaged files: each is read or refused with a sentence, in two seconds of processor.

`python -m benchmarks.minutes.mutations [COUNT]` makes a small DOCX, ODT, RTF, PDF, HTML, e-mail and text, damages them
(cut, shuffled, bytes changed, parts repeated, packed bombs) and opens each. It prints what came of them and the
slowest, and fails if anything else than a refusal was raised.
"""

# ruff: noqa: E501 -- a page of XML is written as its source is

from __future__ import annotations

import io
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from email.message import EmailMessage

from egiz.minutes import MinutesError, load_bytes

_WORDS = "Палата обещала направить список экспортёров хокимияту до 10 декабря 2026 года. "
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SECONDS, _MEGABYTES = 2.0, 500


def _archive(parts: dict[str, str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _pdf() -> bytes:
    import typst  # noqa: PLC0415 - one of the seeds

    return bytes(typst.compile(("#set page(columns: 2)\n" + _WORDS * 60).encode()))


def seeds() -> dict[str, bytes]:
    """One small file of each kind, stored and packed."""
    paragraph = f"<w:p><w:r><w:t>{_WORDS}</w:t></w:r></w:p>"
    table = f"<w:tbl><w:tr><w:tc>{paragraph}</w:tc><w:tc>{paragraph}</w:tc></w:tr></w:tbl>"
    document = f"<w:document {_W}><w:body>{paragraph * 20}{table * 3}</w:body></w:document>"
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = f"<office:document-content {names}><office:body><office:text>{f'<text:p>{_WORDS}</text:p>' * 20}</office:text></office:body></office:document-content>"
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = "Список", "a@example.org", "b@example.org"
    letter.set_content(_WORDS * 10)
    letter.add_attachment(
        _archive({"word/document.xml": document}), maintype="application", subtype="zip", filename="a.docx"
    )
    rtf = "".join(f"\\'{byte:02x}" for byte in _WORDS.replace("ё", "е").encode("cp1251"))
    odt = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return {
        "docx": _archive({"word/document.xml": document}),
        "docx stored": _archive({"word/document.xml": document}, zipfile.ZIP_STORED),
        "odt": _archive(odt),
        "odt stored": _archive(odt, zipfile.ZIP_STORED),
        "rtf": f"{{\\rtf1\\ansi\\ansicpg1251 {rtf * 10}}}".encode(),
        "pdf": _pdf(),
        "html": f"<!DOCTYPE html><html><body><article>{f'<p>{_WORDS}</p>' * 30}</article></body></html>".encode(),
        "eml": letter.as_bytes(),
        "text": (_WORDS * 20).encode(),
        "text cp1251": (_WORDS.replace("ё", "е") * 20).encode("cp1251"),
        "bomb": _archive({"word/document.xml": f"<w:document {_W}><w:body>" + "<w:p/>" * 2_000_000}),
        "nested": _archive({"word/document.xml": f"<w:document {_W}><w:body>" + "<w:tbl><w:tr><w:tc>" * 20_000}),
    }  # fmt: skip


def damage(data: bytes, chance: random.Random) -> bytes:
    """One way of breaking a file."""
    way, at = chance.randrange(6), chance.randrange(len(data))
    if way == 0:
        return data[:at]
    if way == 1:
        return data[at:] + data[:at]
    if way == 2:
        stop = min(len(data), at + chance.randrange(1, 2_000))
        return data[:at] + data[at:stop] * chance.randrange(2, 60) + data[stop:]
    broken = bytearray(data)
    for _ in range(chance.randrange(1, 40)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    if way == 3:
        piece = broken[at : at + 400]
        chance.shuffle(piece)
        broken[at : at + 400] = piece
    return bytes(broken[: at + 1] if way == 4 else broken)


def main() -> None:
    """Open them all."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    chance, files = random.Random(7), seeds()
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    for number in range(count):
        kind = list(files)[number % len(files)]
        data = files[kind] if number < len(files) else damage(files[kind], chance)
        begun = time.process_time()
        try:
            load_bytes(data, name=kind)
            outcomes["read"] += 1
        except MinutesError:
            outcomes["refused"] += 1
        except Exception as error:  # noqa: BLE001 - what this looks for
            outcomes[f"{kind}: {type(error).__name__}: {error}"[:160]] += 1
        slowest = max(slowest, (time.process_time() - begun, f"{kind}, file {number}"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    for outcome, times in outcomes.most_common():
        print(f"{times:6} {outcome}")
    print(f"slowest {slowest[0]:.2f} s of processor ({slowest[1]}); {memory:.0f} MB at most")
    if set(outcomes) - {"read", "refused"} or slowest[0] > _SECONDS or memory > _MEGABYTES:
        sys.exit(1)


if __name__ == "__main__":
    main()

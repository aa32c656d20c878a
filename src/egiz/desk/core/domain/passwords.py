"""Passwords that nobody would guess, and letters about a new one that do not stay good for days."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.utils.http import base36_to_int
from django.utils.translation import gettext as _

RESET_SECONDS = 4 * 3600
LONG_FIGURES = 16  # figures alone are guessed one after another
# Words of this house and its work: who knows where a person works tries these first.
OWN_WORDS = frozenset(
    (  # noqa: SIM905 - a column of quotation marks is no list to read
        "egiz twin twins desk chamber consul consulate hokimiyat hokim akimat akim delegation memorandum "
        "atyrau nukus urgench tashkent toshkent astana almaty kazakhstan uzbekistan qazaqstan ozbekiston "
        "егиз побратим палата консул консульство хокимият хоким акимат аким делегация меморандум "
        "атырау нукус ургенч ташкент астана алматы казахстан узбекистан қазақстан ўзбекистон пароль"
    ).split(" ")
)
ROWS = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890",
    "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
)  # fmt: skip
RUNS = frozenset(
    row[at : at + 4] for line in ROWS for row in (line, line[::-1]) for at in range(len(line) - 3)
)
# A Russian word typed where the keyboard stands on Latin letters: пароль is gfhjkm, and lists hold that.
LATIN_KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")


class NotGuessable(CommonPasswordValidator):
    """Refuse common passwords and words of this house, with what stands around them, and rows of keys."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's form
        whole = password.lower().strip()
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", whole)
        if core in OWN_WORDS or len(set(whole)) < 4 or _is_run(whole) or self._is_common(core, whole):
            raise ValidationError(self.get_error_message(), code="password_guessable")

    def _is_common(self, core: str, whole: str) -> bool:
        if len(core) < 3:
            return len(whole) < LONG_FIGURES
        halves = {core, core.translate(LATIN_KEYS), *({core[: len(core) // 2]} if _twice(core) else ())}
        return any(half in self.passwords for half in halves)

    def get_error_message(self) -> str:
        return _("This password is easily guessed: a common word, a word of this house or keys in a row.")

    def get_help_text(self) -> str:
        return _("Four words that do not belong together are easy to keep and hard to guess.")


def _twice(core: str) -> bool:
    half, odd = divmod(len(core), 2)
    return not odd and core[:half] == core[half:]


def _is_run(whole: str) -> bool:
    """Say whether nearly all of it is keys that lie side by side, or letters in their order."""
    if len(whole) < 4:
        return False
    beside = sum(whole[at : at + 4] in RUNS for at in range(len(whole) - 3))
    return beside * 2 > len(whole) - 3


class ResetTokens(PasswordResetTokenGenerator):
    """Letters about a new password are good for hours; an invitation has days (see `invitations`)."""

    def check_token(self, user: Any, token: str | None) -> bool:
        if not token or not super().check_token(user, token):
            return False
        signed_at = base36_to_int(token.split("-")[0])
        return self._num_seconds(self._now()) - signed_at <= RESET_SECONDS

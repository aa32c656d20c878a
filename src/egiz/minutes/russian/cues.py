"""The Russian words that make a promise: verbs, short adjectives and nouns, with how sure each one is."""

# ruff: noqa: E501 -- lists of words are filled to the edge

from __future__ import annotations

from dataclasses import dataclass

from egiz.minutes._word_lists import words


@dataclass(frozen=True, slots=True)
class Cue:
    """A speech act: its code, how often such a sentence is a promise (0..1), and what may follow it.

    `frames` lists prepositions that lead to its content; "obj" and "subj" stand for a direct object
    and for the subject of a passive.
    """

    code: str
    base: float
    frames: tuple[str, ...] = ()


_ABOUT = ("о", "об", "обо")

_PROMISE = Cue("promised", 0.9, ("obj", *_ABOUT))
_AGREE = Cue("agreed", 0.85, _ABOUT)
_DECIDE = Cue("decided", 0.8, _ABOUT)
_ASSIGN = Cue("assigned", 0.9, ("obj",))
_INTEND = Cue("intended", 0.8, ("obj", "subj"))
_WISH = Cue("wished", 0.7, ())
_PROPOSE = Cue("proposed", 0.65, ("obj", *_ABOUT))
_REQUEST = Cue("requested", 0.75, ("obj", *_ABOUT))
_INVITE = Cue("invited", 0.65, ("на", "к", "в"))
_SUPPORT = Cue("supported", 0.6, ("obj",))
_READY = Cue("ready", 0.75, ("к", "на"))
_NEED = Cue("needed", 0.45, ())
_AHEAD = Cue("ahead", 0.6, ("subj",))
_EXPECT = Cue("expected", 0.6, ("subj",))
_INTEREST = Cue("interested", 0.4, ("в", "к"))
_TASK = Cue("task", 0.75, ("по",))

VERBS: dict[str, Cue] = {
    **dict.fromkeys(words("обещать пообещать обязаться обязываться гарантировать взяться браться"), _PROMISE),
    **dict.fromkeys(
        words("договориться условиться согласиться уговориться сговориться договариваться"), _AGREE
    ),
    **dict.fromkeys(words("решить постановить"), _DECIDE),
    **dict.fromkeys(
        words(
            "поручить поручать обязать рекомендовать возложить поставить приказать распорядиться потребовать"
        ),
        _ASSIGN,
    ),
    **dict.fromkeys(
        words(
            "намереваться планировать запланировать собираться рассчитывать планироваться предполагаться "
            "предусматриваться предусмотреть намечаться наметить"
        ),
        _INTEND,
    ),
    **dict.fromkeys(words("надлежать потребоваться"), _NEED),
    **dict.fromkeys(words("хотеть хотеться желать"), _WISH),
    **dict.fromkeys(words("предложить предлагать"), _PROPOSE),
    **dict.fromkeys(words("призвать призывать"), Cue("proposed", 0.62, ("к",))),
    **dict.fromkeys(words("просить попросить"), _REQUEST),
    **dict.fromkeys(words("пригласить приглашать"), _INVITE),
    **dict.fromkeys(words("поддержать поддерживать"), _SUPPORT),
    "предстоять": _AHEAD,
    "следовать": _NEED,
    "требоваться": _NEED,
    "ожидаться": _EXPECT,
}

SHORT: dict[str, Cue] = {
    "готовый": _READY,
    "намеренный": _INTEND,
    "намерить": _INTEND,
    "намерен": _INTEND,
    "заинтересованный": _INTEREST,
    "заинтересовать": _INTEREST,
    "должный": Cue("needed", 0.6, ()),
    "должен": Cue("needed", 0.6, ()),
    "обязанный": _PROMISE,
    "обязать": _ASSIGN,
    "необходимый": _NEED,
    "необходимо": _NEED,
    "нужный": _NEED,
    "нужно": _NEED,
    "надо": _NEED,
}

NOUNS: dict[str, Cue] = {
    "готовность": _READY,
    "намерение": _INTEND,
    "желание": Cue("wished", 0.65, ()),
    "заинтересованность": _INTEREST,
    "обязательство": Cue("promised", 0.85, ("по", *_ABOUT)),
    "предложение": Cue("proposed", 0.6, ("по", *_ABOUT)),
    "инициатива": Cue("proposed", 0.55, ("по", *_ABOUT)),
    "поручение": Cue("assigned", 0.85, ("по", "для", "на", *_ABOUT)),
    "указание": Cue("assigned", 0.85, ("по", "для", "на", *_ABOUT)),
    "распоряжение": Cue("assigned", 0.8, ("по", "для", *_ABOUT)),
    "задание": Cue("assigned", 0.82, ("по", "для", *_ABOUT)),
    "приглашение": Cue("invited", 0.7, ("на", "в", "к", "для")),
    "обещание": Cue("promised", 0.85, _ABOUT),
    "план": Cue("intended", 0.65, ("по",)),
    "задача": _TASK,
    "договорённость": Cue("agreed", 0.8, _ABOUT),
    "договоренность": Cue("agreed", 0.8, _ABOUT),
    "соглашение": Cue("agreed", 0.75, _ABOUT),
    "решение": Cue("decided", 0.8, _ABOUT),
    "просьба": Cue("requested", 0.75, _ABOUT),
}

# A noun makes a promise only under such a verb ("expressed readiness"), unless an infinitive hangs on it.
LIGHT_VERBS = words(
    "выразить выражать высказать подтвердить подтверждать заявить заявлять изъявить проявить взять дать выступить "
    "выдвинуть озвучить внести достигнуть достичь прийти принять поступить поддержать поддерживать сообщить "
    "обозначить поставить стоять иметься быть обратиться сделать прозвучать"
)
# Without an infinitive these nouns need their verb right above them.
NEEDS_VERB = frozenset(
    {"договорённость", "договоренность", "соглашение", "решение", "предложение", "инициатива"}
)

FUTURE = Cue("future", 0.7, ())
FUTURE_FIRST_PERSON = Cue("future", 0.8, ())
ANNOUNCED = Cue("announced", 0.65, ())
PROPOSED_TWINS = Cue("proposed", 0.6, ())

# Verbs whose future says what will follow, not what somebody will do.
NOT_DEEDS = words(
    "стать позволить способствовать дать быть иметь мочь смочь продолжиться составить вырасти увеличиться "
    "укрепиться послужить принести сыграть привести сделать повысить повыситься "
    "расшириться придать остаться являться находиться понадобиться потребоваться показать хватить касаться "
    "войти входить возглавить сократить снизить получиться удаться"
)
HAPPEN = words("состояться пройти открыться начаться стартовать проходить провестись")
RECEIVE = words("получить получать иметь увидеть услышать узнать ознакомиться принять") - {"принять"}
JUST_WORDS = words(
    "отметить подчеркнуть сказать напомнить поблагодарить рассказать выразить добавить знать обратить указать "
    "констатировать заметить поздравить пожелать верить надеяться думать сообщить признать учитывать учесть "
    "понимать понять помнить отмечать говорить видеть"
)
ABSTRACT = words(
    "сотрудничество отношение связь развитие укрепление взаимодействие партнёрство партнерство расширение потенциал "
    "вопрос возможность диалог контакт работа дружба активизация углубление улучшение продолжение уровень сторона "
    "страна регион направление сфера область перспектива основа народ интерес формат рамка усиление дело наращивание "
    "экономика инициатива предложение идея"
)
ORGANISATION_LIKE = words(
    "палата тпп акимат хокимият консульство генконсульство посольство совет компания сторона министерство управление "
    "предприниматель группа делегация представитель предприятие руководство дирекция департамент фирма завод "
    "фабрика ассоциация бизнес участник организатор фермер специалист эксперт администрация город хокимиат "
    "правительство комитет отдел партнёр партнер коллега турфирма туроператор производитель экспортёр экспортер "
    "институт университет секретариат организация гость бизнесмен"
)
EARLIER = frozenset({"ранее", "прежде", "прошлый", "минувший", "прошлогодний", "предыдущий"})

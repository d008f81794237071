"""How names are spoken and what counts as the same writing: normal form, pinyin, initials."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache, lru_cache

MOST_SPELLINGS = 8
"""Ways to read one name that are searched; a person's name seldom has more than four."""

LONGEST_PERSON_NAME = 4
"""Characters; longer names are companies, which are searched by the usual reading alone."""

SURNAMES: dict[str, str] = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren", "盖": "ge",
    "尉": "yu", "乐": "yue", "朴": "piao", "缪": "miao", "翟": "zhai", "覃": "qin", "员": "yun", "黑": "he",
    "华": "hua", "秘": "bi", "种": "chong", "繁": "po", "折": "she", "召": "shao", "冼": "xian", "洗": "xian",
    "纪": "ji", "葛": "ge", "柏": "bai", "卜": "bu", "牟": "mu", "宓": "mi", "逄": "pang", "佴": "nai",
    "祭": "zhai", "过": "guo", "晟": "cheng", "撒": "sa", "隗": "wei", "应": "ying", "燕": "yan", "宁": "ning",
    "哈": "ha", "干": "gan", "谌": "chen", "粘": "nian", "车": "che", "曲": "qu", "石": "shi", "万": "wan",
    "俞": "yu", "訾": "zi", "郇": "xun", "沈": "shen", "教": "jiao", "郗": "xi", "斯": "si", "都": "du",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai", "单于": "chan yu",
    "宰父": "zai fu", "令狐": "ling hu", "鲜于": "xian yu", "夏侯": "xia hou", "呼延": "hu yan",
    "皇甫": "huang fu", "尉犁": "yu li", "子车": "zi ju", "亓官": "qi guan", "拓跋": "tuo ba", "纥骨": "he gu",
}  # fmt: skip
"""Surnames whose reading differs from the character's usual one, or that dictionaries read wrongly."""

_NOT_TYPED = re.compile(r"[\W_]+")


def normal(text: str) -> str:
    """Half-width, small letters, without spaces, hyphens, dots and other signs: ``皖N·3K827`` → ``皖n3k827``."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.lower()
    return text if text.isalnum() else _NOT_TYPED.sub("", text)


@lru_cache(maxsize=50_000)
def spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read a name, the likeliest first, each as syllables: ``单俊倩`` → ``shan jun qian``, ``dan …``.

    Every reading of every character occurs, one unusual reading at a time. What is no Chinese character stays as
    it is and stands as a syllable of its own.
    """
    usual = _usual(name)
    if len(name) > LONGEST_PERSON_NAME:
        return (usual,)
    others = (
        (*usual[:place], reading, *usual[place + 1 :])
        for place, character in enumerate(name)
        for reading in readings(character)
    )
    return tuple(dict.fromkeys((usual, *others)))[:MOST_SPELLINGS]


def _usual(name: str) -> tuple[str, ...]:
    length = 2 if name[:2] in SURNAMES else 1
    surname = (
        SURNAMES[name[:length]].split() if name[:length] in SURNAMES else map(_first_reading, name[:length])
    )
    return (*surname, *map(_first_reading, name[length:]))


def _first_reading(character: str) -> str:
    return readings(character)[0]


@cache
def readings(character: str) -> tuple[str, ...]:
    """The toneless readings of one character, the usual one first; ü is v, as it is typed."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # 40 ms instead of 200: names are read by the character
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(normal(reading) for reading in found[0])) if found else (character,)

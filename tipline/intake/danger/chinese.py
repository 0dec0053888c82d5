"""Danger to life in Chinese. Each character is a word, so phrases are written as people write them.

Both ways to write stand in the lists where they differ.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from tipline.intake.danger.kinds import Danger

CLASSES: Final[Mapping[str, str]] = MappingProxyType({})


def _apart(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(phrase) for phrase in dict.fromkeys(phrases))


def _each(*parts: str) -> Iterable[str]:
    """Every way to join one of each part."""
    joined = [""]
    for part in parts:
        joined = [before + word for before in joined for word in part.split()]
    return joined


_GUNS: Final = "枪 槍 刀 炸弹 炸彈 武器"
_CROWDS: Final = (
    "学校 學校 教室 商场 商場 教堂 清真寺 医院 醫院 地铁 地鐵 公交 机场 機場 幼儿园 幼兒園 大学 大學"
)

PHRASES: Final[Mapping[Danger, tuple[str, ...]]] = {
    Danger.THREAT: _apart(
        [
            *_each(
                "要 想 会 會 打算 准备 準備 扬言 揚言",
                "杀 殺 捅 砍 枪杀 槍殺",
                "人 了 死 他 她 我 你 掉 害 老",
            ),
            *_each("威胁 威脅", "要杀 要殺 杀 殺"),
            *_each("要 想 打算 准备 準備", "炸 开枪 開槍"),
        ]
    ),
    Danger.UNDER_WAY: _apart(
        [
            *_each("正在 在", "开枪 開槍 砍人 捅人 杀人 殺人 枪击 槍擊"),
            *_each("有人 他", "开枪 開槍"),
            *_each("正在被 正被", "打 砍 捅 刺 强奸 強姦 殴打 毆打 杀 殺"),
            *_each("人质 人質 被绑架 被綁架 绑架了 綁架了 被劫持"),
        ]
    ),
    Danger.ARMED: _apart(
        [
            *_each("枪 槍 刀", "指着 指著 架在 顶着 頂著 抵着 抵著"),
            *_each("带 帶 拿 带着 帶著 拿着 拿著", _GUNS, "去 进 進 到 在 来 來", _CROWDS),
            *_each(_CROWDS, "有 里有 裡有 有人带 有人帶 有人拿 里有人带 裡有人帶 里有人拿 裡有人拿", _GUNS),
            *_each("在", _CROWDS, "有 拿 带 帶 拿着 拿著", _GUNS),
            *_each(
                "门口 門口 门外 門外",
                "拿 拿着 拿著 带着 帶著 持 有人拿 有人拿着 有人拿著 有人带着 有人帶著",
                _GUNS,
            ),
            *_each(
                "拿 拿着 拿著 带着 帶著 持",
                _GUNS,
                "在 站在",
                "我家门口 我家門口 我门口 我門口 门口 門口 门外 門外",
            ),
            *_each("有 放了 安了 放 做 造 安装了 埋了", "炸弹 炸彈"),
        ]
    ),
    Danger.DYING: _apart(
        [
            *_each("没有 沒有 没 沒 不 停止 停止了", "呼吸"),
            *_each("快死 要死", "了"),
            *_each("大出血 失血过多 失血過多 昏迷 吸毒过量 吸毒過量"),
        ]
    ),
}

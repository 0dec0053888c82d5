"""What gives a reporter away in Chinese, as lists.

Chinese writes no spaces, and a text is taken apart into single characters
(`tipline/telltale/tokens.py`). So the phrases here are written as people write them, and `_apart` puts
a space between any two characters. Both ways to write stand in the lists where they differ.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from tipline.telltale.reasons import Reason

CLASSES: Final[Mapping[str, str]] = {"measure": "个 個 名 位"}
"""Words of more than one character cannot be a class, so the phrases name theirs one by one."""

_MY: Final = ("我", "我的", "我们", "我们的", "我們", "我們的", "我家", "我家的", "俺")
_KIN: Final = (
    "妈 妈妈 媽 媽媽 母亲 母親 爸 爸爸 父亲 父親 父母 哥 哥哥 弟 弟弟 姐 姐姐 妹 妹妹 兄弟 姐妹 儿子 "
    "兒子 女儿 女兒 孩子 表哥 表弟 表姐 表妹 堂哥 堂弟 堂姐 堂妹 叔叔 伯伯 舅舅 姑姑 阿姨 姨妈 姨媽 侄子 "
    "侄女 外甥 爷爷 爺爺 奶奶 外公 外婆 姥姥 孙子 孫子 孙女 孫女 丈夫 老公 妻子 老婆 太太 男朋友 女朋友 "
    "男友 女友 前夫 前妻 前男友 前女友 未婚夫 未婚妻 朋友 好友 亲戚 親戚 家人 岳父 岳母 公公 婆婆 女婿 "
    "媳妇 媳婦 继父 繼父 继母 繼母 干爹 干妈"
)
_NEIGHBOURS: Final = "邻居 鄰居 室友 房东 房東 房客 租客 合租"
_MATES: Final = (
    "同事 老板 老闆 上司 经理 經理 主管 雇主 员工 員工 老师 老師 学生 學生 同学 同學 客户 客戶 顾客 顧客 "
    "病人 教练 教練 医生 醫生 律师 律師 队友 隊友 牧师 牧師"
)
_HOMES: Final = (
    "家 房子 公寓 楼 樓 大楼 大樓 楼上 樓上 楼下 樓下 小区 小區 街 街道 街区 街區 院子 车库 車庫 阳台 "
    "陽台 窗户 窗戶 门口 門口 地址 房间 房間 隔壁 对面 對面 旁边 旁邊 附近"
)
_OFFICES: Final = (
    "公司 办公室 辦公室 店 商店 餐馆 餐館 学校 學校 班 班级 班級 大学 大學 工厂 工廠 仓库 倉庫 教会 教會 "
    "诊所 診所 单位 單位"
)
_TRADES: Final = (
    "护士 護士 医生 醫生 老师 老師 学生 學生 司机 司機 收银员 收銀員 服务员 服務員 保安 厨师 廚師 律师 "
    "律師 警察 会计 會計 员工 員工 经理 經理 店员 店員 清洁工 清潔工 理发师 理髮師 邻居 鄰居 房东 房東 "
    "同事"
)
_AGES: Final = "岁 歲"


def _apart(phrases: Iterable[str]) -> tuple[str, ...]:
    """Phrases as characters with spaces between; `#` is a number, `*` any character, `%` a measure word."""
    return tuple(
        " ".join(phrase).replace("#", "<number>").replace("*", "<any>").replace("%", "<measure>")
        for phrase in dict.fromkeys(phrases)
    )


def _mine(words: str) -> Iterable[str]:
    return (mine + word for mine in _MY for word in words.split())


def _each(before: str, words: str, after: str = "") -> Iterable[str]:
    return (f"{b}{word}{after}" for b in before.split() for word in words.split())


PHRASES: Final[Mapping[Reason, tuple[str, ...]]] = {
    Reason.FAMILY: _apart(_mine(_KIN)),
    Reason.NEIGHBOUR: _apart(
        [
            *_mine(_NEIGHBOURS),
            *_each("住在我 住在我们 住在我們", "家 楼上 樓上 楼下 樓下 隔壁 对面 對面 旁边 旁邊 附近"),
            *_each("和 跟 与 與", "我住 我们住 我們住 我一起住 我同住"),
        ]
    ),
    Reason.COLLEAGUE: _apart(
        [
            *_mine(_MATES),
            *_each("和 跟 与 與", "我一起工作 我一起上班 我同班 我一起上学 我一起上學 我共事 我工作"),
        ]
    ),
    Reason.BOND: _apart(
        [
            *_each(
                "我是他 我是她 我是他的 我是她的 我是他们的 我是他們的", f"{_KIN} {_NEIGHBOURS} {_MATES} *"
            ),
            *_each("我从小 我從小", "认识 認識 就认识 就認識 和他 和她 跟他 跟她"),
            *_each("我和他 我跟他 我和她 我跟她", "一起长大 一起長大 约会 約會 交往 结婚 結婚"),
        ]
    ),
    Reason.HOME: _apart(
        [
            *_each("我住 我们住 我們住", "在 的 这 這 那 # 他 她"),
            *_mine(_HOMES),
            *_each("我居住 我们居住 我們居住", "在 的"),
            *_each("我搬", "到 进 進 来 來"),
        ]
    ),
    Reason.WORK: _apart(
        [
            *_mine(_OFFICES),
            *_each(
                "我在 我们在 我們在",
                "这里工作 這裡工作 那里工作 那裡工作 那儿上班 这里上班 上班 工作 上学 上學",
            ),
            *_each("我在* 我在** 我在*** 我在****", "工作 上班 上学 上學 打工"),
            *_each("我工作 我上班 我上学 我上學 我打工", "的 在"),
        ]
    ),
    Reason.NAME: _apart(
        [
            *_each("我叫 我名叫 我姓", "** *"),
            *_each("我的名字 我的全名 我名字", "是** 叫** 是* 叫*"),
            *_each("本人姓名", "** *"),
        ]
    ),
    Reason.CONTACT: _apart(
        [
            *_each("打电话给 打電話給 打给 打給 联系 聯繫 联络 聯絡 发短信给 發短信給 回复 回覆", "我"),
            *_each("给我 給我", "打电话 打電話 发短信 發短信 回电 回電 写信 寫信"),
            *_mine(
                "电话 電話 手机 手機 号码 號碼 手机号 手機號 电话号码 電話號碼 邮箱 郵箱 电邮 電郵 微信 "
                "微信号 微信號"
            ),
        ]
    ),
    Reason.SELF: _apart(
        [
            *_each("我今年 我 我已经 我已經", "#", "岁"),
            *_each("我今年 我 我已经 我已經", "#", "歲"),
            *_each("我是 我是一% 我是%", _TRADES),
            *_mine("生日 工号 工號 学号 學號 身份证 身份證"),
        ]
    ),
    Reason.ONLY_ONE: _apart(
        [
            *_each("只有我", "知道 看到 看见 看見 在场 在場 一个人 一個人 们知道"),
            *_each("只", "告诉了我 告訴了我 告诉我 告訴我 跟我说 跟我說 对我说 對我說"),
            *_each("我是唯一", "的 一个 一個 知道 看到"),
            *_each("没有别人 沒有別人 没有其他人 沒有其他人 没人 沒人 别人不 別人不", "知道 看到 看见 看見"),
            *_each("会知道是 會知道是 知道是 猜到是", "我"),
        ]
    ),
    Reason.HANDLE: _apart(_mine("账号 賬號 帐号 帳號 微博 脸书 臉書 抖音")),
    Reason.PLATE: _apart(_mine("车牌 車牌 车牌号 車牌號 车的牌照 車的牌照")),
}

NO_NAMES: Final = "秘 密 匿"
"""First characters after "my name is" that begin nobody's name."""

SIGN_OFFS: Final = ""
"""A name at the end is found in no sign: nobody signs in single characters."""

MINE: Final = "我"
"""The character that says whose a plate is."""

SAW: Final = "看 见 見 听 聽 在 路 经 經 到 从 從"
"""Characters after "I" that tell where the reporter was."""

SAW_ALONE: Final = ""
"""No character says "I" by itself but the one that means it."""

FIRST: Final = "我"
"""Who saw."""

"""What the page calls things, in each of its languages: as a person expects it, and not as the page has it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The labels of one language, as far as the tests use them."""

    locale: str
    messages: str
    message: str
    item_id: str
    token: str
    name: str
    join: str
    leave: str
    your_id: str
    connected: str
    sending: str
    here_now: str
    try_now: str
    rooms: str
    another_item: str


ENGLISH = Words(
    locale="en-GB",
    messages="Messages",
    message="Message",
    item_id="Item ID",
    token="Token",
    name="Name",
    join="Join",
    leave="Leave",
    your_id="Your ID:",
    connected="connected",
    sending="Sending",
    here_now="Here now",
    try_now="Try now",
    rooms="Rooms",
    another_item="Open another item",
)

CHINESE = Words(
    locale="zh-CN",
    messages="消息列表",
    message="消息",
    item_id="项目 ID",
    token="令牌",
    name="名字",
    join="进入",
    leave="离开",
    your_id="你的 ID：",
    connected="已连接",
    sending="发送中",
    here_now="在场的人",
    try_now="立即重试",
    rooms="房间",
    another_item="打开其他项目",
)

LANGUAGES = {"en": ENGLISH, "zh": CHINESE}

"""What the page calls things, in each of its languages: as a person expects it, and not as the page has it."""

import re
from dataclasses import dataclass
from typing import Any


class Both:
    """The same in English and in Chinese."""

    def __init__(self, english: str, chinese: str) -> None:
        self._names = {"en": english, "zh": chinese}

    def of(self, words: "Words") -> str:
        """Return it in one of the languages."""
        return self._names[words.language]


class Label(Both):
    """The name of one thing; read from ``Words`` it is that of their language."""

    def __get__(self, words: "Words", _: Any) -> str:
        return self.of(words)


@dataclass(frozen=True)
class Words:
    """The labels of one language, as far as the tests use them."""

    language: str
    locale: str
    tag: str
    own_name: str

    join_a_room = Label("Join a room", "进入房间")
    item_id = Label("Item ID", "项目 ID")
    token = Label("Token", "令牌")
    name = Label("Name", "名字")
    join = Label("Join", "进入")
    joined_before = Label("Joined before", "最近进入过")
    no_item_name = Label("That is not the name of an item.", "这不是有效的项目 ID。")
    no_upgrade = Label("no conversation with it can begin", "无法与它开始会话")
    token_expired = Label("token has expired", "令牌已过期")

    leave = Label("Leave", "离开")
    your_id = Label("Your ID:", "你的 ID：")
    you = Label("You", "我")
    here_now = Label("Here now", "在场的人")
    too_many_to_list = Label("Too many to list.", "人数太多，不逐一列出。")

    connected = Label("connected", "已连接")
    try_now = Label("Try now", "立即重试")

    keeps_nothing = Label("This browser keeps nothing for this page", "此浏览器不为本页面保存任何内容")
    understood = Label("Understood", "知道了")

    messages = Label("Messages", "消息列表")
    message = Label("Message", "消息")
    send = Label("Send", "发送")
    sending = Label("Sending", "发送中")
    sent = Label("Sent", "已发送")
    not_sent = Label("Not sent", "未发出")
    retry = Label("Retry", "重试")
    discard = Label("Discard", "丢弃")
    start = Label("Start of the conversation", "对话从这里开始")
    today = Label("Today", "今天")
    yesterday = Label("Yesterday", "昨天")
    now = Label("now", "现在")
    nobody_wrote = Label("Nobody has written yet", "还没有人发言")
    unread = Label("New messages", "新消息")
    first_unread = Label("First new message", "第一条新消息")
    newest = Label("Newest messages", "回到最新消息")
    not_resumed = Label("could not be resumed", "对话未能接续")
    unknown_kind = Label("This message needs a newer version of the page", "需要更新版本的页面才能显示这条消息")

    actions = Label("Message actions", "消息操作")
    react = Label("React", "回应")
    reply = Label("Reply", "回复")
    edit = Label("Edit", "编辑")
    delete = Label("Delete", "删除")
    delete_now = Label("Delete it", "确认删除")
    keep = Label("Keep it", "保留")
    save = Label("Save", "保存")
    editing = Label("Editing your message", "正在编辑你的消息")
    edited = Label("(edited)", "（已编辑）")
    edited_at = Label("Edited", "编辑于")
    saving = Label("Saving", "保存中")
    deleted = Label("Message deleted", "消息已删除")
    choose_reaction = Label("Choose a reaction", "选择表情回应")
    reactions = Label("Reactions", "回应")
    in_reply_to = Label("In reply to", "回复")
    earlier_message = Label("An earlier message", "更早的消息")
    deleted_message = Label("Deleted message", "已删除的消息")

    search = Label("Search", "搜索")
    search_room = Label("Search this room", "在房间里搜索")
    words_to_find = Label("Words to find", "要查找的文字")
    results = Label("Results", "搜索结果")
    search_further = Label("Search further back", "继续向前搜索")
    stop = Label("Stop", "停止")
    all_searched = Label("Everything that is kept was searched.", "保留的消息都已搜索过。")
    nothing_found = Label("Nothing found. Searched back to Today", "没有找到。 已搜索到 今天")

    rooms = Label("Rooms", "房间")
    another_item = Label("Open another item", "打开其他项目")
    over = Label("over", "已结束")
    close = Label("Close", "关闭")

    shortcuts = Label("Keyboard shortcuts", "键盘快捷键")
    next_room = Label("Next room", "下一个房间")

    settings = Label("Settings", "设置")
    display_name = Label("Display name", "显示名称")
    name_of_token = Label("Your token says your name", "你的名字由令牌决定")
    change = Label("Change", "修改")
    changed = Label("Changed", "已修改")
    theme = Label("Theme", "主题")
    as_the_device = Label("As the device", "跟随设备")
    light = Label("Light", "浅色")
    dark = Label("Dark", "深色")
    density = Label("Density", "疏密")
    compact = Label("Compact", "紧凑")
    language_switch = Label("Language", "语言")
    notify = Label("Notify me of mentions", "有人提到我时通知我")
    sound = Label("Sound for mentions", "有人提到我时响一声")
    notifications_blocked = Label("This browser blocks notifications from this page.", "浏览器禁止了本页的通知")

    def here(self, count: int | str) -> str:
        """How many are in the room."""
        return self._say(f"{count} here", f"{count} 人在场")

    def tabs(self, count: int) -> str:
        """How many tabs of one person are in the room."""
        return self._say(f"{count} tabs", f"{count} 个标签页")

    def client(self, client_id: int) -> str:
        """Somebody without a name."""
        return self._say(f"Client #{client_id}", f"客户端 #{client_id}")

    def joined(self, client_id: int) -> str:
        """The line that says that a client has come."""
        return self._say(f"Client #{client_id} joined the chat", f"客户端 #{client_id} 加入了聊天")

    def left(self, client_id: int) -> str:
        """The line that says that a client is gone."""
        return self._say(f"Client #{client_id} left the chat", f"客户端 #{client_id} 离开了聊天")

    @property
    def coming_and_going(self) -> re.Pattern[str]:
        """Any line about somebody who came or went."""
        return re.compile(self._say(r"^(Client #\d+|\w+) (joined|left) the chat$", r"^.+ (加入|离开)了聊天$"))

    def people_joined(self, count: int) -> str:
        """The line about a crowd that came."""
        return self._say(f"{count} people joined", f"{count} 人加入了聊天")

    def people_left(self, count: int) -> str:
        """The line about a crowd that went."""
        return self._say(f"{count} people left", f"{count} 人离开了聊天")

    def came_and_went(self, joined: int, left: int) -> str:
        """The line about a crowd of which some went again."""
        return self._say(f"{joined} people joined, {left} left", f"{joined} 人加入，{left} 人离开")

    def new_messages(self, count: int) -> str:
        """How many messages came unseen."""
        return self._say("1 new message" if count == 1 else f"{count} new messages", f"{count} 条新消息")

    def mentions(self, new: int, count: int) -> str:
        """How many of them call the reader by name."""
        verb = "mentions" if count == 1 else "mention"
        return self._say(f"{self.new_messages(new)}, {count} {verb} you", f"{new} 条新消息，其中 {count} 条提到了你")

    def found(self, count: int) -> str:
        """How many messages a search found."""
        return self._say("1 message found." if count == 1 else f"{count} messages found.", f"找到 {count} 条消息。")

    def typing(self, name: str) -> str:
        """That somebody writes."""
        return self._say(f"{name} is typing…", f"{name} 正在输入…")

    def typing_two(self, first: str, second: str) -> str:
        """That two people write."""
        return self._say(f"{first} and {second} are typing…", f"{first} 和 {second} 正在输入…")

    def replying_to(self, name: str) -> str:
        """Whose message is being answered."""
        return self._say(f"Replying to {name}", f"正在回复 {name}")

    def reacted(self, emoji: str, *names: str) -> str:
        """Who reacted in this way."""
        return self._say(f"{emoji} {len(names)}: {', '.join(names)}", f"{emoji} {len(names)} 人：{'、'.join(names)}")

    def characters_left(self, count: int) -> str:
        """How much more fits into a message."""
        return self._say(f"{count} character{'s' * (count != 1)} left", f"还可输入 {count} 个字符")

    def characters_over(self, count: int) -> str:
        """By how much a message is too long."""
        return self._say(f"{count} character{'s' * (count != 1)} too many", f"超出 {count} 个字符")

    def minutes_ago(self, count: int) -> str:
        """How long ago something was said."""
        return self._say(f"{count} min. ago", f"{count}分钟前")

    def leave_item(self, item: str) -> str:
        """The way out of a room that is over."""
        return self._say(f"Leave {item}", f"离开 {item}")

    def mentioned_by(self, name: str, item: str) -> str:
        """The title of a notification."""
        return self._say(f"{name} in {item}", f"{name}（{item}）")

    def kept(self, time: str) -> str:
        """When the room was as it is shown without a network."""
        return self._say(f"This is what was here at {time}.", f"以下是 {time} 时这里的内容。")

    def _say(self, english: str, chinese: str) -> str:
        return {"en": english, "zh": chinese}[self.language]


ENGLISH = Words(language="en", locale="en-GB", tag="en", own_name="English")
CHINESE = Words(language="zh", locale="zh-CN", tag="zh-Hans", own_name="中文")

LANGUAGES = {words.language: words for words in (ENGLISH, CHINESE)}

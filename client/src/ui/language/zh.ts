import type { Catalogue, Explanation } from './catalogue'

const FAULT_IN_THE_PAGE: Explanation = {
  what: '服务器断开了连接。',
  why: '页面发出了服务器读不懂的内容，这是页面自身的故障。',
  next: '请刷新页面；如果再次出现，请告知服务器的管理者。',
}

export const zh: Catalogue = {
  tag: 'zh-Hans',
  dir: 'ltr',
  ownName: '简体中文',
  language: '语言',

  form: {
    title: '进入房间',
    purpose: '每个项目都有一个房间，正在看同一项目的人在这里交谈。',
    itemId: '项目 ID',
    token: '令牌',
    tokenHint: '令牌用来说明你是谁。如果已在这里登录，可以不填；在演示服务器上，随便填一个词即可。',
    tokenLent: (item) => `已填入你在 ${item} 中使用的令牌。如果此项目需要另一个令牌，请改填。`,
    show: '显示',
    hide: '隐藏',
    name: '名字',
    optional: '可不填',
    join: '进入',
    joining: '正在进入…',
    cancel: '取消',
    recentItems: '最近进入过',
  },

  connection: {
    connecting: '连接中',
    connected: '已连接',
    reconnecting: '重连中',
    offline: '离线',
    going_away: '重启中',
    closed: '已断开',
  },

  banner: {
    lost: '连接断开了。你写的内容会先留在这里，重新连上后自动发出。',
    retryIn: (seconds) => `${seconds} 秒后重试`,
    retryingNow: '正在重试…',
    tryNow: '立即重试',
    unreachable: '服务器没有响应。',
    offline: '设备没有联网。你写的内容会先留在这里，联网后自动发出。',
    degraded: '服务器暂时无法保存消息。你写的内容会先留在这里，可以保存时自动发出。',
    goingAway: '服务器正在重启，马上就好。',
    addressFull: '你所在的网络打开的页面太多。请关掉一些，或稍等，会自动重试。',
    personFull: '你打开的页面太多。请关掉一些，会自动重试。',
    roomFull: '房间满了。有人离开后就会让你进来。',
    nodeFull: '服务器满了，有空位之前会一直重试。',
  },

  kept: {
    offline: (when) => `你已离线。以下是 ${when} 时这里的内容。你写的内容会先留在这里，联网后自动发出。`,
    unreachable: (when) => `服务器没有响应。以下是 ${when} 时这里的内容。你写的内容会先留在这里，连上后自动发出。`,
  },

  room: {
    here: (count) => `${count} 人在场`,
    whoIsHere: '在场的人',
    tooManyToList: '人数太多，不逐一列出。',
    you: '我',
    tabs: (count) => `${count} 个标签页`,
    yourId: '你的 ID：',
    copy: '复制',
    copied: '已复制',
    selected: (keys) => (keys === null ? '已选中' : `请按 ${keys}`),
    leave: '离开',
    client: (id) => `客户端 #${id}`,
  },

  roster: {
    notKnown: '连接之后才能知道谁在场。',
  },

  list: {
    label: '消息列表',
    joining: '正在进入…',
    empty: '还没有人发言',
    emptyHint: '来写第一条吧。',
    aloneHint: '现在只有你一个人。你写的内容，后来的人都能看到。',
    loadOlder: '查看更早的消息',
    loadingOlder: '正在载入更早的消息…',
    start: '对话从这里开始',
    trimmed: '更早的消息已不再保留',
    joined: '{name} 加入了聊天',
    left: '{name} 离开了聊天',
    missing: '对话未能接续，此处可能缺少一些消息',
    unknownKind: '需要更新版本的页面才能显示这条消息',
    today: '今天',
    yesterday: '昨天',
    newMessages: (count) => `${count} 条新消息`,
    toNewest: '回到最新消息',
  },

  reading: {
    unread: '新消息',
    toUnread: '第一条新消息',
    moves: (joined, left) => {
      if (left === 0) return `${joined} 人加入了聊天`
      return joined === 0 ? `${left} 人离开了聊天` : `${joined} 人加入，${left} 人离开`
    },
  },

  message: {
    sending: '发送中',
    sent: '已发送',
    failed: '未发出',
    retry: '重试',
    discard: '丢弃',
    refusals: {
      not_json: '服务器读不懂它。',
      not_an_object: '服务器读不懂它。',
      unknown_type: '服务器不认识这类请求，请刷新页面。',
      missing_field: '服务器读不懂它，请刷新页面。',
      extra_field: '服务器读不懂它，请刷新页面。',
      wrong_field: '其中有服务器不接受的内容，或者太长。',
      not_joined: '当时还没有进入房间。',
      already_joined: '当时已经进入房间。',
      unknown_kind: '服务器不接受这类消息。',
      bad_target: '它所针对的消息不存在。',
      not_yours: '只有写下这条消息的人才能更改它。',
      too_many_reactions: '这条消息的回应已达上限。',
      empty_body: '内容为空。',
      key_reused: '它的键已被另一条消息使用。请丢弃后重新写一条。',
      too_many_pending: '等待回应的消息太多。',
      too_fast: '短时间内发送的消息太多。',
      store_unavailable: '服务器暂时无法保存消息。',
      too_long: '超出了服务器允许的长度。请丢弃后分几条来写。',
      too_big: '超出了服务器允许的大小。请丢弃后分几条来写。',
      too_old: '已等待超过 12 小时，不再自动发送。',
      replaced: '对话在此期间已被替换，它所针对的消息已不存在。',
    },
    refusedOtherwise: (code) => `服务器拒绝了它（${code}）。`,
  },

  composer: {
    label: '消息',
    placeholder: (item) => `在 ${item} 中发言…`,
    send: '发送',
    charactersLeft: (count) => `还可输入 ${count} 个字符`,
    charactersOver: (count) => `超出 ${count} 个字符`,
    typingOne: '{first} 正在输入…',
    typingTwo: '{first} 和 {second} 正在输入…',
    typingMany: '好几个人正在输入…',
  },

  change: {
    actions: '消息操作',
    react: '回应',
    reply: '回复',
    edit: '编辑',
    remove: '删除',
    removeAsk: '要为所有人删除这条消息吗？',
    removeNow: '确认删除',
    keep: '保留',
    chooseEmoji: '选择表情回应',
    edited: '（已编辑）',
    editedAt: (time) => `编辑于 ${time}`,
    deleted: '消息已删除',
    saving: '保存中',
    editFailed: '修改未保存',
    editAgain: '重新编辑',
    deletionFailed: '未能删除',
    reactionFailed: '回应未保存',
    removalFailed: '回应未能撤回',
    reactions: '回应',
    reactedWith: (emoji, names) => `${emoji} ${names.length} 人：${names.join('、')}`,
  },

  quote: {
    inReplyTo: '回复',
    deleted: '已删除的消息',
    earlier: '更早的消息',
    replyingTo: '正在回复 {name}',
    editing: '正在编辑你的消息',
    cancel: '取消',
    save: '保存',
  },

  search: {
    open: '搜索',
    title: '在房间里搜索',
    label: '要查找的文字',
    results: '搜索结果',
    found: (count) => `找到 ${count} 条消息。`,
    foundMost: (count) => `显示最新的 ${count} 条；多输入几个词可缩小范围。`,
    none: '没有找到。',
    back: (day) => `已搜索到 ${day}。`,
    complete: '保留的消息都已搜索过。',
    further: '继续向前搜索',
    reading: '正在向前搜索…',
    stop: '停止',
  },

  closing: {
    useHere: '在此继续',
    reload: '刷新页面',
    joinAgain: '重新进入',
    backToForm: '换一个项目',
    reasons: {
      1003: FAULT_IN_THE_PAGE,
      1007: FAULT_IN_THE_PAGE,
      1008: {
        what: '没能进入房间。',
        why: '没有填写令牌，或者令牌无效。',
        next: '请检查令牌后重新进入。',
      },
      4005: {
        what: '你的令牌已过期。',
        why: '令牌过期后，便不能继续留在房间里。',
        next: '请用新的令牌重新进入；草稿和未发出的消息都保留在本标签页中。',
      },
      4500: {
        what: '对话已转到另一个标签页。',
        why: '更新的连接使用了你的 ID，所以这里断开了。',
        next: '可以关闭本页，也可以把对话接回来。',
      },
      4501: {
        what: '服务器与页面无法沟通。',
        why: '服务器不认识页面使用的协议。',
        next: '请刷新页面；如果再次出现，请告知服务器的管理者。',
      },
      4502: {
        what: '页面版本太旧。',
        why: '服务器已更新，不再支持这个版本。',
        next: '刷新页面即可继续。',
      },
      4503: {
        what: '没能进入房间。',
        why: '你的令牌不能用于这个项目。',
        next: '请检查项目 ID，或申请可用于它的令牌。',
      },
      4504: {
        what: '这不是有效的项目 ID。',
        why: '项目 ID 最长 128 字节（约 42 个汉字），不能含斜杠和控制字符，也不能是“.”或“..”。',
        next: '请修改项目 ID 后重新进入。',
      },
      4505: {
        ...FAULT_IN_THE_PAGE,
        why: '页面多次发出服务器读不懂的内容，这是页面自身的故障。',
      },
      4506: {
        what: '没能进入房间。',
        why: '服务器不接受来自当前网址的连接。',
        next: '请从服务器自己的网址打开页面，或请管理者允许当前网址。',
      },
    },
    otherwise: (code) => ({
      what: '连接已结束。',
      why: `服务器以代码 ${code} 断开了连接。`,
      next: '重新进入即可继续。',
    }),
  },

  fault: {
    what: '页面出错了。',
    why: '这是页面本身的故障。已写的内容都还在，没有发出的消息会在刷新后发出。',
    next: '请刷新页面。如果再次出现，请在新标签页中打开这个项目，并告知服务器的管理者。',
  },

  dialog: {
    close: '关闭',
    shortcuts: '键盘快捷键',
    settings: '设置',
  },

  rooms: {
    title: '房间',
    another: '打开其他项目',
    leave: (item) => `离开 ${item}`,
    closed: '已结束',
    withMentions: (newMessages, mentions) => `${newMessages}，其中 ${mentions} 条提到了你`,
  },

  settings: {
    name: '显示名称',
    nameHint: '用于你所在的每个房间；已经写下的消息仍用原来的名字。',
    nameGiven: '你的名字由令牌决定，这里不能修改。',
    change: '修改',
    changed: '已修改',
    theme: '主题',
    themes: { system: '跟随设备', light: '浅色', dark: '深色' },
    density: '疏密',
    densities: { comfortable: '宽松', compact: '紧凑' },
    notifies: '有人提到我时通知我',
    notifiesHint: '页面不在眼前时，有人写下 @ 和你的名字。',
    notificationsBlocked: '浏览器禁止了本页的通知，请先在浏览器设置中允许。',
    notificationsMissing: '这个浏览器不能为本页显示通知。',
    sounds: '有人提到我时响一声',
    soundsHint: '声音很轻，只在页面不在眼前时响。',
    mentionedBy: (name, item) => `${name}（${item}）`,
  },

  shortcuts: {
    nextRoom: '下一个房间',
    previousRoom: '上一个房间',
    messageBox: '跳到消息输入框',
    people: '显示或隐藏在场的人',
    search: '在房间里搜索',
    settings: '设置',
    shortcuts: '查看这份列表',
  },

  localKeysTitle: '书写和阅读时',
  localKeys: {
    editLast: '输入框为空时，编辑你的上一条消息',
    breakLine: '换行',
    cancel: '取消编辑或回复',
    walk: '在消息列表中逐条移动',
    ends: '在消息列表中跳到第一条或最后一条',
  },

  itemMissing: '请先填写项目 ID。',
}

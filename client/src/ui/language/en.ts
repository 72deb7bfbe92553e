import type { Catalogue, Explanation } from './catalogue'

const FAULT_IN_THE_PAGE: Explanation = {
  what: 'The server closed the connection.',
  why: 'This page sent it something that it could not read, which is a fault in the page.',
  next: 'Reload the page. If it happens again, tell whoever runs this server.',
}

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`)

export const en: Catalogue = {
  tag: 'en',
  dir: 'ltr',
  language: 'Language',

  form: {
    title: 'Join a room',
    purpose: 'Every item has a room. Whoever looks at the same item meets there.',
    itemId: 'Item ID',
    token: 'Token',
    tokenHint:
      'The token says who you are. Leave it empty if you are logged in here already; on a demo server any word will do.',
    tokenLent: (item) => `Filled in: the token with which you are in ${item}. Type another one if this item needs it.`,
    show: 'Show',
    hide: 'Hide',
    name: 'Name',
    optional: 'optional',
    join: 'Join',
    joining: 'Joining…',
    cancel: 'Cancel',
    recentItems: 'Joined before',
  },

  connection: {
    connecting: 'connecting',
    connected: 'connected',
    reconnecting: 'reconnecting',
    offline: 'offline',
    going_away: 'restarting',
    closed: 'closed',
  },

  banner: {
    lost: 'Connection lost. What you write is kept, and sent once you are connected again.',
    retryIn: (seconds) => `Trying again in ${seconds} s`,
    retryingNow: 'Trying now…',
    tryNow: 'Try now',
    unreachable: 'The server does not answer.',
    stranger: (status) => `Something else answers in the server's place (${status}). What you write waits here.`,
    offline: 'This device is offline. What you write is kept, and sent once it is online again.',
    degraded:
      'The server cannot store messages just now. What you write is kept here, and sent once they can be stored again.',
    storeFull: "The server's disk is nearly full. We'll keep trying until there is room.",
    goingAway: 'The server restarts. You will be back in a moment.',
    addressFull: 'Too many pages are open from your network. Close some, or wait: it is tried again.',
    personFull: 'You have too many pages open. Close some: it is tried again.',
    roomFull: 'The room is full. You get in as soon as somebody leaves.',
    nodeFull: 'The server is full. It is tried again until there is room.',
    notYet: 'Your token is not valid yet: the clock of your login seems to be ahead. It is tried again.',
  },

  kept: {
    offline: (when) =>
      `You are offline. This is what was here at ${when}. What you write is kept, and sent once you are online again.`,
    unreachable: (when) =>
      `The server does not answer. This is what was here at ${when}. What you write is kept, and sent once it answers.`,
  },

  room: {
    here: (count) => `${count} here`,
    whoIsHere: 'Here now',
    tooManyToList: 'Too many to list.',
    you: 'You',
    tabs: (count) => `${count} tabs`,
    yourId: 'Your ID:',
    copy: 'Copy',
    copied: 'Copied',
    selected: (keys) => (keys === null ? 'Selected' : `Press ${keys}`),
    leave: 'Leave',
    client: (id) => `Client #${id}`,
  },

  roster: {
    notKnown: 'Not known until you are connected.',
  },

  list: {
    label: 'Messages',
    joining: 'Joining…',
    empty: 'Nobody has written yet',
    emptyHint: 'The first message is yours.',
    aloneHint: 'You are the only one here. Whoever comes later will read what you write.',
    loadOlder: 'Load older messages',
    loadingOlder: 'Loading older messages…',
    start: 'Start of the conversation',
    full: 'The list is as long as this page can show. Search for what is older.',
    trimmed: 'Older messages are no longer kept',
    joined: '{name} joined the chat',
    left: '{name} left the chat',
    missing: 'Some messages may be missing here: the conversation could not be resumed',
    unknownKind: 'This message needs a newer version of the page',
    today: 'Today',
    yesterday: 'Yesterday',
    newMessages: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
    copied: (name, time, text) => `${name}, ${time}: ${text}`,
    atLeastNew: (count) => `At least ${count} new message${count === 1 ? '' : 's'}`,
    toNewest: 'Newest messages',
  },

  reading: {
    unread: 'New messages',
    toUnread: 'First new message',
    moves: (joined, left) => {
      if (left === 0) return `${people(joined)} joined`
      return joined === 0 ? `${people(left)} left` : `${people(joined)} joined, ${left} left`
    },
  },

  message: {
    sending: 'Sending',
    sent: 'Sent',
    failed: 'Not sent',
    retry: 'Retry',
    discard: 'Discard',
    refusals: {
      not_json: 'The server could not read it.',
      not_an_object: 'The server could not read it.',
      unknown_type: 'The server does not know this kind of request. Reload the page.',
      missing_field: 'The server could not read it. Reload the page.',
      extra_field: 'The server could not read it. Reload the page.',
      wrong_field: 'It holds something that the server does not take, or it is too long.',
      not_joined: 'The room had not been joined yet.',
      already_joined: 'The room had been joined already.',
      unknown_kind: 'This server does not take this kind of message.',
      bad_target: 'The message that it belongs to is not there.',
      not_yours: 'Only who wrote a message can change it.',
      no_change: 'It is so already.',
      too_many_reactions: 'This message has as many reactions as it can hold, or as one person may add.',
      empty_body: 'It is empty.',
      key_reused: 'Another message was sent under its key. Discard it and write it again.',
      too_many_pending: 'Too many messages are waiting for an answer.',
      too_fast: 'Too many messages in a short time.',
      store_unavailable: 'The server cannot store messages just now.',
      store_full: 'The server has no room to store it just now.',
      too_long: 'It is longer than the server takes. Discard it and write it in parts.',
      too_big: 'It is larger than the server takes. Discard it and write it in parts.',
      too_old: 'It has waited for more than 12 hours, so it is not sent by itself any more.',
      replaced: 'The conversation was replaced in the meantime, and the message that it belongs to is gone.',
    },
    refusedOtherwise: (code) => `The server refused it (${code}).`,
  },

  composer: {
    label: 'Message',
    placeholder: (item) => `Message ${item}…`,
    send: 'Send',
    charactersLeft: (count) => (count === 1 ? '1 character left' : `${count} characters left`),
    charactersOver: (count) => (count === 1 ? '1 character too many' : `${count} characters too many`),
    typingOne: '{first} is typing…',
    typingTwo: '{first} and {second} are typing…',
    typingMany: 'Several people are typing…',
  },

  change: {
    actions: 'Message actions',
    react: 'React',
    reply: 'Reply',
    edit: 'Edit',
    remove: 'Delete',
    removeAsk: 'Delete this message for everybody?',
    removeNow: 'Delete it',
    keep: 'Keep it',
    chooseEmoji: 'Choose a reaction',
    edited: '(edited)',
    editedAt: (time) => `Edited ${time}`,
    deleted: 'Message deleted',
    saving: 'Saving',
    editFailed: 'Edit not saved',
    editAgain: 'Edit again',
    deletionFailed: 'Not deleted',
    reactionFailed: 'Reaction not saved',
    removalFailed: 'Reaction not taken away',
    reactions: 'Reactions',
    reactedWith: (emoji, names) => `${emoji} ${names.length}: ${names.join(', ')}`,
  },

  quote: {
    inReplyTo: 'In reply to',
    deleted: 'Deleted message',
    earlier: 'An earlier message',
    replyingTo: 'Replying to {name}',
    editing: 'Editing your message',
    cancel: 'Cancel',
    save: 'Save',
  },

  search: {
    open: 'Search',
    title: 'Search this room',
    label: 'Words to find',
    results: 'Results',
    found: (count) => (count === 1 ? '1 message found.' : `${count} messages found.`),
    foundMost: (count) => `The newest ${count} messages found; more words find fewer.`,
    none: 'Nothing found.',
    back: (day) => `Searched back to ${day}.`,
    complete: 'Everything that is kept was searched.',
    further: 'Search further back',
    reading: 'Searching further back…',
    stop: 'Stop',
  },

  closing: {
    useHere: 'Use here',
    reload: 'Reload the page',
    joinAgain: 'Join again',
    backToForm: 'Another item',
    reasons: {
      401: {
        what: 'Something wants you to log in first.',
        why: 'A login stands between this page and the server, and yours may be over.',
        next: 'Reload the page. What you wrote is kept.',
      },
      426: {
        what: 'The server answers, but no conversation with it can begin.',
        why: 'Something in between, such as a proxy or a company network, does not pass WebSockets on.',
        next: 'Try another network, or tell whoever runs this server that the proxy has to pass the Upgrade header on.',
      },
      431: {
        what: 'The request to join is too large.',
        why: 'Your token, or the cookies that this site has set, are larger than the server or a proxy takes.',
        next: "Join with a shorter token, or delete this site's cookies. Otherwise tell whoever runs this server.",
      },
      1003: FAULT_IN_THE_PAGE,
      1007: FAULT_IN_THE_PAGE,
      1008: {
        what: 'You were not let in.',
        why: 'The token is missing or not valid.',
        next: 'Check the token and join again.',
      },
      4005: {
        what: 'Your token has expired.',
        why: 'A stay in a room lasts as long as its token.',
        next: 'Join again with a new one. Your draft and your unsent messages are kept in this tab.',
      },
      4500: {
        what: 'This conversation goes on in another tab.',
        why: 'A newer connection took your ID, so this one was closed.',
        next: 'Close this tab, or take the conversation back.',
      },
      4501: {
        what: 'The server and this page do not speak the same language.',
        why: 'It does not know the protocol that the page offered.',
        next: 'Reload the page. If it happens again, tell whoever runs this server.',
      },
      4502: {
        what: 'This page is out of date.',
        why: 'The server was updated and no longer speaks its version.',
        next: 'Reload the page to go on.',
      },
      4503: {
        what: 'You were not let in.',
        why: 'Your token does not cover this item.',
        next: 'Check the item ID, or ask for a token that covers it.',
      },
      4504: {
        what: 'That is not the name of an item.',
        why: 'An item ID is at most 128 bytes long, has no slash and no control or invisible characters, no space at an end, and is not “.” or “..”.',
        next: 'Change the item ID and join again.',
      },
      4505: {
        ...FAULT_IN_THE_PAGE,
        why: 'This page sent too much that it could not read, which is a fault in the page.',
      },
      4506: {
        what: 'You were not let in.',
        why: 'The server does not take connections from this address of the page.',
        next: "Open the page at the server's own address, or ask whoever runs it to allow this one.",
      },
    },
    otherwise: (code) => ({
      what: 'The connection is over.',
      why: `The server closed it with code ${code}.`,
      next: 'Join again to go on.',
    }),
    pageFault: {
      what: 'Something in this page broke.',
      why: 'It is a fault in the page. What you wrote is kept, and what was not sent yet goes out after a reload.',
      next: 'Reload the page. If it happens again, open the item in a new tab, and tell whoever runs this server.',
    },
  },

  dialog: {
    close: 'Close',
    shortcuts: 'Keyboard shortcuts',
    settings: 'Settings',
  },

  rooms: {
    title: 'Rooms',
    another: 'Open another item',
    leave: (item) => `Leave ${item}`,
    closed: 'over',
    withMentions: (newMessages, mentions) =>
      `${newMessages}, ${mentions === 1 ? '1 mentions you' : `${mentions} mention you`}`,
  },

  settings: {
    name: 'Display name',
    nameHint: 'For every room that you are in. What you wrote keeps the name that it has.',
    nameGiven: 'Your token says your name, so it cannot be changed here.',
    change: 'Change',
    changed: 'Changed',
    theme: 'Theme',
    themes: { system: 'As the device', light: 'Light', dark: 'Dark' },
    density: 'Density',
    densities: { comfortable: 'Comfortable', compact: 'Compact' },
    notifies: 'Notify me of mentions',
    notifiesHint: 'Somebody writes @ and your name while this page is not in view.',
    notificationsBlocked: 'This browser blocks notifications from this page. Allow them in its settings first.',
    notificationsMissing: 'This browser has no notifications for this page.',
    sounds: 'Sound for mentions',
    soundsHint: 'A quiet one, while this page is not in view.',
    mentionedBy: (name, item) => `${name} in ${item}`,
  },

  shortcuts: {
    nextRoom: 'Next room',
    previousRoom: 'Previous room',
    messageBox: 'Go to the message box',
    people: 'Show or hide who is here',
    search: 'Search this room',
    settings: 'Settings',
    shortcuts: 'This list',
  },

  localKeysTitle: 'While you write and read',
  localKeys: {
    editLast: 'Edit your last message, from an empty box',
    breakLine: 'New line',
    cancel: 'Cancel an edit or a reply',
    walk: 'From message to message, in the list',
    ends: 'First and last message, in the list',
  },

  unkept: {
    nothing:
      'This browser keeps nothing for this page: a reload ends your stay here, and drafts, unsent messages and settings are gone then.',
    not_all:
      'This browser has no more room for this page: drafts and messages that are not sent yet may be gone after a reload.',
    understood: 'Understood',
  },
  missingPart:
    'A part of this page could not be loaded: the server may have a newer one. What you wrote is kept when you reload.',
  folding: { showAll: 'Show all', showLess: 'Show less' },
  cutAfter: (characters) => `Cut off after ${characters.toLocaleString('en')} characters`,
  itemMissing: 'Type an item ID first.',
}

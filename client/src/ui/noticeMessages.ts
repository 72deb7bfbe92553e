/** What a page and its service worker say to each other about notifications. */

/** The page: show this. */
export interface ShowNotice {
  readonly type: 'show_notice'
  readonly title: string
  readonly body: string
  readonly itemId: string
  /** It takes the place of one that was heard already, if that is still shown. */
  readonly isSilent: boolean
}

/** The page: the room was read, or what called there is gone. */
export interface HideNotice {
  readonly type: 'hide_notice'
  readonly itemId: string
}

/** The worker: somebody clicked on one that this page had asked for. */
export interface NoticeClicked {
  readonly type: 'notice_clicked'
  readonly itemId: string
}

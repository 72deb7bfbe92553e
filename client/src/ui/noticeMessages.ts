/** What a page and its service worker say to each other about notifications. */

/** The page: show this. */
export interface ShowNotice {
  readonly type: 'show_notice'
  readonly title: string
  readonly body: string
  readonly itemId: string
}

/** The worker: somebody clicked on one that this page had asked for. */
export interface NoticeClicked {
  readonly type: 'notice_clicked'
  readonly itemId: string
}

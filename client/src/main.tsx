/** Where the page begins: the engine is made here, and handed to what draws it. */

import './ui/styles/tokens.css'
import './ui/styles/base.css'
import './ui/styles/entrance.css'
import './ui/styles/room.css'
import './ui/styles/rooms.css'
import './ui/styles/side.css'
import './ui/styles/messages.css'
import './ui/styles/changes.css'
import './ui/styles/dialog.css'
import './ui/styles/print.css'

import { createRoot } from 'react-dom/client'

import { browserEnvironment } from './connection/browserEnvironment'
import { addressBar } from './room/addressBar'
import { joinRoom } from './room/joinRoom'
import { readLaunch, recentItems } from './room/launch'
import { RoomList } from './room/roomList'
import { KeptSettings } from './room/settings'
import { App } from './ui/App'
import { ErrorBoundary } from './ui/ErrorBoundary'
import { keepShell } from './ui/keepShell'
import type { Catalogue } from './ui/language/catalogue'
import { firstWords, LanguageProvider } from './ui/language/language'

const root = document.getElementById('root')
if (root === null) throw new Error('Expected an element with the id "root" in index.html, found none.')

const environment = browserEnvironment()
const launch = readLaunch(environment)
const address = addressBar(environment)
const settings = new KeptSettings(environment.browserStore)
const rooms = new RoomList(environment.tabStore, (asked) => joinRoom(asked, environment))
rooms.begin(launch)

function draw(into: HTMLElement, words: Catalogue): void {
  createRoot(into).render(
    <LanguageProvider first={words}>
      <ErrorBoundary>
        <App
          rooms={rooms}
          settings={settings}
          address={address}
          stores={[environment.tabStore, environment.browserStore]}
          prefilled={{
            itemId: launch.itemId || (launch.recent[0] ?? ''),
            name: launch.name ?? settings.getState().name,
          }}
          recentItems={() => recentItems(environment)}
        />
      </ErrorBoundary>
    </LanguageProvider>,
  )
}

// The rooms are being joined meanwhile.
void firstWords().then((words) => draw(root, words))

if (import.meta.env.PROD) keepShell()

/** Where the page begins: the engine is made here, and handed to what draws it. */

import './ui/styles/tokens.css'
import './ui/styles/base.css'
import './ui/styles/entrance.css'
import './ui/styles/room.css'
import './ui/styles/side.css'
import './ui/styles/messages.css'

import { createRoot } from 'react-dom/client'

import { browserEnvironment } from './connection/browserEnvironment'
import { addressBar } from './room/addressBar'
import { joinRoom } from './room/joinRoom'
import { type Join, readLaunch, recentItems } from './room/launch'
import { App } from './ui/App'
import { keepShell } from './ui/keepShell'
import { LanguageProvider } from './ui/language/language'

const root = document.getElementById('root')
if (root === null) throw new Error('Expected an element with the id "root" in index.html, found none.')

const environment = browserEnvironment()
const launch = readLaunch(environment)
const join = (asked: Join) => joinRoom(asked, environment)
const address = addressBar(environment)

createRoot(root).render(
  <LanguageProvider>
    <App
      join={join}
      launched={launch.join && { asked: launch.join, room: join(launch.join), startedByForm: false }}
      address={address}
      prefilled={{ itemId: launch.itemId || (launch.recent[0] ?? ''), name: launch.name }}
      recentItems={() => recentItems(environment)}
    />
  </LanguageProvider>,
)

if (import.meta.env.PROD) keepShell()

import type { AddressBar } from '../room/addressBar'
import type { ListedRoom, RoomList } from '../room/roomList'
import type { KeptSettings } from '../room/settings'
import type { RoomState, TextStore } from '../room/state'
import { useAppearance, useSettings } from './appearance'
import { useRoomState } from './hooks'
import { JoinForm, type Prefilled } from './JoinForm'
import { Late, later } from './later'
import { MissingPart } from './MissingPart'
import { RoomsButton, RoomsPanel, useRoomsPanel } from './RoomsPanel'
import { RoomView } from './RoomView'
import { needsToken, stageOf } from './stage'
import { useUnkeptNote } from './UnkeptNote'
import { useAttention } from './useAttention'
import { useDialog } from './useDialog'
import { type RoomsControl, useRooms, useShownAddress } from './useRooms'

/** Nobody is called before the first room is joined. */
const NOTICES = later(async () => (await import('./Notices')).Notices)

interface Props {
  readonly rooms: RoomList
  readonly settings: KeptSettings
  readonly address: AddressBar
  /** Where this page keeps what is to outlive it. */
  readonly stores: readonly TextStore[]
  /** The first contents of the form. */
  readonly prefilled: Prefilled
  /** Items joined before in this browser, the newest first. */
  readonly recentItems: () => readonly string[]
}

/** The whole page: the rooms of this tab, and beside them the one that is shown, or the form. */
export function App({ rooms, settings, address, stores, prefilled, recentItems }: Props) {
  const control = useRooms({ rooms, settings, address, prefilled })
  const { list, show, leave } = control
  const { open, dialog } = useDialog({ rooms, settings })
  const panel = useRoomsPanel()
  const unkeptNote = useUnkeptNote(stores)
  const shown = useShown(list.active)
  useAppearance(useSettings(settings))
  useShownAddress(address, shown?.listed ?? null)
  const shownItem = shown?.state.itemId ?? null
  useAttention({ rooms, list, shownItem })

  const hasPanel = shown !== null || list.rooms.length > 0
  const button = hasPanel && <RoomsButton list={list} panel={panel} />
  return (
    <div className={hasPanel ? 'with-rooms' : undefined}>
      {hasPanel && <RoomsPanel list={list} panel={panel} onShow={show} onLeave={leave} onDialog={open} />}
      {shown === null ? (
        <>
          {button}
          <Entrance rooms={rooms} control={control} recentItems={recentItems()} onSettings={() => open('settings')} />
        </>
      ) : (
        <RoomView
          key={shown.state.itemId}
          room={shown.listed.room}
          state={shown.state}
          unreadFrom={shown.listed.unreadFrom}
          roomsButton={button}
          unkeptNote={unkeptNote}
          onLeave={() => leave(shown.state.itemId)}
          onRejoin={() => control.ask(shown.listed.asked)}
          onAnother={() => control.leaveForForm(shown.state.itemId)}
        />
      )}
      {dialog}
      <Late part={NOTICES} props={{ rooms, list, settings, shownItem, show }} onFailed={nothing} />
      <MissingPart />
    </div>
  )
}

/** The room that the page shows, with its state; null while it shows the form. */
function useShown(active: ListedRoom | null): { readonly listed: ListedRoom; readonly state: RoomState } | null {
  const state = useRoomState(active?.room ?? null)
  if (active === null || state === null) return null
  return stageOf(state, active.startedByForm).type === 'room' ? { listed: active, state } : null
}

interface EntranceProps {
  readonly rooms: RoomList
  readonly control: RoomsControl
  readonly recentItems: readonly string[]
  readonly onSettings: () => void
}

/** The form, with what became of the last request. */
function Entrance({ rooms, control, recentItems, onSettings }: EntranceProps) {
  const { list, asked, lent, arrivals, ask } = control
  const { active } = list
  const state = useRoomState(active?.room ?? null)
  const stage = stageOf(state, active?.startedByForm ?? true)
  return (
    <JoinForm
      key={arrivals}
      prefilled={asked}
      lent={state !== null && needsToken(state.connection) ? null : lent}
      recentItems={recentItems.filter((item) => list.rooms.every((listed) => listed.asked.itemId !== item))}
      refusal={stage.type === 'form' ? stage.refusal : null}
      waiting={stage.type === 'form' ? stage.waiting : null}
      onJoin={ask}
      onTryNow={() => active?.room.tryNow()}
      onCancel={() => rooms.show(null)}
      onSettings={onSettings}
    />
  )
}

function nothing(): void {}

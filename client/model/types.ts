/** What the model offers to canvas, list, panels and app. No React here: components read stores through `useStore`. */
import type * as Y from 'yjs'
import type { WorkshopInfo, DeviceCode } from '../../shared/answers.ts'
import type { ExportName, CastBallot, OpenRound } from '../../shared/api.ts'
import type { BoardView } from '../../shared/board.ts'
import type { Command } from '../../shared/commands.ts'
import type { Plan } from '../../shared/plan.ts'
import type { Presence } from '../../shared/protocol.ts'
import type { Stage } from '../../shared/stage.ts'
import type { Choices } from '../../shared/methods/method.ts'
import type { Wishes } from './wishes.ts'
import type { Writing } from './writing.ts'

/** A value that changes. `get` gives the same object until it does. */
export interface Store<Value> {
  get(): Value
  /** Calls back after each change. @returns a function that stops it. */
  subscribe(listener: () => void): () => void
}

/** How things stand between this device and the server. */
export interface SyncStatus {
  /**
   * `ended`: this link, code or session no longer holds, and trying again will not help. `removed`: neither will it, since a
   * facilitator sent me out. `unknown`: the server knows nothing of this device, or of the workshop. It is asked again now and
   * then, since it may have been started with other data by mistake.
   */
  readonly state: 'connecting' | 'online' | 'offline' | 'unknown' | 'ended' | 'removed'
  /** Changes made here that the server has not yet said are stored; they are kept on this device. */
  readonly waiting: number
  /** Connected again within the last 4 s, after having been offline. */
  readonly back: boolean
  /**
   * `unsaved`: the server says that it can't save now, and what waits is sent again. `unkept`: the server would not take it, this
   * device has no room to keep it, and so it is on this page alone. `mixed`: what this page shows holds things that the server does
   * not have, as after older data were put back again and again; loaded anew, it is as the server has it. Null when all is well.
   */
  readonly trouble: 'unsaved' | 'unkept' | 'mixed' | null
  /** The code that closed the last connection; null as long as none was closed by one, and when connected. */
  readonly closed: number | null
}

/** Another person's (or another device's) presence on a board. */
export interface Peer extends Presence {
  /** One connection of theirs. */
  readonly client: number
}

/** A document that is open: its state arrives from this device's store, then from the server. */
export interface DocHandle<View> {
  readonly doc: Y.Doc
  readonly view: Store<View>
  /** True once there is something to show: it came from this device, or the server has answered. */
  readonly ready: Store<boolean>
  /** Undo and redo of my own changes. */
  readonly undo: Y.UndoManager
  /** May I write here, as things stand? */
  readonly writable: Store<boolean>
}

/** Items in which others write → those of them who may be named for it. */
export type Writers = ReadonlyMap<string, readonly string[]>

export interface BoardHandle extends DocHandle<BoardView> {
  readonly id: string
  readonly peers: Store<readonly Peer[]>
  readonly writers: Store<Writers>
  /** Says what I am doing, as far as others may know whose hand it is; merged with what I said before, sent at most 15 times a second. */
  announce(presence: Partial<Omit<Presence, 'person'>>): void
}

/** My ballot as the server has it, and since when (Unix ms); without choices, as of 0, where it has none. */
export interface StoredBallot {
  readonly choices: Choices
  readonly at: number
}

/** The HTTP interface of one workshop, as this person. Every call throws a `Refusal` with words to show. */
export interface WorkshopApi {
  info(): Promise<WorkshopInfo>
  command(command: Command): Promise<unknown>
  openRound(round: OpenRound): Promise<{ readonly round: { readonly id: string } }>
  /** The result is read from the stage. */
  closeRound(round: string): Promise<void>
  ballot(round: string): Promise<StoredBallot>
  /** @returns the one that the server has now: a newer one stays */
  castBallot(round: string, ballot: CastBallot): Promise<StoredBallot>
  deviceCode(): Promise<DeviceCode>
  /** Ends this device's session. */
  leave(): Promise<void>
  /** Where an export is downloaded from, for a plain link. */
  exportUrl(name: ExportName): string
  /** The answer with an export, of which only the beginning may have come. */
  askExport(name: ExportName): Promise<Response>
}

/** Changes that the server would not take, kept on this device. */
export interface Refused {
  /** The document's name, e.g. `board:<id>`. */
  readonly document: string
  readonly count: number
  /** The close code that said no. */
  readonly code: number
}

/** The links of a workshop; only the device that made them knows them. */
export interface WorkshopLinks {
  readonly facilitator: string
  readonly participant: string
  readonly viewer: string
}

/** A workshop that is open on this device. */
export interface Session {
  readonly workshop: string
  /** Who I am here; changes when I am renamed, promoted, or sign up. */
  readonly info: Store<WorkshopInfo>
  readonly stage: Store<Stage>
  /** Ids of the people whose page is open just now, mine among them; a new set only when it changed. */
  readonly here: Store<ReadonlySet<string>>
  readonly status: Store<SyncStatus>
  readonly api: WorkshopApi
  /** Opens a board; the same handle for the same board while anybody holds it. */
  board(id: string): BoardHandle
  /** The plan; opened at first use. */
  plan(): DocHandle<Plan>
  /** My private notes, and what became of them. */
  readonly writing: Writing
  /** What may be kept of single items: told at once, or as soon as the server can be reached. */
  readonly wishes: Wishes
  /** Grows when a document was replaced by a clean one: handles are then asked for again. */
  readonly generation: Store<number>
  /** What the server would not take, e.g. since the board rests. */
  readonly refused: Store<readonly Refused[]>
  /**
   * Puts refused changes back into their board, by intent; both versions are kept where others wrote meanwhile.
   * @returns how many could not be; those are kept further. Null when nothing could be done now
   */
  putBack(document: string): Promise<number | null>
  /** Throws refused changes away. */
  dropRefused(document: string): Promise<void>
  /** Whether this device can keep changes over a reload. */
  readonly keeps: Store<boolean>
  /** The workshop's links, when this device knows them. */
  readonly links: Store<WorkshopLinks | null>
  /** Keeps what stands in open forms; lasts, where the browser lets it. */
  readonly device: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Remembers a link that was replaced. */
  keepLink(role: keyof WorkshopLinks, link: string): void
  /** What I can tell whoever helps me: it stands beside my trouble in the server's log. */
  readonly reference: Store<string>
  /** Asks the server again who I am. */
  refresh(): Promise<void>
  /** Asks a server at once that did not know this device. Resolves once it has answered. */
  again(): Promise<void>
  close(): void
}

/**
 * What passes over a WebSocket beyond y-protocols. Pages stay open while a server is updated, so what a number once stood for, it
 * stands for as long as anybody may say it: a new body takes a new number.
 *
 * A stock client opens `/sync/<document>` and speaks y-websocket: message types 0 (sync), 1 (awareness), 3 (query
 * awareness). Our own client opens `/sync` with the subprotocol `kiteboard.mux`: every frame, either way, is led by the
 * document's name as a lib0 var-string, followed by one y-websocket message or one of the types below. A document is
 * opened by its first frame (the client's sync step 1).
 */

export const MUX_SUBPROTOCOL = 'kiteboard.mux'
export const PLAIN_SUBPROTOCOL = 'kiteboard'
/** Leads the subprotocol that carries a token: `bearer.<token>`. */
export const BEARER_PREFIX = 'bearer.'

/** y-websocket's own message types. */
export const MESSAGE_SYNC = 0
export const MESSAGE_AWARENESS = 1
export const MESSAGE_QUERY_AWARENESS = 3

/**
 * Server → client, only to a mux client. Body: a var-uint n. Of the messages with an update (sync step 2 or update) that this
 * connection sent on this document, and that were accepted, the first n are stored.
 */
export const MESSAGE_ACK = 100

/**
 * Server → client, only to a mux client. Body: a var-uint close code and a var-string reason. The document is closed on this
 * socket; its others go on. Client → server, alike: I no longer hold this document. A document that was closed, by whomever, is
 * opened anew by a sync step 1, and its acknowledgements count from nought again.
 */
export const MESSAGE_CLOSED = 101

/**
 * Client → server, without a body: on this document I read presence in its compact form. Server → client: presence in that form,
 * see pointers.ts; who is here first, then what changes. A mux client that never asks gets y-protocols' awareness.
 */
export const MESSAGE_POINTERS = 102

/**
 * Client → server, only from a mux client. Body: a var-uint n, and n times a var-uint and a var-uint8array: a client id of Yjs under
 * which this device wrote in this document as this person, and its proof as the server gave it; empty where it gave none yet. More
 * may follow. What such a client brings under other ids that nobody has claimed, somebody else wrote: that is so only after the
 * server's data were put back as they had been. What others so brought under an id is its writer's only by its proof.
 */
export const MESSAGE_MINE = 105

/** The same from pages that were loaded before; with one of two bodies, so it is passed over, as though they told none. */
export const MESSAGE_MINE_OF_OLD = 103

/**
 * Server → client, only to a mux client that called the ids its own, and once each is claimed for its person and that is stored. Body:
 * as of MESSAGE_MINE, with the proofs, to be kept beside the ids.
 */
export const MESSAGE_PROOFS = 104

/** Bytes of a proof, before the id of the person whom it was given to; those of before an update name nobody. */
export const PROOF_BYTES = 16

/** Close codes. 44xx: do not retry as you are. 45xx: retry. */
export const CLOSE = {
  malformed: 4400,
  noSession: 4401,
  /** A facilitator sent this person out. */
  removed: 4402,
  forbidden: 4403,
  foreignClient: 4409,
  retiredEpoch: 4410,
  tooLarge: 4413,
  unacceptable: 4422,
  storageFailed: 4503,
  tooSlow: 4508,
  tooFast: 4529,
  restarting: 1012,
} as const

/** Limits, in one place. Whoever writes by hand, or pastes a long list, stays far below them. */
export const LIMITS = {
  /** Bytes of one WebSocket message. */
  payload: 1_000_000,
  /** Bytes of one message up to which it is read, and refused in words. Beyond, the WebSocket library ends it with 1009. */
  longest: 1_250_000,
  /** Bytes of messages that are not whole, or wait for a sync step 2: of one person, over all sockets, and of all at one address. */
  unfinished: { perPerson: 4_000_000, perAddress: 64_000_000 },
  /** Pieces in which one WebSocket message may come. */
  fragments: 1_024,
  /** Messages on one socket: so many at once, and so many a second for as long as it likes. */
  messages: { burst: 6_000, perSecond: 200 },
  /** Bytes on one socket, likewise. */
  bytes: { burst: 16_000_000, perSecond: 2_000_000 },
  /**
   * Bytes that may come from one person in one turn, on all their sockets, or wait to be taken in. Who sends more is not read on until
   * half of them are.
   */
  inHand: 64_000,
  /**
   * Messages on one document of one socket, and their bytes, that wait for the sync step 2 that makes sense of them; and for how many
   * milliseconds, while nothing long is under way.
   */
  held: { messages: 1_000, bytes: 1_000_000, ms: 20_000 },
  /** Messages, and bytes, on all sockets of one person: as on three that are always full. */
  messagesPerPerson: { burst: 18_000, perSecond: 600 },
  bytesPerPerson: { burst: 48_000_000, perSecond: 6_000_000 },
  /** Parts (of texts, of fields) in one message: a megabyte of typing in small pieces has half as many. */
  structs: 100_000,
  /** Plain values in one message, each number or field by itself: a megabyte of new notes has a quarter as many. */
  values: 200_000,
  /** Ranges of what is deleted, in one message: it names all that ever was, on a board of 20,000 notes one for every note or two. */
  ranges: 250_000,
  /** Steps (0.1 µs or so) of one message's work for Yjs: a long day offline makes a tenth of it. */
  toil: 1_000_000,
  /** Steps of one person's work, over all their sockets. */
  work: { burst: 4_000_000, perSecond: 500_000 },
  /** As much of it is nobody else's business: opening a board of 20,000 notes is a burst, and who types all the time needs a tenth. */
  workAlone: { burst: 300_000, perSecond: 10_000 },
  /** The rest, of all who come from one address: a quarter of a core in the long run. Four hundred who come back at once need half. */
  workPerAddress: { burst: 60_000_000, perSecond: 2_500_000 },
  /** Refusals of one person's messages: so many at once, and so many a second in the long run. Beyond, their door is shut. */
  offences: { burst: 10, perSecond: 1 / 6 },
  /** Those of all who come from one address. Beyond, the door of each is shut at their first; of who offends nobody, it never is. */
  offencesPerAddress: { burst: 1_000, perSecond: 20 },
  /**
   * Writings of one person where they may not write. A page that was shut out in the midst of its words strays once for each
   * document; one that goes on trying, every few seconds. What is beyond this is an offence.
   */
  strays: { burst: 100, perSecond: 1 },
  /** Lines in the log about one person, and about what else comes from one address: a hall whose links were replaced is told of whole. */
  lines: { burst: 30, perSecond: 1 / 2 },
  linesPerAddress: { burst: 1_000, perSecond: 5 },
  /** Milliseconds for which it is shut the first time, and at most. */
  shut: { first: 5_000, most: 60_000 },
  /** Open sockets of one person: devices, pages, documents. */
  socketsPerPerson: 100,
  /** As many for whoever opens one where half of a workshop's or of an address's are open already. */
  socketsWhenFull: 4,
  /** Sockets that one person opens: so many at once, and so many a second for as long as they like. */
  openings: { burst: 200, perSecond: 2 },
  /** As many of them are nobody else's business: a few pages whose line is bad. */
  openingsAlone: { burst: 20, perSecond: 1 / 10 },
  /** The rest, of all who come from one address. */
  openingsPerAddress: { burst: 6_000, perSecond: 50 },
  /** Open sockets in one workshop. */
  socketsPerWorkshop: 3_000,
  /** Open sockets from one address: a hall, or a university, shares one. */
  socketsPerAddress: 3_000,
  /** People who ever joined one workshop. */
  people: 10_000,
  /**
   * New people from one address, in whichever workshops: so many at once, and so many a second in the long run. A conference of four
   * hundred behind one address joins three times over. Whoever comes back as who they were does not count.
   */
  joins: { burst: 1_500, perSecond: 1 },
  /** Workshops that one address starts in an hour: enough for a whole organisation behind it. */
  workshopsAnHour: 300,
  /** Wrong codes and secrets from one address in a minute. Right ones never count, so a hall behind one address gets in. */
  wrongAMinute: 60,
  /**
   * Wrong codes from one address in a minute after which even a right code is not told apart: a program is guessing, which no hall
   * of people does, and codes are short. Links, whose secrets are long, work on. Below it nobody shuts the door on others there.
   */
  guessesAMinute: 600,
  /** Documents that one socket holds open. */
  documents: 64,
  /** Client ids that one person claims in one document by presence alone; more than that are claimed by writing. */
  claims: 1_000,
  /**
   * Client ids that one person ever wrote under in one document: each page that writes has one. Yjs goes through all of a document's
   * with each change, so where there are many of them (`enough`) each person gets fewer. Those of others whom nobody knows, which one
   * person brings back after older data were put back, count apart: one device may hold what a whole hall wrote.
   */
  ids: { perPerson: 1_000, enough: 10_000, perPersonBeyond: 50, brought: 4_000, broughtBeyond: 200 },
  /** Client ids that a mux client calls its own, on one socket in one document; and how many of them a device remembers. */
  mine: { told: 1_000, kept: 500 },
  /** Client ids of which one message brings something new: the pages that wrote on a device while it was offline. */
  idsAtOnce: 250,
  /** Bytes of one connection's presence. */
  presence: 2_048,
  /**
   * Bytes of one person's presence that others are told, over all their sockets, for each hundred who read them. Five pages that
   * point all the time need some 3,000. Beyond it, what is newest waits.
   */
  shown: { burst: 100_000, perSecond: 40_000 },
  /** Entries of one presence message beyond those who are there: stock clients say again what they were told of others. */
  presences: 1_000,
  /** Milliseconds between pings. */
  ping: 10_000,
  /** Milliseconds without a sign of life after which a socket is gone. */
  silence: 30_000,
  /** Bytes that may wait for a slow reader. */
  buffered: 4_000_000,
  /** Items on one board, and rows in one table of the plan. */
  items: 20_000,
  /** Items that one board ever had since it was written anew without its history, and rows of one table. */
  entries: 100_000,
  /** Bytes of memory that one document takes, more or less. A board of 20,000 notes takes 70 MB, and 200,000 edits as much again. */
  memory: 256_000_000,
  /** Notes in one person's draft. */
  draftNotes: 200,
  /** Notes that came too late for their draft, in one request. */
  lateNotes: 50,
  /** Characters that the app lets people write in one text. */
  text: 10_000,
  /** Characters of one text that the server takes: two people may fill it at the same time. */
  textStored: 20_000,
  /** Fields that one item ever had. */
  fields: 128,
  /** Items that one item was ever copied from, at most: beyond that it stays in the room for good. Who copies has one. */
  origins: 16,
  /** Characters of an item's id or of a field's name. */
  key: 128,
  /** Weight of one plain value: its characters, and one for each number, field or entry in it. */
  value: 20_000,
  /** Lists or objects that lie in each other in one plain value. */
  valueDepth: 6,
  /** Containers that lie in each other in a document: kinds use one, an item's map above its text. */
  depth: 6,
  /**
   * Client ids that a document has left behind. With more than these it keeps its history from then on: they are remembered for ever,
   * four bytes each in memory, since a forgotten one would let a phone that was long away bring back what is gone.
   */
  retired: 1_000_000,
  /** Choices about single items, in one workshop and of one person: nobody uses up what is there for all. */
  choices: { perWorkshop: 200_000, perPerson: 10_000 },
  /** Milliseconds that edits in flight have after a board was locked. */
  grace: 3_000,
  /** Requests of one person: who comes back with hundreds of wishes for single notes tells them one by one. */
  requests: { burst: 1_000, perSecond: 20 },
  /**
   * Commands of one person that may change the stage: of facilitators, who run the day; of others, who raise hands and choose names;
   * and wishes for single items, of which a phone that comes back has hundreds.
   */
  commands: {
    facilitator: { burst: 600, perSecond: 5 },
    others: { burst: 60, perSecond: 1 / 5 },
    wishes: { burst: 1_000, perSecond: 1 / 5 },
  },
  /** Exports of one person: all eight, five times over, and one in five seconds in the long run. A large one takes seconds of a core. */
  exports: { burst: 40, perSecond: 1 / 5 },
  /**
   * Bytes of exports, and of boards as they were, that one person has not taken yet, and that all have not; and milliseconds after
   * which one is cut of which nothing is taken.
   */
  answers: { perPerson: 64_000_000, inAll: 256_000_000, untaken: 30_000 },
  /** Bytes of a request's body: a ballot of 200 candidates is 10 kB. */
  body: 256_000,
  /** Milliseconds in which a request must have arrived whole. */
  request: 60_000,
  /** Steps that one client id counts, at most: a day at 40 changes a second is four million. */
  clock: 2 ** 28,
  /** Steps that one message may count ahead by what is deleted already, and so costs no bytes. */
  leap: 10_000_000,
} as const

/** What a client says of itself on a board; the server stamps `person`. Sent at most 15 times a second. */
export interface Presence {
  /** The person's id, as the server knows it. */
  readonly person: string
  /** Where the pointer is, in board units. */
  readonly cursor?: readonly [x: number, y: number] | null
  /** Ids of the items they have selected. */
  readonly selected?: readonly string[]
  /** The item whose text they are writing in. */
  readonly writing?: string | null
  /** What they drag: item id → where it is now. Written to the document once, on drop. */
  readonly drag?: Readonly<Record<string, readonly [x: number, y: number]>> | null
}

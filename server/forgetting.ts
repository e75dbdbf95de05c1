/**
 * What is deleted has to leave the storage's medium too, and a store that only ever appends does so when it is told. That this
 * is owed is stored in the commit that deletes, under `forget/<prefix>`: a server that stops in between makes it good at its next
 * start.
 */
import type { Storage } from './storage/storage.ts'
import type { Committer } from './sync/contract.ts'
import type { Log } from './sync/log.ts'

const MARK = 'forget/'

/** Sees to it that what is deleted is forgotten. */
export const createForgetting = ({
  storage,
  committer,
  log,
}: {
  readonly storage: Storage
  readonly committer: Committer
  readonly log: Pick<Log, 'warn'>
}) => {
  const underWay = new Set<Promise<void>>()
  let closed = false

  const pay = async (prefix: string): Promise<void> => {
    try {
      await storage.forget(prefix)
      committer.enqueue('', [{ type: 'del', key: `${MARK}${prefix}` }])
    } catch (error) {
      log.warn({ err: error, prefix }, 'what was deleted may be on the disk until the next start')
    }
  }

  const goOn = (work: Promise<void>): void => {
    const done = work.finally(() => underWay.delete(done))
    underWay.add(done)
  }

  return {
    /** In this turn something is deleted whose keys begin so: once that is stored, it leaves the medium as well. */
    owe(workshop: string, prefix: string): void {
      committer.enqueue(workshop, [{ type: 'put', key: `${MARK}${prefix}`, value: new Uint8Array() }])
      // Where the commit fails, nothing was deleted.
      goOn(
        committer.settled().then(
          () => pay(prefix),
          () => undefined,
        ),
      )
    },

    /** Makes good what a server owed that stopped too early. To be called once, when the server starts. */
    sweep(): void {
      const payAll = async (): Promise<void> => {
        const owed: string[] = []
        for await (const [key] of storage.list(MARK)) owed.push(key.slice(MARK.length))
        for (const prefix of owed) if (!closed) await pay(prefix)
      }
      goOn(payAll().catch((error: unknown) => log.warn({ err: error }, 'what is owed could not be read yet')))
    },

    /** Waits for what is under way. */
    async close(): Promise<void> {
      closed = true
      await Promise.all(underWay)
    },
  }
}

/** What sees to it that what is deleted is forgotten. */
export type Forgetting = ReturnType<typeof createForgetting>

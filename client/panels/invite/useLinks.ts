/** The workshop's links, as far as this device holds them: the server keeps only hashes of their secrets. */
import * as z from 'zod/mini'
import { useSession, useStore } from '../../model/react.tsx'
import type { WorkshopLinks } from '../../model/types.ts'

const replaced = z.object({ link: z.string() })

/** The links that this device holds, and how to replace one. */
export const useLinks = () => {
  const session = useSession()
  const links = useStore(session.links)
  return {
    links,
    /** Ends the old link and its sessions, and keeps the new one on this device. */
    async replace(role: keyof WorkshopLinks): Promise<void> {
      const { link } = replaced.parse(await session.api.command({ type: 'link.replace', role }))
      session.keepLink(role, link)
    },
  }
}

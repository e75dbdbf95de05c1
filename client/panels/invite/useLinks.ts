/** The workshop's links, as far as this device holds them: the server keeps only hashes of their secrets. */
import { useState } from 'react'
import * as z from 'zod/mini'
import type { Role } from '../../../shared/docs.ts'
import { createMemory } from '../../model/memory.ts'
import { useSession } from '../../model/react.tsx'

const replaced = z.object({ link: z.string() })

/** This device's store, or null where it is forbidden. */
const deviceStorage = (): Storage | null => {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

/** The links that this device holds, and how to replace one. */
export const useLinks = () => {
  const session = useSession()
  const [memory] = useState(() => createMemory(deviceStorage()))
  const [links, setLinks] = useState<Partial<Record<Role, string>>>(
    () => memory.readLinks(session.workshop) ?? {},
  )
  return {
    links,
    /** Ends the old link and its sessions, and keeps the new one on this device. */
    async replace(role: Role): Promise<void> {
      const { link } = replaced.parse(await session.api.command({ type: 'link.replace', role }))
      const next = { ...links, [role]: link }
      setLinks(next)
      const { facilitator, participant, viewer } = next
      if (facilitator && participant && viewer)
        memory.keepLinks(session.workshop, { facilitator, participant, viewer })
    },
  }
}

/** How long the built server takes from its start until it answers, beside an empty Node process that listens. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { withSpread } from '../support/figures.ts'
import { startKiteboard } from '../support/servers.ts'

const RUNS = 7

/** Milliseconds that Node itself takes to start and end. */
const bareNode = async (): Promise<number> => {
  const started = performance.now()
  await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'exit')
  return performance.now() - started
}

/** Prints the figures. */
export const run = async (): Promise<void> => {
  const server: number[] = []
  const bare: number[] = []
  for (let turn = 0; turn < RUNS; turn++) {
    const running = await startKiteboard()
    server.push(running.startedIn)
    await running.stop()
    bare.push(await bareNode())
  }
  console.log(`${RUNS} starts: median (least–most), ms`)
  console.log(`Kiteboard answers /healthz  ${withSpread(server, 0)}`)
  console.log(`Node with nothing to do     ${withSpread(bare, 0)}`)
}

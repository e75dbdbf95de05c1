/** `npm run bench -- <name>`: runs one bench and prints its table. */
export {}

const benches: Readonly<Record<string, () => Promise<{ run(): Promise<void> }>>> = {
  latency: () => import('./latency/latency.ts'),
  start: () => import('./start/start.ts'),
  load: () => import('./load/load.ts'),
  faults: () => import('./faults/faults.ts'),
  canvas: () => import('./canvas/canvas.ts'),
}

const load = benches[process.argv[2] ?? '']
if (!load) {
  console.error(`Name a bench: ${Object.keys(benches).join(', ')}`)
  process.exit(1)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
await (await load()).run()

/** Two kinds of tests: `unit` (quick, no build) and `e2e` (real browsers against the real, built server). */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { filesAlone } from './test/alone.ts'
import { LongestFirst } from './test/longestFirst.ts'

const alone = [...filesAlone('test')]

const unit = {
  environment: 'node',
  testTimeout: 20_000,
  hookTimeout: 20_000,
  // By itself it leaves one of two cores idle.
  maxWorkers: 2,
}

export default defineConfig({
  plugins: [react()],
  resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
  test: {
    css: { modules: { classNameStrategy: 'non-scoped' } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          ...unit,
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', ...alone],
          // What many files import is read once by each of the two processes, not by each file.
          isolate: false,
        },
      },
      { extends: true, test: { ...unit, name: 'unit-alone', include: alone, exclude: ['test/e2e/**'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/setup.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Browsers are heavy: two files at a time are what two cores carry.
          maxWorkers: 2,
          // What drives the browsers is read once for many files.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})

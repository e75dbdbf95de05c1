/** The house's lint rules, for a tree that is laid out as this one: also the small tree of broken rules in `test/lint/house`. */
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { yjsSetters } from './yjs-setters.js'

/** Rooms of the client that know the rooms below them, and never each other. */
const SIDE_ROOMS = ['canvas', 'list', 'panels']

/** Rooms of the sync path: sockets know a room, and a room the gate and its journal, which know neither each other nor who asks. */
const ROOMS_OF_SYNC = ['gate', 'journal', 'room', 'sockets'].map((room) => `server/sync/${room}`)

/** @param {string} room @returns {string[]} the other rooms of the sync path */
const others = (room) => ROOMS_OF_SYNC.filter((other) => other !== `server/sync/${room}`)

/** @typedef {readonly [importing: string, mustNotImport: readonly string[], why: string]} Line */

/** @type {readonly Line[]} Who may not import what. */
export const LINES = [
  ['shared', ['server', 'client', 'test', 'scripts', 'bench'], 'shared/ knows neither side.'],
  ['server', ['client', 'test', 'scripts', 'bench'], 'The server never imports the client.'],
  [
    'server/{!(sync)/**,!(house|serve).ts}',
    ROOMS_OF_SYNC,
    'The rest of the server knows what lies beside the rooms of sync; only house and serve know those.',
  ],
  ['server/sync/*.ts', ROOMS_OF_SYNC, 'What the rooms of sync share knows none of them.'],
  [
    'server/sync/gate',
    others('gate'),
    'The gate judges what it is given: it knows no room of sync but itself.',
  ],
  ['server/sync/journal', others('journal'), 'The journal stores what it is given, likewise.'],
  ['server/sync/room', ['server/sync/sockets'], 'A room knows its receivers, and not their sockets.'],
  ['client', ['server', 'test', 'scripts', 'bench'], 'The client never imports the server.'],
  [
    'client/ui',
    [...SIDE_ROOMS.map((room) => `client/${room}`), 'client/app', 'client/main.tsx'],
    'ui is below all rooms.',
  ],
  [
    'client/model',
    ['client/ui', ...SIDE_ROOMS.map((room) => `client/${room}`), 'client/app', 'client/main.tsx'],
    'model shows nothing: it is below all rooms.',
  ],
  ...SIDE_ROOMS.map(
    (room) =>
      /** @type {Line} */ ([
        `client/${room}`,
        [
          ...SIDE_ROOMS.filter((other) => other !== room).map((other) => `client/${other}`),
          'client/app',
          'client/main.tsx',
        ],
        'canvas, list and panels import ui, model and shared, and meet in app.',
      ]),
  ),
  ['client/app', ['client/main.tsx'], 'main is the entry.'],
]

/** Implementations that only the composition root and tests may choose. */
const IMPLEMENTATIONS = ['memory', 'level', 'memoryKeys', 'fileKeys'].map(
  (name) => `server/storage/${name}.ts`,
)

/** Syntax that is refused everywhere. */
const EVERYWHERE = [
  {
    selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
    message: 'Prove a type by a check, not by `as unknown as`.',
  },
  {
    selector:
      'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
    message: 'No state at module level: it arrives, or is made by a function.',
  },
  {
    selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
    message: 'No barrels: import from where it lies.',
  },
]

/** Words that people read come from the catalogue. */
const WORDS = [
  { selector: 'JSXText[value=/\\p{L}/u]', message: 'Words come from the message catalogue.' },
  {
    selector:
      'JSXElement > JSXExpressionContainer > Literal[value=/\\p{L}/u], JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/\\p{L}/u]',
    message: 'Words come from the message catalogue.',
  },
  {
    selector:
      'JSXAttribute[name.name=/^(aria-label|aria-description|title|alt|placeholder|label|hint)$/] > Literal[value=/\\p{L}/u]',
    message: 'Words come from the message catalogue.',
  },
]

/** What an effect returns, React calls at its end: also what a browser's method gives today, or may give tomorrow. */
const EFFECTS = [
  {
    selector:
      'CallExpression[callee.name=/^use(Layout|Insertion)?Effect$/] > ArrowFunctionExpression.arguments:first-child:not([body.type=/^(BlockStatement|ArrowFunctionExpression|Identifier)$/])',
    message: 'An effect in braces returns nothing by accident.',
  },
  {
    selector:
      'JSXAttribute[name.name="ref"] ArrowFunctionExpression:not([body.type=/^(BlockStatement|ArrowFunctionExpression|Identifier)$/])',
    message: 'A ref in braces returns nothing by accident.',
  },
]

const SHARED_IS_PURE = {
  group: [
    'node:*',
    'fs',
    'fs/*',
    'react',
    'react/*',
    'react-dom',
    'react-dom/*',
    'konva',
    'konva/*',
    'ws',
    'fastify',
    '@fastify/*',
    'pino',
    'classic-level',
  ],
  message: 'shared/ is pure: no React, Konva, ws, fs or Node.',
}

/**
 * The rules.
 * @param {string} root the tree's folder
 */
export const house = (root) => {
  const zones = LINES.map(([target, from, message]) => ({ target, from, message }))
  const choosing = {
    target: ['server', 'shared', 'client'],
    from: IMPLEMENTATIONS,
    message: 'Only server/main.ts and tests choose an implementation.',
  }
  /** @param {unknown[]} all @returns {['error', object]} */
  const paths = (all) => ['error', { basePath: root, zones: all }]

  /** @type {import('eslint').Rule.RuleModule} The same thing to ESLint; the two packages type it apart. */
  // @ts-expect-error -- their types of a rule do not meet
  const ours = yjsSetters
  /** @type {import('eslint').ESLint.Plugin} */
  // @ts-expect-error -- the same
  const hooks = reactHooks

  return defineConfig(
    { ignores: ['**/node_modules/', 'dist/', 'coverage/', 'data/', 'test/lint/house/'] },
    {
      files: ['**/*.{ts,tsx,js,mjs}'],
      extends: [tseslint.configs.recommended, importX.flatConfigs.typescript],
      plugins: { 'import-x': importX, house: { rules: { 'yjs-setters': ours } } },
      linterOptions: { reportUnusedDisableDirectives: 'error' },
      settings: {
        'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.mjs'] })],
      },
      rules: {
        eqeqeq: ['error', 'always', { null: 'ignore' }],
        'no-control-regex': 'error',
        'no-restricted-syntax': ['error', ...EVERYWHERE],
        'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
        'import-x/no-default-export': 'error',
        'import-x/no-cycle': 'error',
        'import-x/no-restricted-paths': paths([...zones, choosing]),
        '@typescript-eslint/no-non-null-assertion': 'error',
        '@typescript-eslint/no-unused-vars': [
          'error',
          { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
        ],
        '@typescript-eslint/no-unused-expressions': [
          'error',
          { allowShortCircuit: true, allowTernary: true },
        ],
        '@typescript-eslint/consistent-type-imports': 'error',
      },
    },
    {
      // Rules that ask the type checker.
      files: ['{shared,server,client}/**/*.{ts,tsx}'],
      languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
      rules: {
        'house/yjs-setters': 'error',
        '@typescript-eslint/no-floating-promises': 'error',
        '@typescript-eslint/await-thenable': 'error',
        '@typescript-eslint/switch-exhaustiveness-check': [
          'error',
          { considerDefaultExhaustiveForUnions: true },
        ],
        'no-restricted-properties': [
          'error',
          { object: 'process', property: 'env', message: 'Only the entry files read the environment.' },
        ],
      },
    },
    {
      files: ['shared/{boardItems,boardTexts,bin,stage,plan,draft}.ts'],
      rules: { 'house/yjs-setters': 'off' },
    },
    // Copies whatever a document holds, and knows none of it.
    { files: ['server/sync/journal/rebuild.ts'], rules: { 'house/yjs-setters': 'off' } },
    {
      files: ['shared/**'],
      rules: {
        'no-restricted-imports': ['error', { patterns: [SHARED_IS_PURE] }],
        'no-restricted-globals': [
          'error',
          'window',
          'document',
          'navigator',
          'localStorage',
          'process',
          'Buffer',
        ],
      },
    },
    {
      files: ['client/**/*.{ts,tsx}'],
      plugins: { 'react-hooks': hooks },
      rules: {
        'react-hooks/rules-of-hooks': 'error',
        'react-hooks/exhaustive-deps': 'error',
        'no-restricted-syntax': ['error', ...EVERYWHERE, ...WORDS, ...EFFECTS],
      },
    },
    {
      files: ['server/main.ts'],
      rules: { 'import-x/no-restricted-paths': paths(zones), 'no-restricted-properties': 'off' },
    },
    // A test file may hold what its tests share.
    {
      files: ['test/**'],
      rules: {
        'no-restricted-syntax': [
          'error',
          ...EVERYWHERE.filter(({ selector }) => !selector.includes('"let"')),
        ],
      },
    },
    { files: ['client/main.tsx'], rules: { 'no-restricted-properties': 'off' } },
    {
      // Tools demand a default export of their configuration.
      files: ['*.config.{ts,js}', '.*.js', '*.d.ts'],
      rules: { 'import-x/no-default-export': 'off' },
    },
  )
}

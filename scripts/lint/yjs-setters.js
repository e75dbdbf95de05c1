/**
 * A rule of our own: shared types of Yjs are changed only in the modules that own a document. It asks the type checker what the
 * object is, so a `set` on an ordinary Map is none of its business.
 */
import { ESLintUtils } from '@typescript-eslint/utils'

const SETTERS = new Set([
  'set',
  'setAttribute',
  'removeAttribute',
  'delete',
  'clear',
  'insert',
  'insertEmbed',
  'insertAfter',
  'push',
  'unshift',
  'format',
  'applyDelta',
])

/** Names of the shared types, as yjs declares them. */
const SHARED = /^Y(AbstractType|Map|Array|Text|Xml\w+)$|^AbstractType$/

export const yjsSetters = ESLintUtils.RuleCreator.withoutDocs({
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      setter:
        'Change a document by an intent of the module that owns it (shared/boardItems.ts, stage.ts, plan.ts), not by key.',
    },
  },
  defaultOptions: [],
  create: (context) => {
    const services = ESLintUtils.getParserServices(context)
    /** @param {import('typescript').Type} type @returns {boolean} */
    const isShared = (type) => {
      if (type.isUnionOrIntersection()) return type.types.some(isShared)
      const symbol = type.getSymbol()
      if (!symbol || !SHARED.test(symbol.getName())) return false
      return (symbol.declarations ?? []).some((each) => /[\\/]yjs[\\/]/.test(each.getSourceFile().fileName))
    }
    return {
      CallExpression: (node) => {
        const { callee } = node
        if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
        if (!SETTERS.has(callee.property.name)) return
        if (isShared(services.getTypeAtLocation(callee.object))) context.report({ node, messageId: 'setter' })
      },
    }
  },
})

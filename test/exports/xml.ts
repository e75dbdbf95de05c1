/** A small, strict XML reader, so that what we write is judged by something other than what wrote it. */

export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  /** All text in it and below. */
  readonly text: string
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Characters that XML 1.0 allows, and nothing else. */
const LEGAL = /^(?:[\t\n\r\u0020-\ud7ff\ue000-\ufffd]|[\u{10000}-\u{10ffff}])*$/u

const decode = (text: string): string => {
  if (/&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[\da-f]+);)/i.test(text))
    throw new Error(`a bare ampersand in ${text}`)
  const decoded = text.replace(/&(#x?)?([\da-z]+);/gi, (_all, number: string | undefined, name: string) =>
    number ? String.fromCodePoint(parseInt(name, number === '#x' ? 16 : 10)) : (ENTITIES[name] ?? ''),
  )
  if (!LEGAL.test(decoded)) throw new Error(`a character that XML forbids in ${JSON.stringify(decoded)}`)
  return decoded
}

/** Parses a document; throws where it is not well-formed. */
export const parseXml = (source: string): XmlNode => {
  if (!LEGAL.test(source)) throw new Error('the source holds a character that XML forbids')
  type Open = { name: string; attributes: Record<string, string>; children: XmlNode[]; text: string }
  const root: Open = { name: '', attributes: {}, children: [], text: '' }
  const stack: Open[] = [root]
  const top = (): Open => stack.at(-1) ?? root
  const close = () => {
    const done = stack.pop()
    if (!done || stack.length === 0) throw new Error('an end tag too many')
    top().children.push(done)
    top().text += done.text
  }
  const token =
    /<\?[^]*?\?>|<!--[^]*?-->|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const match = token.exec(source)
    if (!match) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 60)}`)
    const [, end, name, attributes = '', empty, text] = match
    if (text !== undefined) top().text += decode(text)
    if (name === undefined) continue
    if (end) {
      if (top().name !== name) throw new Error(`</${name}> ends <${top().name}>`)
      close()
      continue
    }
    const pairs = [...attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
    const node: Open = { name, attributes: {}, children: [], text: '' }
    for (const [, key = '', double, single] of pairs) {
      if (key in node.attributes) throw new Error(`${key} stands twice in <${name}>`)
      node.attributes[key] = decode(double ?? single ?? '')
    }
    stack.push(node)
    if (empty) close()
  }
  const [only, ...others] = root.children
  if (stack.length !== 1 || !only || others.length > 0) throw new Error('not one whole element')
  return only
}

/** All elements of a name, in document order, at any depth. */
export const all = (node: XmlNode, name: string): XmlNode[] =>
  node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)])

/** The first child of a name. */
export const child = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  node?.children.find((one) => one.name === name)

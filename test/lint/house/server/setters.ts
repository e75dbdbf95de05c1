// expect: house/yjs-setters house/yjs-setters house/yjs-setters
import * as Y from 'yjs'

export const meddle = (doc: Y.Doc): void => {
  doc.getMap('items').set('a', 1)
  const held = doc.getMap<Y.Text | number>('items').get('a')
  if (held instanceof Y.Text) held.insert(0, 'words')
  doc.getArray('all').push([1])
}

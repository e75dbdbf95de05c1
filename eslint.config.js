import { house } from './scripts/lint/house.js'

export default house(import.meta.dirname)

export interface Bead {
  readonly colour: number
}

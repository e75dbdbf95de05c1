export interface Handle {
  readonly id: string
}

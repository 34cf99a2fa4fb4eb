/**
 * A value that has a text of its own, as a sheet's cell has by its number format: `{{Amount}}` shows the text,
 * `{{Amount | currency EUR}}` the value.
 */
export class Shown {
  /**
   * @param value - what formatters get
   * @param text - what is shown without one
   */
  constructor(
    readonly value: unknown,
    readonly text: string,
  ) {}
}

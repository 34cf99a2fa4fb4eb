/** What a table itself has under a name that somebody else has chosen: nothing inherited, such as "constructor". */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined;

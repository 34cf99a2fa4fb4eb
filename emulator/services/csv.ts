/** Rows and fields of a CSV text by RFC 4180; lines may end in LF, CR or CRLF. */
export function parseCsv(csv: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let quoted = false;
  for (let index = 0; index < csv.length; index += 1) {
    const character = csv.charAt(index);
    if (quoted) {
      if (character !== '"') value += character;
      else if (csv.charAt(index + 1) === '"') {
        value += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"' && value === '') quoted = true;
    else if (character === delimiter) {
      row.push(value);
      value = '';
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && csv.charAt(index + 1) === '\n') index += 1;
      rows.push([...row, value]);
      row = [];
      value = '';
    } else value += character;
  }
  if (value !== '' || row.length > 0) rows.push([...row, value]);
  return rows;
}

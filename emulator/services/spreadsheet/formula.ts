import { columnLetters, columnNumber } from './a1';
import { type CellValue, type ErrorText, isError } from './cell';
import { display } from './display';
import { callFunction } from './formula-functions';

/** What a formula sees of its spreadsheet. */
export interface FormulaWorld {
  /** The values of an area of a tab, the formula's own when `tab` is null; null when there is no such tab or cell. */
  read(
    tab: string | null,
    row: number,
    column: number,
    lastRow: number | null,
    lastColumn: number,
  ): CellValue[][] | null;
  /** Now, as a number of days on the spreadsheet's wall clock. */
  readonly now: number;
}

/** A value, or an area of them. */
export type Operand = CellValue | readonly (readonly CellValue[])[];

const TOKEN =
  /\s*(?:("(?:[^"]|"")*")|((?:'(?:[^']|'')+'|[A-Za-z_]\w*)!)?(\$?[A-Za-z]{1,3}\$?[1-9]\d*(?::\$?[A-Za-z]{1,3}\$?(?:[1-9]\d*)?)?|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w(])|(#REF!)|([A-Za-z_][\w.]*)|(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(<>|<=|>=|[-+*/^&=<>(),;%]))/y;

interface Token {
  readonly kind: 'text' | 'area' | 'broken' | 'name' | 'number' | 'sign';
  readonly text: string;
  readonly tab: string | null;
}

/** What went wrong in a formula, as the value it then has. */
class FormulaError extends Error {
  constructor(readonly error: ErrorText) {
    super(error);
  }
}

/** What a formula comes to: "=SUM(B2:B5)*1.2". Errors are values. */
export function evaluate(formula: string, world: FormulaWorld): CellValue {
  try {
    const value = new Parser(tokens(formula.slice(1)), world).whole();
    if (!Array.isArray(value)) return value as CellValue;
    return (value as CellValue[][])[0]?.[0] ?? '';
  } catch (error) {
    if (error instanceof FormulaError) return { error: error.error };
    throw error;
  }
}

function tokens(source: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  const text = source.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw new FormulaError('#ERROR!');
    const [, quoted, tab, area, broken, name, number, sign] = match as (string | undefined)[];
    const kind = quoted !== undefined ? 'text' : area !== undefined ? 'area' : broken !== undefined ? 'broken' : name !== undefined ? 'name' : number !== undefined ? 'number' : 'sign'; // prettier-ignore
    found.push({
      kind,
      text: quoted ?? area ?? broken ?? name ?? number ?? sign ?? '',
      tab: tab === undefined ? null : tabName(tab),
    });
  }
  return found;
}

const tabName = (written: string): string => written.slice(0, -1).replace(/^'|'$/g, '').replace(/''/g, "'");

/** Precedence from loose to tight: comparison, &, + -, * /, ^, unary, %. */
class Parser {
  #at = 0;

  constructor(
    private readonly all: readonly Token[],
    private readonly world: FormulaWorld,
  ) {}

  whole(): Operand {
    const value = this.#comparison();
    if (this.#at < this.all.length) throw new FormulaError('#ERROR!');
    return value;
  }

  #comparison(): Operand {
    let left = this.#concatenation();
    for (
      let sign = this.#sign('=', '<>', '<', '>', '<=', '>=');
      sign;
      sign = this.#sign('=', '<>', '<', '>', '<=', '>=')
    ) {
      const order = compare(scalar(left), scalar(this.#concatenation()));
      left = sign === '=' ? order === 0 : sign === '<>' ? order !== 0 : sign === '<' ? order < 0 : sign === '>' ? order > 0 : sign === '<=' ? order <= 0 : order >= 0; // prettier-ignore
    }
    return left;
  }

  #concatenation(): Operand {
    let left = this.#sum();
    while (this.#sign('&')) left = asText(scalar(left)) + asText(scalar(this.#sum()));
    return left;
  }

  #sum(): Operand {
    let left = this.#product();
    for (let sign = this.#sign('+', '-'); sign; sign = this.#sign('+', '-')) {
      const right = asNumber(scalar(this.#product()));
      left = sign === '+' ? asNumber(scalar(left)) + right : asNumber(scalar(left)) - right;
    }
    return left;
  }

  #product(): Operand {
    let left = this.#power();
    for (let sign = this.#sign('*', '/'); sign; sign = this.#sign('*', '/')) {
      const right = asNumber(scalar(this.#power()));
      if (sign === '/' && right === 0) throw new FormulaError('#DIV/0!');
      left = sign === '*' ? asNumber(scalar(left)) * right : asNumber(scalar(left)) / right;
    }
    return left;
  }

  #power(): Operand {
    let left = this.#unary();
    while (this.#sign('^')) left = asNumber(scalar(left)) ** asNumber(scalar(this.#unary()));
    return left;
  }

  #unary(): Operand {
    if (this.#sign('-')) return -asNumber(scalar(this.#unary()));
    if (this.#sign('+')) return this.#unary();
    let value = this.#primary();
    while (this.#sign('%')) value = asNumber(scalar(value)) / 100;
    return value;
  }

  #primary(): Operand {
    const token = this.all[this.#at++];
    if (!token) throw new FormulaError('#ERROR!');
    switch (token.kind) {
      case 'number':
        return Number(token.text);
      case 'text':
        return token.text.slice(1, -1).replace(/""/g, '"');
      case 'broken':
        throw new FormulaError('#REF!');
      case 'area':
        return this.#area(token);
      case 'name':
        return this.#name(token.text.toUpperCase());
      case 'sign': {
        if (token.text !== '(') throw new FormulaError('#ERROR!');
        const value = this.#comparison();
        if (!this.#sign(')')) throw new FormulaError('#ERROR!');
        return value;
      }
    }
  }

  #area({ text, tab }: Token): Operand {
    const [first = '', last = first] = text.replace(/\$/g, '').split(':');
    const corner = (cell: string): { column: number; row: number | null } => {
      const [, letters = 'A', digits] = /^([A-Za-z]+)(\d*)$/.exec(cell) ?? [];
      return { column: columnNumber(letters), row: digits === undefined || digits === '' ? null : Number(digits) };
    };
    const from = corner(first);
    const to = corner(last);
    const values = this.world.read(tab, from.row ?? 1, from.column, to.row, to.column);
    if (values === null) throw new FormulaError('#REF!');
    return text.includes(':') ? values : (values[0]?.[0] ?? '');
  }

  #name(name: string): Operand {
    if (name === 'TRUE' || name === 'FALSE') {
      if (this.#sign('(')) this.#sign(')');
      return name === 'TRUE';
    }
    if (!this.#sign('(')) throw new FormulaError('#NAME?');
    const args: Operand[] = [];
    if (!this.#sign(')')) {
      do args.push(this.#argument());
      while (this.#sign(',', ';'));
      if (!this.#sign(')')) throw new FormulaError('#ERROR!');
    }
    const value = callFunction(name, args, this.world.now);
    if (isError(value as CellValue) && !Array.isArray(value))
      throw new FormulaError((value as { error: ErrorText }).error);
    return value;
  }

  /** An error in an argument is the function's to judge: IFERROR takes it, others pass it on. */
  #argument(): Operand {
    const start = this.#at;
    try {
      return this.#comparison();
    } catch (error) {
      if (!(error instanceof FormulaError) || error.error === '#ERROR!') throw error;
      this.#at = this.#endOfArgument(start);
      return { error: error.error };
    }
  }

  #endOfArgument(start: number): number {
    let depth = 0;
    for (let at = start; at < this.all.length; at++) {
      const { kind, text } = this.all[at] as Token;
      if (kind !== 'sign') continue;
      if (depth === 0 && (text === ',' || text === ';' || text === ')')) return at;
      depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    }
    throw new FormulaError('#ERROR!');
  }

  #sign(...signs: readonly string[]): string | null {
    const token = this.all[this.#at];
    if (token?.kind !== 'sign' || !signs.includes(token.text)) return null;
    this.#at += 1;
    return token.text;
  }
}

function scalar(operand: Operand): CellValue {
  const value = Array.isArray(operand) ? ((operand as CellValue[][])[0]?.[0] ?? '') : (operand as CellValue);
  if (isError(value)) throw new FormulaError(value.error);
  return value;
}

function asNumber(value: CellValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === '') return 0;
  const number = Number(value);
  if (typeof value !== 'string' || Number.isNaN(number)) throw new FormulaError('#VALUE!');
  return number;
}

const asText = (value: CellValue): string => display(value, undefined);

/** Numbers come before texts, texts before booleans; texts compare without case. */
function compare(left: CellValue, right: CellValue): number {
  const a = left === '' && typeof right === 'number' ? 0 : left;
  const b = right === '' && typeof left === 'number' ? 0 : right;
  const rank = (value: CellValue): number => (typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase().localeCompare(b.toLowerCase(), 'en');
  return Number(a) - Number(b);
}

/**
 * The formula after rows or columns were inserted (`count` above 0) or removed (below 0) before its references.
 *
 * @param tab - the tab they were inserted in, `own` the formula's
 */
export function shiftFormula(
  formula: string,
  tab: string,
  own: string,
  axis: 'row' | 'column',
  at: number,
  count: number,
): string {
  const cell = /("(?:[^"]|"")*")|((?:'(?:[^']|'')+'|[A-Za-z_]\w*)!)?(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d*)(?![\w(])/g;
  return formula.replace(
    cell,
    (
      whole: string,
      quoted: string | undefined,
      of: string | undefined,
      fixedColumn: string,
      letters: string,
      fixedRow: string,
      digits: string,
    ) => {
      if (quoted !== undefined || (of === undefined ? own : tabName(of)) !== tab) return whole;
      const before = axis === 'row' ? Number(digits) : columnNumber(letters);
      if (before < at) return whole;
      if (count < 0 && before < at - count) return '#REF!';
      const after = before + count;
      const column = axis === 'column' ? columnLetters(after) : letters;
      return `${of ?? ''}${fixedColumn}${column}${fixedRow}${axis === 'row' ? String(after) : digits}`;
    },
  );
}

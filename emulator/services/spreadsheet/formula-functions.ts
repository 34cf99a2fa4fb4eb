import { type CellValue, type ErrorText, isError } from './cell';
import { display } from './display';
import type { Operand } from './formula';

const flat = (operands: readonly Operand[]): CellValue[] =>
  operands.flatMap((operand) => (Array.isArray(operand) ? (operand as CellValue[][]).flat() : [operand as CellValue]));
const first = (operand: Operand | undefined): CellValue => flat(operand === undefined ? [] : [operand])[0] ?? '';
const numbers = (args: readonly Operand[]): number[] => flat(args).filter((value) => typeof value === 'number');
const truth = (value: CellValue): boolean => (typeof value === 'string' ? /^true$/i.test(value) : Boolean(value));
const text = (operand: Operand | undefined): string => display(first(operand), undefined);
const number = (operand: Operand | undefined): number => Number(first(operand));
const failure = (error: ErrorText): CellValue => ({ error });

function mean(values: readonly number[]): CellValue {
  if (values.length === 0) return failure('#DIV/0!');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

type Implementation = (args: readonly Operand[], now: number) => Operand;

/** The functions that formulas may use here. Any other name gives "#NAME?". */
const FUNCTIONS: Readonly<Record<string, Implementation>> = {
  SUM: (args) => numbers(args).reduce((sum, value) => sum + value, 0),
  AVERAGE: (args) => mean(numbers(args)),
  MIN: (args) => Math.min(...(numbers(args).length > 0 ? numbers(args) : [0])),
  MAX: (args) => Math.max(...(numbers(args).length > 0 ? numbers(args) : [0])),
  COUNT: (args) => numbers(args).length,
  COUNTA: (args) => flat(args).filter((value) => value !== '').length,
  COUNTIF: ([area, wanted]) => flat([area ?? '']).filter((value) => value === first(wanted)).length,
  IF: ([test, then = true, otherwise = false]) => (truth(first(test)) ? then : otherwise),
  AND: (args) => flat(args).every(truth),
  OR: (args) => flat(args).some(truth),
  NOT: ([value]) => !truth(first(value)),
  ISBLANK: ([value]) => first(value) === '',
  TODAY: (_args, now) => Math.floor(now),
  NOW: (_args, now) => now,
  ROUND: ([value, digits = 0]) => Number(number(value).toFixed(Number(first(digits)))),
  ABS: ([value]) => Math.abs(number(value)),
  LEN: ([value]) => text(value).length,
  UPPER: ([value]) => text(value).toUpperCase(),
  LOWER: ([value]) => text(value).toLowerCase(),
  TRIM: ([value]) => text(value).trim().replace(/ +/g, ' '),
  CONCATENATE: (args) =>
    flat(args)
      .map((value) => display(value, undefined))
      .join(''),
  HYPERLINK: ([url, label]) => (label === undefined ? text(url) : text(label)),
  NA: () => failure('#N/A'),
};

/** @param name - in capitals */
export function callFunction(name: string, args: readonly Operand[], now: number): Operand {
  if (name === 'IFERROR') {
    const [value = '', otherwise = ''] = args;
    return isError(first(value)) ? otherwise : value;
  }
  if (name === 'ISERROR') return isError(first(args[0]));
  const implementation = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!implementation) return failure('#NAME?');
  // IF looks at its test only, and counting counts errors too.
  const judged = name === 'IF' ? args.slice(0, 1) : name.startsWith('COUNT') ? [] : args;
  const broken = flat(judged).find(isError);
  return broken ?? implementation(args, now);
}

/**
 * What conditions say of values, written down by hand: what the cell held, what was typed into it, and whether the rule
 * tells of it. The sheet is in UTC and "now" is Monday 2026-03-02, 09:00.
 */
export interface OperatorCase {
  readonly test: Readonly<Record<string, unknown>>;
  readonly from: string;
  readonly to: string;
  readonly tells: boolean;
}

const rows = (
  test: OperatorCase['test'],
  ...cases: readonly (readonly [from: string, to: string, tells: boolean])[]
): OperatorCase[] => cases.map(([from, to, tells]) => ({ test, from, to, tells }));

const yes = true;
const no = false;

export const OPERATORS: readonly OperatorCase[] = [
  ...rows({ is: 'Late' }, ['Open', 'Late', yes], ['Open', 'LATE', yes], ['Open', ' late ', yes], ['Open', 'Later', no], ['Open', '', no], ['Late', 'Late ', no]),
  ...rows({ is: 5 }, ['1', '5', yes], ['1', '5.0', yes], ['1', "'5", yes], ['1', '$5', yes], ['1', '50', no], ['1', 'five', no]),
  ...rows({ is: true }, ['FALSE', 'TRUE', yes], ['FALSE', "'true", yes], ['TRUE', 'FALSE', no]),
  ...rows({ is: '2026-03-05' }, ['', '2026-03-05', yes], ['', '3/5/2026', yes], ['', '2026-03-05 18:00', yes], ['', "'2026-03-05", yes], ['', '2026-03-06', no]),
  ...rows({ is: 'today' }, ['', '2026-03-02', yes], ['', '2026-03-02 23:59', yes], ['', '2026-03-01', no], ['', 'today', yes]),
  ...rows({ isNot: 'Open' }, ['Open', 'Done', yes], ['Open', '', yes], ['Done', 'open', no]),
  ...rows({ contains: 'late' }, ['', 'is Late!', yes], ['', 'translate', yes], ['', 'early', no]),
  ...rows({ doesNotContain: 'ok' }, ['ok', 'fine', yes], ['x', 'It is OK', no]),
  ...rows({ startsWith: 'ERR' }, ['', 'err-12', yes], ['', 'no err', no]),
  ...rows({ matches: '^(late|overdue)$' }, ['', 'Overdue', yes], ['', 'overdue!', no]),
  ...rows({ isOneOf: ['Late', 'Overdue', 7] }, ['', 'overdue', yes], ['', '7', yes], ['', 'Open', no]),
  ...rows({ isNotOneOf: ['Open', 'Done'] }, ['Open', 'Late', yes], ['Late', 'done', no]),
  ...rows({ isEmpty: true }, ['x', '', yes], ['x', "' ", yes], ['x', 'y', no]),
  ...rows({ isEmpty: false }, ['', 'y', yes], ['', '0', yes], ['x', '', no]),
  ...rows({ above: 1000 }, ['1', '1000.01', yes], ['1', '1,400', yes], ['1', "'1,400", yes], ['1', "'1.400,50 €", yes], ['1', '1000', no], ['1', '-5', no], ['1', 'many', no], ['1', '', no]),
  ...rows({ above: '1000' }, ['1', '1001', yes], ['1', '999', no]),
  ...rows({ atLeast: 10 }, ['1', '10', yes], ['1', '9.99', no]),
  ...rows({ below: 0 }, ['1', '-0.5', yes], ['1', '0', no], ['1', '', no]),
  ...rows({ atMost: 0.5 }, ['1', '50%', yes], ['1', '51%', no]),
  ...rows({ below: 'today' }, ['', '2026-03-01', yes], ['', '2026-03-02', no]),
  ...rows({ above: 'today' }, ['', '2026-03-03', yes], ['', '2026-03-02 22:00', no]),
  ...rows({ atLeast: 'today' }, ['', '2026-03-02', yes], ['', '2026-03-01 23:59', no]),
  ...rows({ atMost: '2026-03-05' }, ['', '2026-03-05 23:00', yes], ['', '2026-03-06', no]),
  ...rows({ before: 'today' }, ['', '2026-03-01', yes], ['', "'2026-03-01", yes], ['', "'01.03.2026", yes], ['', '2026-03-02', no], ['', 'soon', no], ['', '5', no], ['', '', no]),
  ...rows({ after: 'today + 3 days' }, ['', '2026-03-06', yes], ['', '2026-03-05 23:59', no]),
  ...rows({ before: 'now - 2 hours' }, ['', '2026-03-02 06:30', yes], ['', '2026-03-02 08:00', no]),
  ...rows({ before: '2026-12-01T09:00' }, ['', '2026-12-01 08:59', yes], ['', '2026-12-01 09:00', no]),
  ...rows({ after: 'today + 5 workdays' }, ['', '2026-03-10', yes], ['', '2026-03-09', no]),
  ...rows({ after: 'today + 1 month' }, ['', '2026-04-03', yes], ['', '2026-04-02', no]),
  ...rows({ changes: true }, ['a', 'b', yes], ['', 'b', yes], ['a', '', yes], ['1', '2', yes]),
  ...rows({ changesTo: 'Late' }, ['Open', 'Late', yes], ['', 'late', yes], ['Late', 'LATE', no], ['Late', 'Open', no]),
  ...rows({ changesTo: 5 }, ['4', '5', yes], ['5', '6', no]),
  ...rows({ changesFrom: 'Open' }, ['Open', 'Late', yes], ['open', '', yes], ['Late', 'Open', no], ['Open', 'OPEN', no]),
  ...rows({ changesFromTo: { from: 'Open', to: 'Late' } }, ['Open', 'Late', yes], ['Done', 'Late', no], ['Open', 'Done', no]),
  ...rows({ increasesBy: 10 }, ['5', '15', yes], ['5', '14', no], ['15', '5', no], ['', '15', no], ['5', 'many', no], ['$1,000', '$1,010', yes]),
  ...rows({ decreasesBy: 0.1 }, ['50%', '30%', yes], ['50%', '45%', no]),
  ...rows({ is: 'é 🎉' }, ['', 'É 🎉', yes], ['', 'e 🎉', no]),
  ...rows({ is: 'مرحبا' }, ['', 'مرحبا', yes]),
  ...rows({ is: '#REF!' }, ['', '=Gone!A1', yes]),
  ...rows({ above: 0 }, ['', '=1/0', no]),
]; // prettier-ignore

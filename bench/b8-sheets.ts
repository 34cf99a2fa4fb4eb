import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chat } from '../emulator/chat/chat';
import { chatNetwork } from '../emulator/chat/network';
import { VirtualClock } from '../emulator/clock';
import type { CallInterceptor } from '../emulator/interceptor';
import { compile, Project } from '../emulator/project';
import { Person } from '../emulator/services/spreadsheet/person';
import { median, type Benchmark } from './benchmark';

const RUNS = 7;
const MINUTE_MS = 60_000;

/** What watching a sheet costs: service calls up to the moment the messages are handed over, and computing time. */
export const benchmark: Benchmark = {
  title: 'Watching a sheet: what one edit, a paste and a look by the clock cost',
  run() {
    const rows = [
      oneEdit(),
      paste(500, 50),
      paste(500, 1),
      editInLarge(10_000),
      look(10_000, 20, false),
      look(10_000, 20, true),
    ];
    return Promise.resolve({
      columns: [
        'what happens',
        'messages',
        'calls until handed over',
        'of them to the sheet',
        'CPU ms, median',
        'remembered, bytes',
      ],
      rows,
      notes: [
        'Handed over: stored in the outbox, in one write with what is remembered. Sending follows.',
        `CPU: of this process from the start of the execution until then, emulated services included, ${String(RUNS)} runs.`,
        'A sheet call reads or writes cells, or asks for the layout; Apps Script keeps the layout for an execution.',
      ],
    });
  },
};

type Row = [what: string, messages: string, calls: number, sheetCalls: number, cpuMs: string, bytes: number];

const rule = (index: number) => ({
  tab: 'Orders',
  when: 'edited',
  all: [
    { column: 'Status', changesTo: index === 0 ? 'Late' : `Never ${String(index)}` },
    { column: 'Amount', above: -1 },
  ],
  to: 'ops',
  message: 'Order {{Order}} of {{Owner}} is late',
});

function oneEdit(): Row {
  return measure('one cell is edited, 1 rule', { rules: 1, rows: 50, columns: 5 }, (person) => {
    person.type('Orders', 3, 2, 'Late');
  });
}

function editInLarge(rows: number): Row {
  return measure(
    `one cell of ${rows.toLocaleString('en')} rows x 20 columns is edited, 1 rule`,
    { rules: 1, rows, columns: 20 },
    (person) => {
      person.type('Orders', 3, 2, 'Late');
    },
  );
}

function paste(count: number, rules: number): Row {
  return measure(
    `${String(count)} rows are pasted, ${String(rules)} rules`,
    { rules, rows: 50, columns: 5 },
    (person) => {
      const block = Array.from({ length: count }, (_, index) => [
        `N${String(index)}`,
        'Late',
        index,
        'Ada',
        '2026-03-10',
      ]);
      person.paste('Orders', 60, 1, block);
    },
  );
}

function look(rows: number, columns: number, withMatches: boolean): Row {
  const what = `a look by the clock at ${rows.toLocaleString('en')} rows x ${String(columns)} columns, ${withMatches ? '500 have changed' : 'nothing has changed'}`;
  return measure(what, { rules: 1, rows, columns }, (person, project) => {
    if (withMatches) {
      const tab = person.spreadsheet.tab('Orders');
      for (let row = 2; tab && row <= 501; row++) person.spreadsheet.enter(tab, row, 2, 'Late');
    }
    project.clock.waitUntil(project.clock.now() + 40 * MINUTE_MS);
    return 'tick';
  });
}

function measure(
  what: string,
  { rules, rows, columns }: { rules: number; rows: number; columns: number },
  act: (person: Person, project: Project) => 'tick' | undefined | void,
): Row {
  const times: number[] = [];
  let last: { calls: string[]; messages: number; bytes: number } = { calls: [], messages: 0, bytes: 0 };
  const program = compile([{ name: 'Code', code: readFileSync(join(__dirname, '..', 'dist', 'Code.js'), 'utf8') }]);
  for (let run = 0; run < RUNS; run++) {
    const chat = new Chat();
    const project = new Project({
      program,
      clock: new VirtualClock(),
      network: chatNetwork(chat),
      boundTo: 'orders-id',
    });
    const spreadsheet = project.services.SpreadsheetApp.document('orders-id');
    const person = new Person(project, spreadsheet);
    const [tab] = spreadsheet.tabs;
    if (tab) {
      spreadsheet.renameTab(tab, 'Orders');
      fill(person, rows, columns);
    }
    project.properties.set('webhook.ops', chat.addSpace('ops'));
    project.triggers.add(
      'handleEdit',
      project.user,
      { source: 'SPREADSHEETS', event: 'ON_EDIT', sourceId: 'orders-id' },
      0,
    );
    project.run('configure', [
      { rules: Object.fromEntries(Array.from({ length: rules }, (_, index) => [`r${String(index)}`, rule(index)])) },
    ]);
    project.clock.waitUntil(project.clock.now() + MINUTE_MS);
    project.run('tick');
    const watch = stopwatch();
    project.interceptor = watch.interceptor;
    if (act(person, project) === 'tick') {
      watch.start();
      project.run('tick');
    }
    times.push(watch.cpuMs());
    const remembered = [...project.properties].filter(([key]) => key.startsWith('cc/w/'));
    last = {
      calls: watch.calls,
      messages: chat.messages.length,
      bytes: remembered.reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0),
    };
  }
  const sheetCalls = last.calls.filter((call) => call.startsWith('SpreadsheetApp')).length;
  return [what, String(last.messages), last.calls.length, sheetCalls, median(times).toFixed(0), last.bytes];
}

/** Stops at the first write of the store that has a delivery in it, or else at the last call before sending. */
function stopwatch() {
  const calls: string[] = [];
  let started = process.cpuUsage();
  let spent = 0;
  let isOver = false;
  const interceptor: CallInterceptor = {
    decide({ service, method, args }) {
      if (!isOver) calls.push(`${service}.${method}`);
      const isHandedOver = method === 'setProperties' && JSON.stringify(args).includes('cc/w/');
      if (!isOver && isHandedOver) {
        isOver = true;
        const { user, system } = process.cpuUsage(started);
        spent = (user + system) / 1000;
      }
      return {};
    },
  };
  return {
    calls,
    interceptor,
    start: () => {
      started = process.cpuUsage();
    },
    cpuMs: () => spent,
  };
}

function fill({ spreadsheet }: Person, rows: number, columns: number): void {
  const tab = spreadsheet.tab('Orders');
  if (!tab) return;
  const headers = [
    'Order',
    'Status',
    'Amount',
    'Owner',
    'Due',
    ...Array.from({ length: columns - 5 }, (_, index) => `More ${String(index + 1)}`),
  ];
  headers.forEach((header, index) => {
    spreadsheet.enter(tab, 1, index + 1, header);
  });
  for (let row = 2; row < rows + 2; row++) {
    const cells = [
      `A${String(row)}`,
      'Open',
      row,
      'Ada',
      '2026-03-10',
      ...headers.slice(5).map((_, index) => `text ${String(row * index)}`),
    ];
    cells.forEach((cell, index) => {
      spreadsheet.enter(tab, row, index + 1, cell);
    });
  }
}

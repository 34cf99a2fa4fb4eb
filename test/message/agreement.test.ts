import fc from 'fast-check';
import { Chat, type Warning } from '../../emulator/chat/chat';
import { checkMessage, inspectMessage } from '../../src/message/check';
import { badMessages } from './fixtures/bad';
import { goodMessages } from './fixtures/good';

/** What the local Chat says of a message: refused, or what it does not show as it is meant. */
function judge(message: unknown): { status: number; wrong: readonly Warning[] } {
  const chat = new Chat({ quota: 'off' });
  const url = new URL(chat.addSpace('AAA'));
  const thread = (message as { thread?: { name?: string; threadKey?: string } } | null)?.thread;
  // As the sender does: the option goes with a thread, and only then.
  if (thread?.name || thread?.threadKey) {
    url.searchParams.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
  }
  const headers = [['Content-Type', 'application/json; charset=UTF-8']] as const;
  const body = Buffer.from(JSON.stringify(message) ?? '');
  const { status, message: created } = chat.handle({ method: 'POST', url: url.href, headers, body }, 0);
  return { status, wrong: (created?.warnings ?? []).filter(isShownWrong) };
}

/** What nobody could answer in a webhook's message. */
const INTERACTIVE =
  /\.(?:textInput|selectionInput|dateTimePicker|switchControl|action|openDynamicLinkAction|onClick\.card)$/;

/**
 * Whether a finding of Chat's is an error of the check. Two kinds are only warnings there: what has no effect but does
 * no harm either, unless somebody would click it in vain; and an icon that is not among those known today, because
 * Google adds some, and its absence harms nobody.
 */
function isShownWrong({ path, effect }: Warning): boolean {
  if (effect === 'no-effect') return INTERACTIVE.test(path);
  return !path.endsWith('.knownIcon');
}

const isRight = (message: unknown): boolean => {
  const { status, wrong } = judge(message);
  return status === 200 && wrong.length === 0;
};

type Json = Record<string, unknown>;

/** Every object and list inside a message, with the message itself. */
function containers(node: unknown): (Json | unknown[])[] {
  if (typeof node !== 'object' || node === null) return [];
  return [node as Json, ...Object.values(node).flatMap(containers)];
}

const VALUES: readonly unknown[] = [
  '', ' ', 'x', 0, 1, -1, 2.5, 101, true, null, {}, [], [{}], { text: 'x' }, 'true', '3',
  'http://example.com', 'https://example.com', '/relative', 'mailto:a@example.com', 'https://',
  'STAR', 'SQUARE', 'CENTER', 'FILLED', 'CHECK_CIRCLE', 'check_circle', 'spaces/AAA/threads/B',
  { openLink: { url: 'https://example.com' } }, { openLink: {} }, { knownIcon: 'STAR' }, { materialIcon: {} },
  { divider: {} }, { textParagraph: { text: 'y' } }, { widgets: [{ divider: {} }] }, 'x'.repeat(5_000), '🚀'.repeat(9_000),
]; // prettier-ignore

const NAMES: readonly string[] = [
  'text', 'title', 'subtitle', 'onClick', 'icon', 'startIcon', 'endIcon', 'button', 'widgets', 'sections', 'header',
  'card', 'cardId', 'card_id', 'cardsV2', 'thread', 'threadKey', 'name', 'textParagraph', 'divider', 'columns', 'image',
  'imageUrl', 'imageUri', 'altText', 'collapsible', 'collapseControl', 'expandButton', 'textInput', 'action', 'items',
  'overflowMenu', 'openLink', 'url', 'color', 'type', 'fixedFooter', 'id', 'unknown', 'wrapText', 'knownIcon', 'chips',
]; // prettier-ignore

/** One random change somewhere in a message. */
const mutation = fc.record({
  place: fc.nat(),
  entry: fc.nat(),
  how: fc.constantFrom('remove', 'replace', 'add', 'repeat', 'rename'),
  name: fc.constantFrom(...NAMES),
  value: fc.constantFrom(...VALUES),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(message: unknown, { place, entry, how, name, value }: Mutation): void {
  const all = containers(message);
  const target = all[place % all.length] as Json;
  const keys = Object.keys(target);
  const key = keys[entry % Math.max(1, keys.length)];
  if (Array.isArray(target)) {
    if (how === 'remove') target.splice(entry % Math.max(1, target.length), 1);
    else if (how === 'repeat')
      for (let i = 0; i < 1 + (entry % 120); i++) target.push(structuredClone(target[0] ?? value));
    else if (how === 'add') target.push(structuredClone(value));
    else if (key !== undefined) target[Number(key)] = structuredClone(value);
  } else if (how === 'add' || key === undefined) target[name] = structuredClone(value);
  else if (how === 'replace') target[key] = structuredClone(value);
  else {
    if (how === 'rename') target[name] = target[key];
    delete target[key];
  }
}

/** A message that is given under two names at once is read by nobody's rules. */
const isTwofold = (message: unknown): boolean =>
  containers(message).some((node) => {
    const names = Object.keys(node).map((name) => name.replace(/_/g, '').toLowerCase());
    return new Set(names).size < names.length;
  });

describe('checkMessage and the local Chat', () => {
  test.each(goodMessages)('agree that $name is right', ({ message }) => {
    expect(judge(message)).toEqual({ status: 200, wrong: [] });
  });

  test.each(badMessages)('agree that $name is wrong', ({ message }) => {
    expect(isRight(message)).toBe(false);
  });

  test('agree on messages that somebody has broken in one to four places', () => {
    let wrongCount = 0;
    const property = fc.property(
      fc.constantFrom(...goodMessages.map(({ message }) => message)),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      (original, mutations) => {
        const message = structuredClone(original);
        mutations.forEach((change) => mutate(message, change));
        fc.pre(!isTwofold(message));
        const { errors } = checkMessage(message);
        // What is sent is the copy that was checked: without what Chat sets itself.
        const { status, wrong } = judge(errors.length === 0 ? inspectMessage(message).message : message);
        if (errors.length > 0) wrongCount++;
        const isAgreed = (errors.length === 0) === (status === 200 && wrong.length === 0);
        if (!isAgreed) throw new Error(JSON.stringify({ message, errors, status, wrong }).slice(0, 3_000));
      },
    );
    const seed = Number(process.env['AGREEMENT_SEED'] ?? 20261124);
    const numRuns = Number(process.env['AGREEMENT_RUNS'] ?? 4_000);
    fc.assert(property, { seed, numRuns });
    // Neither side agrees by saying the same of everything.
    expect(wrongCount / numRuns).toBeGreaterThan(0.3);
    expect(wrongCount / numRuns).toBeLessThan(0.98);
  });
});
